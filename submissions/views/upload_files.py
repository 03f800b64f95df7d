"""Files of an upload that go out: the original, her own workbook with marks, the list of problems."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from submissions.actions.hand_out_original import hand_out_original
from submissions.actions.mark_workbook import list_problems, mark_workbook
from submissions.attachments import attachment
from submissions.originals import CONTENT_TYPES, upload_for
from submissions.pending_upload import take_back
from submissions.permissions import check_may
from submissions.queries import submission_for
from submissions.transitions import Action
from submissions.workbooks.kinds import FileKind
from units.errors import NotWithinReach
from units.models import User


@require_GET
def original(request: HttpRequest, assignment_id: int, upload_id: int) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    upload = upload_for(user, assignment_id, upload_id)
    return attachment(*hand_out_original(upload=upload, by=user, at=timezone.now()))


@require_GET
def marked(request: HttpRequest, assignment_id: int, upload_id: int) -> HttpResponse:
    """A kept workbook with marks, as its cells are found today."""
    user = request.user
    assert isinstance(user, User)
    upload = upload_for(user, assignment_id, upload_id)
    if upload.original is None:
        raise NotWithinReach
    name, content = mark_workbook(
        submission=upload.submission,
        content=bytes(upload.original.content),
        file_name=upload.file_name,
        by=user,
        at=timezone.now(),
        confirm_period=True,
    )
    return attachment(name, CONTENT_TYPES[FileKind.XLSX], content)


@require_POST
def hand_back(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """The file that is being looked at, with marks, or the list of its problems."""
    user = request.user
    assert isinstance(user, User)
    submission = submission_for(user, assignment_id)
    check_may(user, Action.EDIT, submission)
    kept = take_back(user=user, assignment_id=assignment_id, token=request.POST.get("token", ""))
    act = list_problems if request.POST.get("what") == "list" else mark_workbook
    name, content = act(
        submission=submission,
        content=kept.content,
        file_name=kept.file_name,
        by=user,
        at=timezone.now(),
        confirm_period=kept.confirmed,
    )
    return attachment(name, CONTENT_TYPES[FileKind.XLSX], content)
