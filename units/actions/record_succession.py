"""Record that a unit came out of another: whole or part."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from units.actions.rebuild_lineage import rebuild_lineage
from units.actions.record_event import record_event
from units.models import Succession, Unit, User
from units.permissions import check_may_manage_units


def record_succession(
    *,
    predecessor: Unit,
    successor: Unit,
    on: date,
    extent: str,
    is_default: bool = False,
    by: User | None,
    at: datetime,
) -> Succession:
    """`on` is the successor's first day. Lineage follows in the same transaction."""
    if by is not None:
        check_may_manage_units(by)
    with transaction.atomic():
        succession = Succession.objects.create(
            predecessor=predecessor,
            successor=successor,
            effective_on=on,
            extent=extent,
            is_default=is_default,
        )
        data = {"predecessor": predecessor.pk, "extent": extent, "on": on, "is_default": is_default}
        event = record_event(
            kind="unit.succeeded", by=by, at=at, subject=successor, unit=successor, data=data
        )
        succession.since = event.pk
        succession.save(update_fields=["since"])
        rebuild_lineage(on=timezone.localdate(at))
    return succession
