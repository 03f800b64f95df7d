"""Put a unit under a parent from a day on; an open place of the same kind ends the day before."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from units.actions.record_event import record_event
from units.errors import BadContent, Conflict
from units.models import Placement, Unit, User
from units.permissions import check_may_manage_units
from units.queries import ancestors_of, overlapping


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
    """Record the new place; the action of a room above wraps this one to mark totals."""
    if by is not None:
        check_may_manage_units(by)
    if unit.pk == parent.pk or unit.pk in ancestors_of(parent.pk, on=from_, kind=placement):
        raise BadContent(_("Một đơn vị không thể nằm dưới chính nó hoặc dưới đơn vị cấp dưới của nó."))
    with transaction.atomic():
        data = {"parent": parent.pk, "placement": placement, "from": from_, "until": until}
        event = record_event(kind="unit.placed", by=by, at=at, subject=unit, unit=unit, data=data)
        places = Placement.objects.select_for_update().filter(unit=unit, kind=placement, until__isnull=True)
        current = places.filter(valid_to__isnull=True, valid_from__lt=from_).first()
        if current is not None:
            _end(current, last_day=from_ - timedelta(days=1), event=event.pk)
        if places.filter(overlapping(from_, until)).exists():
            raise Conflict(_("Đơn vị đã có cấp trên ghi trong khoảng ngày đó. Hãy xem lại ngày."))
        return Placement.objects.create(
            unit=unit, parent=parent, kind=placement, valid_from=from_, valid_to=until, since=event.pk
        )


def _end(place: Placement, *, last_day: date, event: int) -> None:
    """Keep what was known until now, and say anew until when the place held."""
    place.until = event
    place.save(update_fields=["until"])
    place.pk = None
    place.valid_to, place.since, place.until = last_day, event, None
    place.save(force_insert=True)
