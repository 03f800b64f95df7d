"""Put a unit under a parent from a day on; an open place of the same kind ends the day before."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from units import tree_changes
from units.actions.record_event import record_event
from units.errors import taken_field
from units.guards import lock_tree
from units.models import Placement, Unit, User
from units.permissions import check_may_manage_units
from units.placing import check_place, written
from units.tree_changes import Decision


def place_unit(
    *,
    unit: Unit,
    parent: Unit,
    placement: str,
    from_: date,
    until: date | None = None,
    by: User | None,
    at: datetime,
) -> Placement:
    """Record the new place, until the unit's end when no `until` is given. This marks no totals: a unit with
    figures is moved by a reorganisation."""
    if by is not None:
        check_may_manage_units(by)
    with transaction.atomic():
        lock_tree()
        lives = Unit.objects.in_bulk({unit.pk, parent.pk})
        ends = lives[unit.pk].ends
        until = until or ends
        check_place(unit=lives[unit.pk], parent=lives[parent.pk], kind=placement, from_=from_, until=until)
        data = {"parent": parent.pk, "placement": placement, "from": from_, "until": until}
        event = record_event(kind="unit.placed", by=by, at=at, subject=unit, unit=unit, data=data)
        decision = Decision(on=from_, event=event.pk)
        places = [
            place
            for place in tree_changes.places_of([unit.pk], decision, kind=placement)
            if until is None or place.valid_from <= until
        ]
        # The place that would hold until the unit's end gives way to the new one.
        giving_way = [place for place in places if place.valid_from < from_ and place.valid_to == ends]
        _refuse([place for place in places if place not in giving_way])
        tree_changes.end_places(giving_way, decision)
        return tree_changes.place(unit.pk, parent.pk, decision, kind=placement, until=until)


def _refuse(others: list[Placement]) -> None:
    if others:
        first = min(others, key=lambda place: place.valid_from)
        raise taken_field(
            "from_",
            _("Đơn vị đã có cấp trên ghi từ %(from)s đến %(until)s. Hãy xem lại ngày.")
            % {"from": written(first.valid_from), "until": written(first.valid_to)},
            code="placed_already",
        )
