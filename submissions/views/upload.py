"""Nạp Excel: what was read stands old → new in the official form, and is corrected there; nothing changes
before it is saved."""

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from submissions.actions.read_workbook import read_workbook
from submissions.actions.save_workbook import save_workbook
from submissions.actions.undo_upload import undo_upload
from submissions.models import Submission
from submissions.pending_upload import Upload, drop, put_aside, take_back
from submissions.permissions import check_may
from submissions.queries import submission_for
from submissions.transitions import Action
from submissions.views.report import heading
from submissions.views.report_saving import Changes, changes_in_form, version_of
from submissions.views.upload_page import upload_page
from units.errors import BadContent, Conflict
from units.models import User

MAX_BYTES = 10 * 1024 * 1024


@require_POST
def upload(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """Read a file, or read again the one put aside (its period confirmed or not), and show what it says."""
    user = request.user
    assert isinstance(user, User)
    submission = submission_for(user, assignment_id)
    if "token" in request.POST:
        kept = take_back(user=user, assignment_id=assignment_id, token=request.POST["token"])
        confirmed = kept.confirmed or "confirm" in request.POST
        return _shown(request, user, submission, kept.content, kept.file_name, confirmed=confirmed)
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        messages.error(request, _("Chưa chọn tệp nào. Hãy chọn tệp Excel rồi nạp lại."))
        return redirect("report", assignment_id)
    name = file.name or ""
    if (file.size or 0) > MAX_BYTES:
        too_big = _("Tệp lớn hơn 10 MB. Hãy bỏ hình ảnh và các trang tính khác rồi nạp lại.")
        return refused(request, submission, name, too_big)
    return _shown(request, user, submission, file.read(), name, confirmed=False)


@require_POST
def keep(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """Check what was corrected in place, save it into the draft, or throw the file away."""
    user = request.user
    assert isinstance(user, User)
    submission = submission_for(user, assignment_id)
    check_may(user, Action.EDIT, submission)
    if "drop" in request.POST:
        drop(user=user, assignment_id=assignment_id)
        messages.info(request, _("Đã bỏ tệp. Bản nháp không thay đổi."))
        return redirect("report", assignment_id)
    token = request.POST.get("token", "")
    kept = take_back(user=user, assignment_id=assignment_id, token=token)
    changes = changes_in_form(request.POST)
    if "check" in request.POST:
        return _checked(request, user, submission, kept, changes, token=token)
    try:
        return _kept(request, user, submission, kept, changes, token=token)
    except BadContent as error:
        for problem in error.problems[:5]:
            messages.error(request, problem["message"])
        return _checked(request, user, submission, kept, changes, token=token)
    except Conflict as conflict:
        if conflict.code != "cell_conflict":
            raise
        messages.warning(request, conflict.message)
        return _shown(
            request,
            user,
            submission_for(user, assignment_id),
            kept.content,
            kept.file_name,
            confirmed=kept.confirmed,
            changes=changes,
        )


@require_POST
def undo(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """Take the last upload out of the draft again, in one step."""
    user = request.user
    assert isinstance(user, User)
    submission = submission_for(user, assignment_id)
    number = version_of(request.POST.get("upload")) or 0
    back, stay = undo_upload(submission=submission, upload=number, by=user, at=timezone.now())
    said = _("Đã hoàn tác tệp: %(count)d ô trở lại như trước khi nạp.") % {"count": back}
    if stay:
        said += " " + _("%(count)d ô đã sửa sau đó được giữ nguyên.") % {"count": stay}
    messages.success(request, said)
    return redirect("report", assignment_id)


def _kept(
    request: HttpRequest, user: User, submission: Submission, kept: Upload, changes: Changes, *, token: str
) -> HttpResponse:
    reading = save_workbook(
        submission=submission,
        content=kept.content,
        file_name=kept.file_name,
        by=user,
        at=timezone.now(),
        confirm_period=kept.confirmed,
        seen_version=kept.version,
        corrections=_corrections(changes),
        explanations=changes.explanations,
    )
    if not reading.is_saved:
        return upload_page(request, user, submission, reading, kept.file_name, token=token, changes=changes)
    drop(user=user, assignment_id=submission.assignment_id)
    messages.success(request, _("Đã lưu %(count)d ô từ tệp vào bản nháp.") % {"count": len(reading.changes)})
    report = reverse("report", args=[submission.assignment_id])
    return redirect(f"{report}#enclosures-title" if request.POST.get("keep") == "documents" else report)


def _checked(
    request: HttpRequest, user: User, submission: Submission, kept: Upload, changes: Changes, *, token: str
) -> HttpResponse:
    reading = read_workbook(
        submission=submission,
        content=kept.content,
        file_name=kept.file_name,
        by=user,
        at=timezone.now(),
        confirm_period=kept.confirmed,
        corrections=_corrections(changes),
    )
    return upload_page(request, user, submission, reading, kept.file_name, token=token, changes=changes)


def _corrections(changes: Changes) -> dict[str, str]:
    return {address: text or "" for address, text in {**changes.cells, **changes.texts}.items()}


def _shown(
    request: HttpRequest,
    user: User,
    submission: Submission,
    content: bytes,
    name: str,
    *,
    confirmed: bool,
    changes: Changes | None = None,
) -> HttpResponse:
    try:
        reading = read_workbook(
            submission=submission,
            content=content,
            file_name=name,
            by=user,
            at=timezone.now(),
            confirm_period=confirmed,
            corrections=_corrections(changes or Changes()),
        )
    except Conflict as conflict:
        return refused(request, submission, name, conflict.message, status=409)
    if reading.refusal is not None or reading.sheet is None:
        return refused(request, submission, name, reading.refusal.message if reading.refusal else "")
    aside = Upload(content, name, confirmed, reading.version)
    token = put_aside(aside, user=user, assignment_id=submission.assignment_id)
    return upload_page(request, user, submission, reading, name, token=token, changes=changes or Changes())


def refused(
    request: HttpRequest, submission: Submission, name: str, said: str, *, status: int = 422
) -> HttpResponse:
    """The file as a whole is not taken: why, and what to do instead."""
    context = heading(submission) | {"file_name": name, "refusal": said, "is_closed": status == 409}
    return render(request, "submissions/upload.html", context, status=status)
