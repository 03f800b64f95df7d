"""Work through a batch, file by file: each is kept wholly and once, whatever stops this in between."""

import logging
import time
from datetime import datetime

from django.db import OperationalError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from submissions.actions.take_file import Reader, Taken, keep_file, marks_in, read_file
from submissions.models import Batch, BatchFile
from submissions.workbooks.marks import Marks
from units.actions.record_event import record_event
from units.models import User

SECONDS_AT_ONCE = 10.0
"""Then other tasks have their turn."""
AT_ONCE = 20
logger = logging.getLogger(__name__)


def carry_on_batch(*, batch_id: int, seconds: float = SECONDS_AT_ONCE) -> bool:
    """Whether there is more to do. Whoever worked through it before finds its token gone and ends."""
    until, token = time.monotonic() + seconds, get_random_string(32)
    if not _open(batch_id).update(worker=token, beat_at=timezone.now()):
        return False
    batch = Batch.objects.get(pk=batch_id)
    reader = Reader(_person(batch))
    while True:
        waiting = list(batch.files.filter(state=BatchFile.State.WAITING).order_by("number")[:AT_ONCE])
        if not waiting:
            return _rest(batch, token, at=timezone.now())
        opened = [(file, _marks(file)) for file in waiting]
        reader.foresee(marks for _file, marks in opened if isinstance(marks, Marks))
        for file, marks in opened:
            if time.monotonic() > until:
                return True
            if not _settle(file, marks, token, reader):
                return False


def _open(batch_id: int) -> QuerySet[Batch]:
    return Batch.objects.filter(pk=batch_id, stopped_at__isnull=True, finished_at__isnull=True)


def _person(batch: Batch) -> User:
    """As they are now: a role taken away meanwhile is gone."""
    user = User.objects.get(pk=batch.made_by_id)
    user.acting_in = batch.acting_in
    return user


def _marks(file: BatchFile) -> Marks | Taken:
    try:
        return marks_in(bytes(file.content or b""))
    except Exception:
        logger.exception("file %s of batch %s could not be opened", file.number, file.batch_id)
        return Taken(BatchFile.State.REFUSED, _system_fault())


def _settle(file: BatchFile, marks: Marks | Taken, token: str, reader: Reader) -> bool:
    """Read one file and keep it with its line in one transaction; False when this is no more ours to do."""
    try:
        return _read_and_keep(file, marks, token, reader)
    except OperationalError:
        raise  # the database is gone or busy: that is not the file's fault, the next run tries again
    except Exception:
        logger.exception("file %s of batch %s could not be kept", file.number, file.batch_id)
    with transaction.atomic():
        at = timezone.now()
        if not _open(file.batch_id).filter(worker=token).update(beat_at=at):
            return False
        _write(file, Taken(BatchFile.State.REFUSED, _system_fault()), at)
    return True


def _read_and_keep(file: BatchFile, marks: Marks | Taken, token: str, reader: Reader) -> bool:
    at, content = timezone.now(), bytes(file.content or b"")
    taken = (
        marks
        if isinstance(marks, Taken)
        else read_file(content=content, name=file.name, marks=marks, reader=reader, at=at)
    )
    with transaction.atomic():
        if not _open(file.batch_id).filter(worker=token).update(beat_at=at):
            return False
        taken = keep_file(
            taken=_first_for(file, taken), content=content, name=file.name, by=reader.user, at=at
        )
        _write(file, taken, at)
    return True


def _first_for(file: BatchFile, taken: Taken) -> Taken:
    """Of two files for one report the first counts."""
    if taken.submission is None or taken.reading is None:
        return taken
    kept = BatchFile.objects.filter(
        batch=file.batch_id,
        submission=taken.submission,
        state__in=(BatchFile.State.SAVED, BatchFile.State.SAME),
    ).first()
    if kept is None:
        return taken
    said = _("Đã có tệp “%(first)s” cho cùng báo cáo này. Tệp này không được đọc.") % {"first": kept.name}
    return Taken(BatchFile.State.REFUSED, said, taken.submission)


def _write(file: BatchFile, taken: Taken, at: datetime) -> None:
    file.state, file.message, file.submission = taken.state, taken.message, taken.submission
    file.changed, file.errors, file.warnings = taken.changed, taken.errors, taken.warnings
    file.content, file.done_at = None, at
    file.save(
        update_fields=[
            "state", "message", "submission", "changed", "errors", "warnings", "content", "done_at"
        ]
    )  # fmt: skip


def _rest(batch: Batch, token: str, *, at: datetime) -> bool:
    """Nothing waits: finished when all parts have come; whether something came in the meantime."""
    with transaction.atomic():
        held = Batch.objects.select_for_update().get(pk=batch.pk)
        if held.worker != token:
            return False
        if held.files.filter(state=BatchFile.State.WAITING).exists():
            return True
        held.worker, held.beat_at = "", at
        if held.received == held.parts:
            held.finished_at = at
            states = list(held.files.values_list("state", flat=True))
            counts = {state: states.count(state) for state in sorted(set(states))}
            record_event(kind="batch.finished", by=None, at=at, subject=held, data=counts)
        held.save(update_fields=["worker", "beat_at", "finished_at"])
    return False


def _system_fault() -> str:
    return _("Hệ thống gặp lỗi khi đọc tệp này; lỗi đã được ghi lại. Hãy nạp riêng tệp ở trang của báo cáo.")
