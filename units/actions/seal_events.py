"""Chain the events that have been committed and not sealed yet, in the order of their numbers."""

from datetime import datetime

from django.db import connection, transaction

from units.models import Event, EventSeal
from units.seals import FIRST, digest_of

_LOCK = 7_150_2  # one sealer at a time on PostgreSQL; SQLite has one writer anyway
_AT_ONCE = 5000


def seal_events(*, at: datetime) -> int:
    """Return how many events were sealed. An event that commits late gets its link when it is seen."""
    sealed = 0
    while True:
        count = _seal_some(at=at)
        sealed += count
        if count < _AT_ONCE:
            return sealed


@transaction.atomic
def _seal_some(*, at: datetime) -> int:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    last = EventSeal.objects.order_by("-id").first()
    digest = last.digest if last else FIRST
    seals: list[EventSeal] = []
    for event in Event.objects.filter(seal__isnull=True).order_by("id")[:_AT_ONCE]:
        digest = digest_of(event, previous=digest)
        seals.append(EventSeal(event=event, digest=digest, sealed_at=at))
    EventSeal.objects.bulk_create(seals, batch_size=500)
    return len(seals)
