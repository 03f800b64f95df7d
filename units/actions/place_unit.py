"""Put a unit under a parent from a day on; an open place of the same kind ends the day before."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from units.actions.record_event import record_event
from units.errors import taken_field
from units.guards import lock_tree
from units.models import Event, Placement, Unit, User
from units.permissions import check_may_manage_units
from units.placing import check_place, close_place, day_before, written
from units.queries import overlapping


def place_unit(
    *,
    unit: Unit,
    parent: Unit,
    placement: str,
    from_: date,
    until: date | None = None,
    by: User | None,
    at: datetime,
    event: Event | None = None,
) -> Placement:
    """Record the new place, until the unit's end when no `until` is given; the action of a room above wraps
    this one to mark totals. With `event` this is part of a larger act, which has that event."""
    if by is not None:
        check_may_manage_units(by)
    with transaction.atomic():
        lock_tree()
        lives = Unit.objects.in_bulk({unit.pk, parent.pk})
        until = until or lives[unit.pk].ends
        check_place(unit=lives[unit.pk], parent=lives[parent.pk], kind=placement, from_=from_, until=until)
        if event is None:
            data = {"parent": parent.pk, "placement": placement, "from": from_, "until": until}
            event = record_event(kind="unit.placed", by=by, at=at, subject=unit, unit=unit, data=data)
        places = Placement.objects.select_for_update().filter(unit=unit, kind=placement, until__isnull=True)
        _end_current(places.filter(overlapping(from_, until)), lives[unit.pk], from_=from_, event=event.pk)
        other = places.filter(overlapping(from_, until)).order_by("valid_from").first()
        if other is not None:
            raise taken_field(
                "from_",
                _("Đơn vị đã có cấp trên ghi từ %(from)s đến %(until)s. Hãy xem lại ngày.")
                % {"from": written(other.valid_from), "until": written(other.valid_to)},
                code="placed_already",
            )
        return Placement.objects.create(
            unit=unit, parent=parent, kind=placement, valid_from=from_, valid_to=until, since=event.pk
        )


def _end_current(places: QuerySet[Placement], unit: Unit, *, from_: date, event: int) -> None:
    """The place that would hold until the unit's end gives way to the new one."""
    for place in places:
        if place.valid_from < from_ and place.valid_to == unit.ends:
            close_place(place, last_day=day_before(from_), event=event)
