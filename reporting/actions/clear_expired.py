"""Delete what has outlived its use: sessions, idempotency keys, finished tasks, uploads left behind."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django_tasks_db.models import DBTaskResult

from submissions.models import Batch, IdempotencyKey
from submissions.originals import drop_unsent
from units.set_aside import sweep

KEYS_ARE_KEPT = timedelta(days=7)
TASKS_ARE_KEPT = timedelta(days=3)
UNSENT_FILES_ARE_KEPT = timedelta(days=30)


def clear_expired(*, at: datetime) -> int:
    """Return how many rows went."""
    sessions, _ = Session.objects.filter(expire_date__lt=at).delete()
    keys, _ = IdempotencyKey.objects.filter(at__lt=at - KEYS_ARE_KEPT).delete()
    tasks, _ = DBTaskResult.objects.finished().filter(finished_at__lt=at - TASKS_ARE_KEPT).delete()
    batches = Batch.objects.filter(made_at__lt=at - UNSENT_FILES_ARE_KEPT)
    lines, _ = batches.delete()
    files = drop_unsent(before=at - UNSENT_FILES_ARE_KEPT)
    return sessions + keys + tasks + lines + files + sweep(now=at.timestamp())
