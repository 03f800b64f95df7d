"""The official form as a workbook, out and in."""

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import File, Query, Router, Schema
from ninja.files import UploadedFile

from indicators.answers import plain
from submissions.actions.hand_out_workbook import hand_out_workbook
from submissions.actions.read_workbook import WorkbookReading, read_workbook
from submissions.actions.save_workbook import save_workbook
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
    """Plain answers of every cell (null: none), notes, texts that could not be read."""

    cells: dict[str, str | None]
    texts: dict[str, str]
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
            "texts": dict(sheet.texts),
            "unread": {address: unread.text for address, unread in sheet.unread.items()},
        },
        "problems": reading.problems_in_words(),
        "changes": reading.changes,
        "question": reading.needs_confirmation,
        "saved": reading.is_saved,
        "version": reading.version,
    }
