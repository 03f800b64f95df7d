"""The buttons of a report: each one an action, and then the page again (or the list, when it is sent)."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from indicators.answers import AnswerError, parse_answer, plain, words_of
from submissions.actions.nothing_to_report import nothing_to_report
from submissions.actions.report_itself import report_itself
from submissions.actions.request_correction import request_correction
from submissions.actions.request_sign_off import request_sign_off
from submissions.actions.send_back import send_back
from submissions.actions.sign_and_submit import sign_and_submit
from submissions.actions.sign_sent import sign_sent
from submissions.actions.withdraw import withdraw
from submissions.drafts import layout_for
from submissions.models import Submission
from submissions.provenance import via_of
from submissions.queries import submission_for
from submissions.views.report_saving import save_form, version_of
from units.errors import BadContent
from units.models import User

Step = Callable[[HttpRequest, User, Submission], object]


def _request_sign_off(request: HttpRequest, user: User, submission: Submission) -> object:
    return request_sign_off(submission=submission, by=user, at=timezone.now())


def _send_unsigned(request: HttpRequest, user: User, submission: Submission) -> object:
    return sign_and_submit(submission=submission, by=user, at=timezone.now(), via=via_of(submission))


def _sign(request: HttpRequest, user: User, submission: Submission) -> object:
    return sign_and_submit(
        submission=submission,
        by=user,
        at=timezone.now(),
        capacity=request.POST.get("capacity", "head"),
        via=via_of(submission),
        seen_version=version_of(request.POST.get("seen_version")),
        seen_digest=request.POST.get("seen_digest", ""),
    )


def _sign_sent(request: HttpRequest, user: User, submission: Submission) -> object:
    return sign_sent(
        submission=submission,
        by=user,
        at=timezone.now(),
        capacity=request.POST.get("capacity", "head"),
        revision=version_of(request.POST.get("revision")),
    )


def _report_itself(request: HttpRequest, user: User, submission: Submission) -> object:
    return report_itself(submission=submission, by=user, at=timezone.now())


def _send_back(request: HttpRequest, user: User, submission: Submission) -> object:
    return send_back(submission=submission, by=user, at=timezone.now(), reason=_reason(request))


def _withdraw(request: HttpRequest, user: User, submission: Submission) -> object:
    return withdraw(submission=submission, by=user, at=timezone.now())


def _nothing(request: HttpRequest, user: User, submission: Submission) -> object:
    return nothing_to_report(submission=submission, by=user, at=timezone.now())


def _ask_correction(request: HttpRequest, user: User, submission: Submission) -> object:
    return request_correction(
        submission=submission,
        by=user,
        at=timezone.now(),
        reason=_reason(request),
        cells=_cells_asked(request, submission),
    )


def _cells_asked(request: HttpRequest, submission: Submission) -> dict[str, str]:
    """What shall stand in which cells, typed in Vietnamese notation; BadContent where it cannot be read."""
    place_of = layout_for(submission).place_of
    cells: dict[str, str] = {}
    for address, text in zip(request.POST.getlist("o"), request.POST.getlist("so"), strict=False):
        if not address or not text.strip():
            continue
        try:
            answer = parse_answer(text[:100], decimals=place_of[address][3].decimals)
        except KeyError as error:
            raise BadContent(_("Không có ô này trong biểu mẫu."), code="unknown_cell") from error
        except AnswerError as error:
            sentence, params = words_of(error)
            raise BadContent(_(sentence) % params, code=error.code) from error
        if answer is not None:
            cells[address] = plain(answer)
    return cells


STEPS: dict[str, tuple[Step, object]] = {
    "trinh-ky": (_request_sign_off, gettext_lazy("Đã trình ký. Thủ trưởng đơn vị sẽ thấy báo cáo này.")),
    "gui": (_send_unsigned, gettext_lazy("Đã gửi báo cáo.")),
    "ky-va-gui": (_sign, gettext_lazy("Đã ký và gửi báo cáo.")),
    "ky-sau": (_sign_sent, gettext_lazy("Đã ký bản đã gửi.")),
    "tu-bao-cao": (
        _report_itself,
        gettext_lazy("Đơn vị tự báo cáo: số đã nhập thay vẫn được tính cho đến khi duyệt bản của đơn vị."),
    ),
    "chuyen-lai": (_send_back, gettext_lazy("Đã chuyển lại người lập.")),
    "rut-lai": (_withdraw, gettext_lazy("Đã rút lại. Báo cáo trở về bản nháp.")),
    "khong-phat-sinh": (_nothing, gettext_lazy("Đã ghi không phát sinh và trình ký.")),
    "xin-dinh-chinh": (_ask_correction, gettext_lazy("Đã gửi yêu cầu đính chính.")),
}


@require_POST
def step(request: HttpRequest, assignment_id: int, name: str) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    submission = submission_for(user, assignment_id)
    if name not in STEPS:
        raise Http404
    act, said = STEPS[name]
    if "shown" in request.POST:
        save_form(request, submission)
    try:
        act(request, user, submission)
    except BadContent as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, str(said))
    return redirect("report", assignment_id)


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "")
