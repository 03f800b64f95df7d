"""Documents that come with a report: listed, put to it, taken out, put back, downloaded."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile

from submissions.actions.enclose import enclose
from submissions.actions.hand_out_enclosure import hand_out_enclosure
from submissions.actions.put_aside_for import put_aside_for
from submissions.actions.take_out_enclosure import put_back_enclosure, take_out_enclosure
from submissions.attachments import attachment
from submissions.drafts import layout_for, sheet_of_draft
from submissions.enclosing import aside_for, enclosure_for
from submissions.models import Submission
from submissions.presenting import enclosed_as_dicts
from submissions.queries import sheet_for, submission_for
from submissions.schemas import EnclosedOut
from submissions.sheet import Sheet
from submissions.workbooks.package import MAX_FILE
from units.api_auth import check_scope, user_of

router = Router(tags=["enclosures"])
BINARY = {"type": "string", "format": "binary"}


class EnclosureOut(Schema):
    """A document the form asks for, with the files that came."""

    key: str
    title: str
    hint: str
    is_required: bool
    files: list[EnclosedOut]


@router.get(
    "/assignments/{int:assignment_id}/enclosures",
    response=list[EnclosureOut],
    summary="Documents the form asks for, and what came",
)
def list_enclosures(request: HttpRequest, assignment_id: int) -> list[dict[str, Any]]:
    """Of the draft for the unit's own people, of what was sent last for others."""
    check_scope(request, "read")
    user = user_of(request)
    return _enclosures(sheet_for(user, submission_for(user, assignment_id)))


@router.post(
    "/assignments/{int:assignment_id}/enclosures",
    response=list[EnclosureOut],
    summary="Put a document to the draft",
)
def add_enclosure(
    request: HttpRequest,
    assignment_id: int,
    file: Annotated[UploadedFile, File(description="at most 10 MB; its kind is found by content")],
    key: Annotated[str, Form(description="of the document the form asks for")] = "",
) -> list[dict[str, Any]]:
    """The same bytes twice under the same key have one effect."""
    check_scope(request, "submit")
    user = user_of(request)
    enclose(
        submission=submission_for(user, assignment_id),
        key=key,
        content=file.read(MAX_FILE + 1),
        file_name=file.name or "",
        by=user,
        at=timezone.now(),
    )
    return _of_draft(submission_for(user, assignment_id))


@router.post(
    "/assignments/{int:assignment_id}/enter-for/enclosures",
    response=list[EnclosureOut],
    summary="Put aside a document for figures about to be entered for a unit that is cut off",
)
def add_aside(
    request: HttpRequest,
    assignment_id: int,
    file: Annotated[UploadedFile, File(description="at most 10 MB; its kind is found by content")],
    key: Annotated[str, Form(description="of the document the form asks for")] = "",
) -> list[dict[str, Any]]:
    """It goes out with `enter-for`; the answer holds all that stand aside so far. Not in the unit's draft."""
    check_scope(request, "submit")
    user = user_of(request)
    submission = submission_for(user, assignment_id)
    put_aside_for(
        submission=submission,
        key=key,
        content=file.read(MAX_FILE + 1),
        file_name=file.name or "",
        by=user,
        at=timezone.now(),
    )
    return _enclosures(Sheet(layout_for(submission), {}, enclosures=aside_for(submission, user)))


@router.get(
    "/assignments/{int:assignment_id}/enclosures/{int:enclosure_id}",
    summary="A document as it came",
    openapi_extra={"responses": {200: {"content": {"application/octet-stream": {"schema": BINARY}}}}},
)
def get_enclosure(request: HttpRequest, assignment_id: int, enclosure_id: int) -> HttpResponse:
    check_scope(request, "read")
    user = user_of(request)
    found = enclosure_for(user, assignment_id, enclosure_id)
    return attachment(*hand_out_enclosure(enclosure=found, by=user, at=timezone.now()))


@router.delete(
    "/assignments/{int:assignment_id}/enclosures/{int:enclosure_id}",
    response=list[EnclosureOut],
    summary="Take a document out of the draft",
)
def remove_enclosure(request: HttpRequest, assignment_id: int, enclosure_id: int) -> list[dict[str, Any]]:
    """It can be put back until the report is sent; what was sent with it keeps it."""
    check_scope(request, "submit")
    user = user_of(request)
    found = enclosure_for(user, assignment_id, enclosure_id)
    return _of_draft(take_out_enclosure(enclosure=found, by=user, at=timezone.now()))


@router.post(
    "/assignments/{int:assignment_id}/enclosures/{int:enclosure_id}/put-back",
    response=list[EnclosureOut],
    summary="Put back a document that was taken out",
)
def restore_enclosure(request: HttpRequest, assignment_id: int, enclosure_id: int) -> list[dict[str, Any]]:
    check_scope(request, "submit")
    user = user_of(request)
    found = enclosure_for(user, assignment_id, enclosure_id)
    return _of_draft(put_back_enclosure(enclosure=found, by=user, at=timezone.now()))


def _of_draft(submission: Submission) -> list[dict[str, Any]]:
    return _enclosures(sheet_of_draft(submission))


def _enclosures(sheet: Sheet) -> list[dict[str, Any]]:
    return [
        {
            "key": one.key,
            "title": one.title,
            "hint": one.hint,
            "is_required": one.is_required,
            "files": enclosed_as_dicts(sheet.enclosures.get(one.address, ())),
        }
        for one in sheet.layout.enclosures
    ]
