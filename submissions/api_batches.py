"""Workbooks of many reports at once: given, followed while the worker goes through them, stopped."""

from datetime import datetime
from typing import Annotated, Any, BinaryIO, Literal, cast

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import get_random_string
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile

from submissions.actions.receive_files import MOST_PARTS, receive_files
from submissions.actions.stop_batch import resume_batch, stop_batch
from submissions.batches import batch_of, batch_state
from submissions.models import Batch, BatchFile
from units.api_auth import check_not_limited, check_scope, user_of
from units.paging import Limit, Offset

router = Router(tags=["batches"])
State = Literal["", "waiting", "saved", "same", "refused"]


class BatchOut(Schema):
    """`state`: receiving (parts are still to come), running, stopped, finished. Of `files`, `kept` stand in
    drafts now, `refused` do not, `waiting` are still to be read; `passed_over`: entries that are no files.
    """

    id: int
    key: str
    made_at: datetime
    state: str
    parts: int
    received: int
    files: int
    waiting: int
    kept: int
    refused: int
    passed_over: int


class BatchList(Schema):
    items: list[BatchOut]
    count: int


class BatchFileOut(Schema):
    """`assignment`: the duty it was kept in. `changed` cells and notes; `errors`, `warnings` of the draft;
    `message`: why nothing of it was kept."""

    number: int
    name: str
    state: str
    assignment: int | None
    changed: int
    errors: int
    warnings: int
    message: str


class BatchFileList(Schema):
    items: list[BatchFileOut]
    count: int


@router.get("/batches", response=BatchList, summary="One's own batches, the latest first")
def list_batches(request: HttpRequest, limit: Limit = 50, offset: Offset = 0) -> dict[str, Any]:
    check_scope(request, "read")
    check_not_limited(request)
    mine = Batch.objects.filter(made_by=user_of(request))
    page = _counted(mine).order_by("-pk")[offset : offset + limit]
    return {"items": [_out(batch) for batch in page], "count": mine.count()}


@router.post("/batches", response=BatchOut, summary="Give a .zip of workbooks, or one of its parts")
def add_batch(
    request: HttpRequest,
    file: Annotated[UploadedFile, File(description="a .zip of filled workbooks, or one workbook")],
    key: Annotated[str, Form(description="letters and digits, at most 40, of one's own choice")] = "",
    part: Annotated[int, Form(ge=0, lt=MOST_PARTS, description="number of this part, from 0")] = 0,
    parts: Annotated[int, Form(ge=1, le=MOST_PARTS, description="how many parts there are")] = 1,
) -> dict[str, Any]:
    """The same part under the same key twice has one effect. Each workbook is kept in the draft it names."""
    check_scope(request, "submit")
    check_not_limited(request)
    batch = receive_files(
        files=[(file.name or "", cast(BinaryIO, file.file), file.size or 0)],
        key=key or get_random_string(32),
        part=part,
        parts=parts,
        by=user_of(request),
        at=timezone.now(),
    )
    return _of(request, batch.pk)


@router.get("/batches/{int:batch_id}", response=BatchOut, summary="How far a batch is")
def get_batch(request: HttpRequest, batch_id: int) -> dict[str, Any]:
    check_scope(request, "read")
    check_not_limited(request)
    return _of(request, batch_id)


@router.get("/batches/{int:batch_id}/files", response=BatchFileList, summary="What became of each file")
def list_batch_files(
    request: HttpRequest, batch_id: int, state: State = "", limit: Limit = 100, offset: Offset = 0
) -> dict[str, Any]:
    check_scope(request, "read")
    check_not_limited(request)
    files = batch_of(user_of(request), batch_id).files.defer("content").select_related("submission")
    if state:
        files = files.filter(state=state)
    page = files.order_by("number")[offset : offset + limit]
    return {"items": [_file(one) for one in page], "count": files.count()}


@router.post("/batches/{int:batch_id}/stop", response=BatchOut, summary="Stop; what is done stays")
def stop(request: HttpRequest, batch_id: int) -> dict[str, Any]:
    check_scope(request, "submit")
    check_not_limited(request)
    user = user_of(request)
    stop_batch(batch=batch_of(user, batch_id), by=user, at=timezone.now())
    return _of(request, batch_id)


@router.post("/batches/{int:batch_id}/resume", response=BatchOut, summary="Go on with the files that wait")
def resume(request: HttpRequest, batch_id: int) -> dict[str, Any]:
    check_scope(request, "submit")
    check_not_limited(request)
    user = user_of(request)
    resume_batch(batch=batch_of(user, batch_id), by=user, at=timezone.now())
    return _of(request, batch_id)


def _of(request: HttpRequest, batch_id: int) -> dict[str, Any]:
    batch = batch_of(user_of(request), batch_id)
    return _out(_counted(Batch.objects.filter(pk=batch.pk)).get())


def _counted(batches: QuerySet[Batch]) -> QuerySet[Batch]:
    state = BatchFile.State
    return batches.annotate(
        total=Count("files"),
        left=Count("files", filter=Q(files__state=state.WAITING)),
        kept=Count("files", filter=Q(files__state__in=(state.SAVED, state.SAME))),
        problems=Count("files", filter=Q(files__state=state.REFUSED)),
    )


def _out(batch: Any) -> dict[str, Any]:
    return {
        "id": batch.pk,
        "key": batch.key,
        "made_at": batch.made_at,
        "state": batch_state(batch),
        "parts": batch.parts,
        "received": batch.received,
        "files": batch.total,
        "waiting": batch.left,
        "kept": batch.kept,
        "refused": batch.problems,
        "passed_over": batch.passed_over,
    }


def _file(one: BatchFile) -> dict[str, Any]:
    return {
        "number": one.number,
        "name": one.name,
        "state": one.state,
        "assignment": None if one.submission is None else one.submission.assignment_id,
        "changed": one.changed,
        "errors": one.errors,
        "warnings": one.warnings,
        "message": one.message,
    }
