"""A reorganisation of a day to come, on its day: what ended units still hold goes to their successors."""

import json
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from submissions.handing_over import hand_over_all, still_holding
from units.guards import lock_tree
from units.models import Reorganisation, Unit
from units.reorganisations.plan import from_json


def take_effect(*, at: datetime) -> int:
    """Pass on the open duties and regimes of all units that have ended by now; how many went (the daily job).

    What belongs to a reorganisation is kept with it, so that it can still be undone.
    """
    today = timezone.localdate(at)
    waiting = Reorganisation.objects.filter(undone_at__isnull=True, effective_on__lte=today)
    count = 0
    waiting = waiting.filter(done__contains='"passed_on": null').order_by("event")
    for number in list(waiting.values_list("pk", flat=True)):
        count += _one(number, today=today, at=at)
    return count + _others(today=today, at=at)


@transaction.atomic
def _one(number: int, *, today: date, at: datetime) -> int:
    lock_tree()
    due = Reorganisation.objects.select_for_update().get(pk=number)
    done = json.loads(due.done)
    if due.undone_at is not None or done["passed_on"] is not None:
        return 0
    changes = hand_over_all(units=from_json(due.plan).ending, on=today, by=None, at=at)
    done["passed_on"] = changes
    due.done = json.dumps(done)
    due.save(update_fields=["done"])
    return sum(len(change["changed"]) for change in changes.values())


@transaction.atomic
def _others(*, today: date, at: datetime) -> int:
    """Units that ended by a source that was loaded."""
    ended = Unit.objects.filter(ends__lt=today, successions_out__until__isnull=True)
    ending = still_holding(set(ended.values_list("pk", flat=True)))
    if not ending:
        return 0
    changes = hand_over_all(units=ending, on=today, by=None, at=at, told=False)
    return sum(len(change["changed"]) for change in changes.values())
