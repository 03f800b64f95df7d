"""Put batches back to work that nobody works through any more: after a kill, at a worker's start."""

from datetime import datetime, timedelta

from submissions.models import Batch, BatchFile
from submissions.tasks import carry_on_batch

SILENT = timedelta(seconds=45)
"""Without a beat for so long, whoever worked through a batch is taken for dead."""


def silent_batches(*, at: datetime) -> list[int]:
    """Batches with files to do that nobody gets on with."""
    return [pk for pk, beat_at in _waiting() if beat_at < at - SILENT]


def carry_on_silent(*, at: datetime) -> int:
    """How many were put back to work."""
    batches = silent_batches(at=at)
    for batch in batches:
        carry_on_batch.enqueue(batch)
    return len(batches)


def carry_on_open() -> int:
    """All that wait, at once, because a worker starts. One that another works through changes hands."""
    batches = [pk for pk, _beat_at in _waiting()]
    for batch in batches:
        carry_on_batch.enqueue(batch)
    return len(batches)


def _waiting() -> list[tuple[int, datetime]]:
    files = BatchFile.objects.filter(state=BatchFile.State.WAITING).values("batch")
    waiting = Batch.objects.filter(stopped_at__isnull=True, finished_at__isnull=True, pk__in=files)
    return list(waiting.order_by("pk").values_list("pk", "beat_at"))
