"""All totals anew in one pass, after a bulk load or a change of everything."""

from datetime import datetime

from django.db import transaction

from aggregates.models import Total
from aggregates.recounting import recounted
from aggregates.writing import write_totals
from submissions.models import DirtyMark
from units.models import Placement, Unit


@transaction.atomic
def recompute_all(*, at: datetime) -> int:
    """Replace every total; how many there are. Waits for refreshes under way and holds off new ones.

    Marks are deleted before anything is read: what is committed later has marks of its own.
    """
    upper = Placement.objects.filter(until__isnull=True).values("parent")
    shards = dict(
        Unit.objects.select_for_update(no_key=True)
        .filter(pk__in=upper)
        .order_by("pk")
        .values_list("pk", "shard")
    )
    DirtyMark.objects.all().delete()
    totals = recounted()
    Total.objects.all().delete()
    return write_totals(totals, shards=shards, at=at)
