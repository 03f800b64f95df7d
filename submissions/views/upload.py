"""Nạp Excel: what was read stands old → new in the official form; nothing changes before it is saved."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from indicators.cells_in_words import where as place_words
from submissions.actions.read_workbook import WorkbookReading, read_workbook
from submissions.actions.save_workbook import save_workbook
from submissions.background import working_sheet
from submissions.models import Submission
from submissions.pending_upload import Upload, drop, put_aside, take_back
from submissions.permissions import check_may
from submissions.queries import submission_for
from submissions.transitions import Action
from submissions.views.printed import Said, html_id, printed, where
from submissions.views.report import heading
from units.models import User

MAX_BYTES = 10 * 1024 * 1024


@require_POST
def upload(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """Read a file, or read again the one put aside (its period confirmed), and show what it says."""
    user = request.user
    assert isinstance(user, User)
    submission = submission_for(user, assignment_id)
    if "token" in request.POST:
        kept = take_back(user=user, assignment_id=assignment_id, token=request.POST["token"])
        return _shown(request, user, submission, kept.content, kept.file_name, confirmed=True)
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        messages.error(request, _("Chưa chọn tệp nào. Hãy chọn tệp Excel rồi nạp lại."))
        return redirect("report", assignment_id)
    if (file.size or 0) > MAX_BYTES:
        return _refused(
            request,
            submission,
            file.name or "",
            _("Tệp lớn hơn 10 MB. Hãy bỏ hình ảnh và các trang tính khác rồi nạp lại."),
        )
    return _shown(request, user, submission, file.read(), file.name or "", confirmed=False)


@require_POST
def keep(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """Save what was shown into the draft, or throw it away."""
    user = request.user
    assert isinstance(user, User)
    submission = submission_for(user, assignment_id)
    check_may(user, Action.EDIT, submission)
    if "drop" in request.POST:
        drop(user=user, assignment_id=assignment_id)
        messages.info(request, _("Đã bỏ tệp. Bản nháp không thay đổi."))
        return redirect("report", assignment_id)
    kept = take_back(user=user, assignment_id=assignment_id, token=request.POST.get("token", ""))
    reading = save_workbook(
        submission=submission,
        content=kept.content,
        file_name=kept.file_name,
        by=user,
        at=timezone.now(),
        confirm_period=kept.confirmed,
        seen_version=kept.version,
    )
    if not reading.is_saved:
        return _page(request, submission, reading, kept.file_name, token="")
    drop(user=user, assignment_id=assignment_id)
    messages.success(request, _("Đã lưu %(count)d ô từ tệp vào bản nháp.") % {"count": len(reading.changes)})
    return redirect("report", assignment_id)


def _shown(
    request: HttpRequest, user: User, submission: Submission, content: bytes, name: str, *, confirmed: bool
) -> HttpResponse:
    reading = read_workbook(
        submission=submission,
        content=content,
        file_name=name,
        by=user,
        at=timezone.now(),
        confirm_period=confirmed,
    )
    if reading.refusal is not None or reading.sheet is None:
        return _refused(request, submission, name, reading.refusal.message if reading.refusal else "")
    aside = Upload(content, name, confirmed, reading.version)
    token = put_aside(aside, user=user, assignment_id=submission.assignment_id)
    return _page(request, submission, reading, name, token=token)


def _refused(request: HttpRequest, submission: Submission, name: str, said: str) -> HttpResponse:
    context = heading(submission) | {"file_name": name, "refusal": said}
    return render(request, "submissions/upload.html", context, status=422)


def _page(
    request: HttpRequest, submission: Submission, reading: WorkbookReading, name: str, *, token: str
) -> HttpResponse:
    assert reading.sheet is not None
    said: dict[str, list[Said]] = {}
    listed: list[dict[str, Any]] = []
    for problem in reading.problems_in_words():
        address = problem["address"]
        if address in reading.layout.place_of and problem["code"] != "empty_cells":
            words = problem["message"].removeprefix(f"{place_words(reading.layout, address)}: ")
            said.setdefault(address, []).append(Said(words, problem["severity"]))
        listed.append(
            problem | {"id": html_id(address) if address else "", "where": where(reading.layout, address)}
        )
    context = heading(submission) | {
        "file_name": name,
        "token": token,
        "reading": reading,
        "sheet": reading.sheet,
        "layout": reading.layout,
        "tables": printed(reading.sheet, said=said, before=working_sheet(submission)),
        "errors": [problem for problem in listed if problem["severity"] == "error"],
        "warnings": [problem for problem in listed if problem["severity"] != "error"],
        "changed": len(reading.changes),
    }
    return render(request, "submissions/upload.html", context)
