"""Hand open duties of units that have ended to their successors; the old unit stays the subject."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from indicators.models import Assignment
from indicators.subjects import holders_on
from units.actions.record_event import NewEvent, record_events
from units.models import User


def hand_over(
    *, assignments: Iterable[Assignment], by: User | None, at: datetime, told: bool = False
) -> list[Assignment]:
    """The duties that changed hands. Which duties are open is the caller's knowledge (rooms above).

    `told`: the caller's own event says it (a reorganisation has one event, not one a duty).
    """
    keys = [row.pk for row in assignments]
    with transaction.atomic():
        locked = list(Assignment.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
        units = {unit for row in locked for unit in (row.responsible_id, row.recipient_id)}
        holders = holders_on(units, on=timezone.localdate(at))
        moved = [
            row
            for row in locked
            if (holders[row.responsible_id], holders[row.recipient_id])
            != (row.responsible_id, row.recipient_id)
        ]
        for row in moved:
            row.responsible_id = holders[row.responsible_id]
            row.recipient_id = holders[row.recipient_id]
        Assignment.objects.bulk_update(moved, ["responsible", "recipient"], batch_size=500)
        record_events(
            NewEvent(kind="assignment.handed_over", by=by, at=at, subject=row, unit=row.responsible_id)
            for row in moved
            if not told
        )
    return moved
