"""`/nap-hang-loat/`: workbooks of many reports at once, worked through in the background."""

from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count, F, Q, QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from indicators.answers import format_scaled
from submissions.actions.carry_on_batches import SILENT
from submissions.actions.receive_files import MOST_FILES, receive_files
from submissions.actions.stop_batch import resume_batch, stop_batch
from submissions.batches import batch_of
from submissions.models import Batch, BatchFile
from submissions.views.workbook import XLSX
from units.errors import BadContent
from units.export import workbook as list_workbook
from units.models import User

SHOWN = 200
LISTED = 20
PART_FILES, PART_BYTES = 40, 8 * 1024 * 1024
"""The page's script sends so many files, or bytes, a request."""


@require_http_methods(["GET", "HEAD", "POST"])
def batches(request: HttpRequest) -> HttpResponse:
    """What was given before, and the place to give files; POST takes a part of them."""
    user = _person(request)
    if request.method != "POST":
        return _form(request, user)
    try:
        batch = _received(request, user)
    except BadContent as error:
        if "application/json" in request.headers.get("Accept", ""):
            raise
        return _form(request, user, refused=error.messages[0])
    page = reverse("batch", args=[batch.pk])
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"page": page, "received": batch.received})
    return redirect(page)


def _received(request: HttpRequest, user: User) -> Batch:
    files = [file for file in request.FILES.getlist("files") if isinstance(file, UploadedFile)]
    if not files:
        raise BadContent(_("Chưa chọn tệp nào. Hãy chọn tệp rồi nạp lại."), code="no_files")
    names = request.POST.getlist("ten")  # with their folders, which a part's own name drops
    if len(names) != len(files):
        names = [file.name or "" for file in files]
    return receive_files(
        files=[
            (name, cast(BinaryIO, file.file), file.size or 0) for name, file in zip(names, files, strict=True)
        ],
        key=request.POST.get("khoa", ""),
        part=_number(request.POST.get("phan", "")),
        parts=_number(request.POST.get("so-phan", "")),
        by=user,
        at=timezone.now(),
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else -1


def _form(request: HttpRequest, user: User, *, refused: str = "") -> HttpResponse:
    state = BatchFile.State
    counted = Batch.objects.filter(made_by=user).annotate(
        total=Count("files"),
        kept=Count("files", filter=Q(files__state__in=(state.SAVED, state.SAME))),
        problems=Count("files", filter=Q(files__state=state.REFUSED)),
    )
    context = {
        "batches": counted.order_by("-pk")[:LISTED],
        "key": get_random_string(32),
        "most": format_scaled(MOST_FILES, decimals=0),
        "limit": MOST_FILES,
        "part_files": PART_FILES,
        "part_bytes": PART_BYTES,
        "refused": refused,
    }
    return render(request, "submissions/batches.html", context, status=422 if refused else 200)


@require_GET
def batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """How far it is, and what is to be mended; the page asks for its middle part again while it goes on."""
    shown = batch_of(_person(request), batch_id)
    htmx = bool(getattr(request, "htmx", False))
    template = "submissions/batch_progress.html" if htmx else "submissions/batch.html"
    return render(request, template, _context(shown))


def _context(shown: Batch) -> dict[str, Any]:
    state = BatchFile.State
    counts: dict[str, int] = {one.value: 0 for one in state}
    counts |= dict(shown.files.order_by("state").values_list("state").annotate(Count("pk")))
    total = sum(counts.values())
    told = shown.files.aggregate(errors=Count("pk", filter=Q(errors__gt=0)), cells=Sum("changed", default=0))
    is_running = shown.stopped_at is None and shown.finished_at is None
    to_mend = _to_mend(shown)
    listed = list(to_mend[:SHOWN])
    return {
        "batch": shown,
        "counts": counts,
        "total": total,
        "done": total - counts[state.WAITING],
        "kept": counts[state.SAVED] + counts[state.SAME],
        "problems": counts[state.REFUSED],
        "with_errors": told["errors"],
        "cells": told["cells"],
        "is_running": is_running,
        "is_silent": is_running and timezone.now() - shown.beat_at > SILENT,
        "lacks": is_running and not counts[state.WAITING] and shown.received < shown.parts,
        "to_mend": listed,
        "more": max(0, to_mend.count() - SHOWN) if len(listed) == SHOWN else 0,
    }


def _to_mend(shown: Batch) -> QuerySet[BatchFile]:
    """What was not kept, then what was kept and cannot be sent as it is."""
    files = shown.files.filter(Q(state=BatchFile.State.REFUSED) | Q(errors__gt=0))
    return (
        files.defer("content")
        .select_related("submission__assignment__round__template", "submission__assignment__subject")
        .order_by(F("errors").asc(), "number")
    )


@require_GET
def batch_list(request: HttpRequest, batch_id: int) -> HttpResponse:
    """All files with what became of each, as a workbook."""
    shown = batch_of(_person(request), batch_id)
    labels = dict(BatchFile.State.choices)
    mend = _("Hãy mở báo cáo để sửa trước khi gửi.")
    header = [_("STT"), _("Tệp"), _("Kết quả"), _("Ô thay đổi"), _("Lỗi"), _("Lưu ý"), _("Cách sửa")]
    rows = [
        [
            str(one.number), one.name, str(labels[one.state]), str(one.changed), str(one.errors),
            str(one.warnings), one.message or (mend if one.errors else ""),
        ]
        for one in shown.files.defer("content").order_by("number")
    ]  # fmt: skip
    headers = {"Content-Disposition": 'attachment; filename="ket-qua-nap.xlsx"', "Cache-Control": "no-store"}
    content = list_workbook([header, *rows], title=_("Kết quả nạp"))
    return HttpResponse(content, content_type=XLSX, headers=headers)


@require_POST
def batch_step(request: HttpRequest, batch_id: int, name: str) -> HttpResponse:
    """`dung`: stop; `tiep`: go on."""
    shown = batch_of(_person(request), batch_id)
    act = {"dung": stop_batch, "tiep": resume_batch}.get(name)
    if act is None:
        raise Http404
    act(batch=shown, by=_person(request), at=timezone.now())
    if name == "dung":
        messages.info(request, _("Đã dừng. Tệp đã lưu thì giữ nguyên; các tệp còn lại chờ chạy tiếp."))
    return redirect("batch", batch_id)


def _person(request: HttpRequest) -> User:
    user = request.user
    assert isinstance(user, User)
    return user
