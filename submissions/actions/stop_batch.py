"""Stop a batch: what is done stays, the rest waits; and go on with it."""

from datetime import datetime

from django.db import transaction

from submissions.models import Batch
from submissions.tasks import carry_on_batch
from units.actions.record_event import record_event
from units.models import User


def stop_batch(*, batch: Batch, by: User, at: datetime) -> None:
    """The file that is being kept just now is kept to its end. A second time changes nothing."""
    with transaction.atomic():
        held = Batch.objects.select_for_update().get(pk=batch.pk)
        if held.stopped_at is not None or held.finished_at is not None:
            return
        held.stopped_at, held.worker = at, ""
        held.save(update_fields=["stopped_at", "worker"])
        record_event(kind="batch.stopped", by=by, at=at, subject=held)


def resume_batch(*, batch: Batch, by: User, at: datetime) -> None:
    """Go on with the files that wait."""
    with transaction.atomic():
        held = Batch.objects.select_for_update().get(pk=batch.pk)
        if held.stopped_at is None:
            return
        held.stopped_at, held.beat_at = None, at
        held.save(update_fields=["stopped_at", "beat_at"])
        record_event(kind="batch.resumed", by=by, at=at, subject=held)
        transaction.on_commit(lambda: carry_on_batch.enqueue(held.pk))
