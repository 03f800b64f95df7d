"""The official form as a workbook, out and in."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import File, Query, Router, Schema
from ninja.files import UploadedFile

from indicators.answers import plain
from submissions.actions.hand_out_original import hand_out_original
from submissions.actions.hand_out_workbook import hand_out_workbook
from submissions.actions.read_workbook import WorkbookReading, read_workbook
from submissions.actions.save_workbook import save_workbook
from submissions.attachments import attachment
from submissions.originals import upload_for, uploads_seen
from submissions.presenting import lists_as_dict, words_as_dict
from submissions.queries import submission_for
from submissions.workbooks.package import MAX_FILE
from units.api_auth import check_scope, user_of
from units.errors import BadContent

router = Router(tags=["workbooks"])
BINARY = {"type": "string", "format": "binary"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class WorkbookProblem(Schema):
    """`cell` is the Excel cell in the uploaded file; row and column as printed."""

    code: str
    severity: str
    address: str
    row: str
    column: str
    cell: str
    message: str


class WorkbookSheetOut(Schema):
    """Plain answers of every cell (null: none), notes, lists, texts that could not be read."""

    cells: dict[str, str | None]
    texts: dict[str, str]
    lists: dict[str, list[dict[str, str]]]
    unread: dict[str, str]


class WorkbookOut(Schema):
    """`changes`: address → [old, new] against the draft. `question`: about the period, "" when settled."""

    sheet: WorkbookSheetOut
    problems: list[WorkbookProblem]
    changes: dict[str, tuple[str, str]]
    question: str
    saved: bool
    version: int


@router.get(
    "/assignments/{int:assignment_id}/workbook",
    summary="The official form as .xlsx",
    openapi_extra={
        "responses": {200: {"content": {XLSX: {"schema": {"type": "string", "format": "binary"}}}}}
    },
)
def get_workbook(request: HttpRequest, assignment_id: int) -> HttpResponse:
    check_scope(request, "read")
    user = user_of(request)
    submission = submission_for(user, assignment_id)
    file_name, content = hand_out_workbook(submission=submission, by=user, at=timezone.now())
    return workbook_response(file_name, content)


def workbook_response(file_name: str, content: bytes) -> HttpResponse:
    """A download, for page and API. `file_name` is ASCII."""
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    response["Cache-Control"] = "private, no-store"
    return response


class UploadOut(Schema):
    """A file that was kept in the draft. `revision`: number of the sending it went out with; `kept`: whether
    its bytes can be had (macros that cannot be taken out are not kept)."""

    id: int
    file: str
    size: int
    sha256: str
    uploaded_at: datetime
    uploaded_by: str
    cells: int
    revision: int | None
    undone: bool
    kept: bool


@router.get(
    "/assignments/{int:assignment_id}/uploads",
    response=list[UploadOut],
    summary="Workbooks that came in, oldest first",
)
def list_uploads(request: HttpRequest, assignment_id: int) -> list[dict[str, Any]]:
    check_scope(request, "read")
    user = user_of(request)
    return [
        {
            "id": upload.pk,
            "file": upload.file_name,
            "size": upload.size,
            "sha256": upload.sha256,
            "uploaded_at": upload.uploaded_at,
            "uploaded_by": upload.uploaded_by.full_name,
            "cells": upload.changed,
            "revision": upload.revision.number if upload.revision else None,
            "undone": upload.undone_at is not None,
            "kept": upload.original_id is not None,
        }
        for upload in uploads_seen(user, submission_for(user, assignment_id))
    ]


@router.get(
    "/assignments/{int:assignment_id}/uploads/{int:upload_id}",
    summary="A workbook as it came in",
    openapi_extra={"responses": {200: {"content": {"application/octet-stream": {"schema": BINARY}}}}},
)
def get_upload(request: HttpRequest, assignment_id: int, upload_id: int) -> HttpResponse:
    check_scope(request, "read")
    user = user_of(request)
    upload = upload_for(user, assignment_id, upload_id)
    return attachment(*hand_out_original(upload=upload, by=user, at=timezone.now()))


@router.post(
    "/assignments/{int:assignment_id}/workbook",
    response=WorkbookOut,
    summary="Read a filled workbook; save it when asked to",
)
def post_workbook(
    request: HttpRequest,
    assignment_id: int,
    file: Annotated[UploadedFile, File(description="a filled .xlsx, at most 10 MB")],
    save: Annotated[bool, Query(description="keep what was read in the draft")] = False,
    confirm_period: Annotated[bool, Query(description="these are this period's numbers")] = False,
) -> dict[str, Any]:
    check_scope(request, "submit" if save else "read")
    user = user_of(request)
    act = save_workbook if save else read_workbook
    reading = act(
        submission=submission_for(user, assignment_id),
        content=file.read(MAX_FILE + 1),
        file_name=file.name or "",
        by=user,
        at=timezone.now(),
        confirm_period=confirm_period,
    )
    return _out(reading)


def _out(reading: WorkbookReading) -> dict[str, Any]:
    sheet = reading.sheet
    if reading.refusal is not None or sheet is None:
        code, message = (reading.refusal.code, reading.refusal.message) if reading.refusal else ("broken", "")
        problem = {"code": code, "severity": "error", "row": "", "column": "", "cell": "", "message": message}
        raise BadContent(message, code=code, problems=[problem])
    return {
        "sheet": {
            "cells": {
                address: plain(sheet.cells[address]) if address in sheet.cells else None
                for address, *_, cell in sheet.layout.places()
                if cell.kind != "blocked"
            },
            "texts": words_as_dict(sheet),
            "lists": lists_as_dict(sheet),
            "unread": {address: unread.text for address, unread in sheet.unread.items()},
        },
        "problems": reading.problems_in_words(),
        "changes": reading.changes,
        "question": reading.needs_confirmation,
        "saved": reading.is_saved,
        "version": reading.version,
    }
