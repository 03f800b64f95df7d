"""Take in workbooks that came together, packed or not, to be worked through in the background."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from submissions.models import Batch, BatchFile
from submissions.originals import path_kept
from submissions.tasks import carry_on_batch
from submissions.workbook_messages import refusal_message
from submissions.workbooks.archive import Packed, is_archive, is_named_archive, is_nobodys, packed_files
from submissions.workbooks.package import MAX_FILE
from submissions.workbooks.refused import Refused
from units.actions.record_event import record_event
from units.errors import BadContent, Conflict
from units.models import User

MOST_FILES = 4_000
MOST_PARTS = 400
AT_ONCE = 50


def receive_files(
    *, files: Iterable[tuple[str, BinaryIO, int]], key: str, part: int, parts: int, by: User, at: datetime
) -> Batch:
    """The batch, with part `part` (from 0) of `parts` added: (name, file, size) each. All of the part or,
    by BadContent, nothing. A part that was received before changes nothing; one too early is a Conflict.
    """
    if not (0 <= part < parts <= MOST_PARTS and 0 < len(key) <= 40 and key.isalnum()):
        raise BadContent(_("Hãy mở lại trang này rồi nạp lại tệp."), code="part_unknown")
    with transaction.atomic():
        Batch.objects.get_or_create(
            made_by=by,
            key=key,
            defaults={"made_at": at, "beat_at": at, "parts": parts, "acting_in": by.acting_in},
        )
        batch = Batch.objects.select_for_update().get(made_by=by, key=key)
        if part < batch.received:
            return batch
        if part > batch.received or batch.parts != parts:
            raise Conflict(_("Các phần tệp đến không đúng thứ tự. Hãy mở lại trang này rồi nạp lại."))
        before = batch.files.count()
        count = _put_in(batch, _files_of(files), first=before + 1, at=at)
        if not before + count and not batch.passed_over:
            raise BadContent(_("Chưa chọn tệp nào. Hãy chọn tệp rồi nạp lại."), code="no_files")
        batch.received += 1
        batch.finished_at = None
        batch.save(update_fields=["received", "finished_at", "passed_over"])
        data = {"part": part, "parts": parts, "files": count}
        record_event(kind="batch.received", by=by, at=at, subject=batch, data=data)
        if not batch.worker:
            transaction.on_commit(lambda: carry_on_batch.enqueue(batch.pk))
    return batch


def _files_of(files: Iterable[tuple[str, BinaryIO, int]]) -> Iterator[Packed | None]:
    """The files themselves, archives unpacked. An archive that is not opened is one file that says why."""
    for name, file, size in files:
        if is_nobodys(name):
            yield None
        elif is_archive(file):
            try:
                yield from packed_files(file, size=size)
            except Refused as refused:
                yield Packed(name, b"", refused)
        else:
            file.seek(0)
            yield Packed(name, file.read(MAX_FILE + 1))


def _put_in(batch: Batch, files: Iterable[Packed | None], *, first: int, at: datetime) -> int:
    """Store them, some at a time: never all in memory. How many."""
    number, rows = first, list[BatchFile]()
    for packed in files:
        if packed is None:
            batch.passed_over += 1
            continue
        if number > MOST_FILES:
            said = _("Mỗi lượt nạp nhiều nhất %(most)d tệp. Hãy chia thành nhiều lượt.")
            raise BadContent(said % {"most": MOST_FILES}, code="too_many_files")
        rows.append(_row(batch, number, packed, at))
        number += 1
        if len(rows) == AT_ONCE:
            BatchFile.objects.bulk_create(rows)
            rows = []
    BatchFile.objects.bulk_create(rows)
    return number - first


def _row(batch: Batch, number: int, packed: Packed, at: datetime) -> BatchFile:
    refused = packed.refused
    if refused is None and len(packed.content) > MAX_FILE:
        refused = Refused("too_big_file", maximum=MAX_FILE // (1024 * 1024))
    if refused is None and is_named_archive(packed.name):
        refused = Refused("archive_inside")
    row = BatchFile(batch=batch, number=number, name=path_kept(packed.name))
    if refused is None:
        row.content = packed.content
    else:
        row.state, row.message, row.done_at = BatchFile.State.REFUSED, refusal_message(refused), at
    return row
