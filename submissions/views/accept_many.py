"""`/duyet-so-lieu/dot/<round>/duyet/`: accept reports of the list about which nothing is to be asked.

The page's script posts them a few at a time and says how far it is; without it one POST takes them all.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from indicators.models import ReportingRound
from indicators.queries import reachable_rounds
from submissions.actions.accept_many import AcceptedMany
from submissions.actions.accept_many import accept_many as accepting
from submissions.models import Submission
from submissions.review_offer import AT_ONCE
from units.errors import BadContent, NotWithinReach
from units.models import User
from units.queries import names_of


@require_POST
def accept_many(request: HttpRequest, round_id: int) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    round_ = reachable_rounds(user).filter(pk=round_id).select_related("period").first()
    if round_ is None:
        raise NotWithinReach
    done = accepting(round_=round_, reports=_reports(request.POST), by=user, at=timezone.now())
    left = _left(round_, done)
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"accepted": len(done.accepted), "left": left})
    messages.success(request, _accepted_words(len(done.accepted)))
    for words in left:
        messages.warning(request, words)
    answer = redirect("review-list")
    answer.headers["Location"] += f"?round={round_.pk}"
    return answer


def _accepted_words(count: int) -> str:
    return ngettext("Đã duyệt %(n)d báo cáo.", "Đã duyệt %(n)d báo cáo.", count) % {"n": count}


def _left(round_: ReportingRound, done: AcceptedMany) -> list[str]:
    """“Xã Đông Hưng: …”, of those that were left."""
    reports = Submission.objects.filter(pk__in=done.left, assignment__round=round_)
    subjects = dict(reports.values_list("pk", "assignment__subject"))
    names = names_of(subjects.values(), on=round_.period.ends)
    return [f"{names.get(subjects.get(pk, 0), _('Báo cáo'))}: {why}" for pk, why in done.left.items()]


def _reports(posted: QueryDict) -> dict[int, int]:
    """From “12:1”: report 12, revision 1."""
    reports: dict[int, int] = {}
    for text in posted.getlist("report")[: AT_ONCE + 1]:
        report, _colon, revision = text.partition(":")
        if not all(part.isascii() and part.isdigit() and len(part) < 10 for part in (report, revision)):
            raise BadContent(_("Danh sách báo cáo không đọc được. Hãy tải lại trang."), code="unreadable")
        reports[int(report)] = int(revision)
    if len(reports) > AT_ONCE:
        raise BadContent(
            _("Mỗi lần duyệt cùng lúc nhiều nhất %(most)d báo cáo.") % {"most": AT_ONCE}, code="too_many"
        )
    return reports
