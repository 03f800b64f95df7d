"""Nạp nhiều tệp: a clerk's own workbooks, each recognised by its marks, looked at and kept together."""

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from submissions.actions.save_workbook import save_workbook
from submissions.actions.sort_workbooks import MOST_FILES, Sorted, sort_workbooks
from submissions.pending_upload import Upload, drop, put_aside, take_back
from submissions.queries import submission_for
from submissions.views.report import heading
from submissions.workbooks.package import MAX_FILE
from units.errors import BadContent, Conflict
from units.models import User


@require_http_methods(["GET", "POST"])
def upload_many(request: HttpRequest) -> HttpResponse:
    """Choose files; or see what each of them is and says."""
    user = request.user
    assert isinstance(user, User)
    files = [file for file in request.FILES.getlist("files") if isinstance(file, UploadedFile)]
    if request.method == "POST" and not 0 < len(files) <= MOST_FILES:
        said = _("Hãy chọn từ 1 đến %(most)d tệp rồi nạp lại.") % {"most": MOST_FILES}
        messages.error(request, said)
        files = []
    read = ((file.name or "", file.read(MAX_FILE + 1)) for file in files)
    lines = [_line(user, one) for one in sort_workbooks(read, by=user, at=timezone.now())]
    context = {"lines": lines, "most": MOST_FILES, "savable": any(line["savable"] for line in lines)}
    return render(request, "submissions/upload_many.html", context)


@require_POST
def keep_many(request: HttpRequest) -> HttpResponse:
    """Save the ticked files, each into its own report; what cannot be is told by name and stays."""
    user = request.user
    assert isinstance(user, User)
    saved = 0
    for said in request.POST.getlist("file")[:MOST_FILES]:
        number, _colon, token = said.partition(":")
        if number.isascii() and number.isdigit() and len(number) < 10:
            saved += _keep(request, user, int(number), token)
    if saved:
        words = _("Đã lưu %(count)d tệp vào bản nháp. Hãy mở từng báo cáo để kiểm tra và trình ký.")
        messages.success(request, words % {"count": saved})
    return redirect("home" if saved else "upload-many")


def _keep(request: HttpRequest, user: User, assignment_id: int, token: str) -> bool:
    submission = submission_for(user, assignment_id)
    try:
        kept = take_back(user=user, assignment_id=assignment_id, token=token)
        reading = save_workbook(
            submission=submission,
            content=kept.content,
            file_name=kept.file_name,
            by=user,
            at=timezone.now(),
            seen_version=kept.version,
        )
    except (Conflict, BadContent) as error:
        said = error.message if isinstance(error, Conflict) else error.messages[0]
        messages.error(request, f"{submission.assignment.round.template.name}: {said}")
        return False
    if not reading.is_saved:
        messages.error(request, _("%(file)s: chưa lưu được, hãy xem trước.") % {"file": kept.file_name})
        return False
    drop(user=user, assignment_id=assignment_id)
    return True


def _line(user: User, one: Sorted) -> dict[str, Any]:
    """A file of the list; what can be looked at is put aside under its report."""
    token, reading = "", one.reading
    if reading is not None and one.submission is not None:
        aside = Upload(one.content, one.name, False, reading.version)
        token = put_aside(aside, user=user, assignment_id=one.submission.assignment_id)
    return {
        "file": one,
        "token": token,
        "report": heading(one.submission) if one.submission else None,
        "question": reading.needs_confirmation if reading else "",
        "changed": len(reading.changes) if reading else 0,
        "savable": reading is not None and reading.is_savable,
    }
