"""Put a unit under a parent from a day on; an open place of the same kind ends the day before."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from units.actions.record_event import record_event
from units.errors import BadContent, Conflict
from units.models import Placement, Unit, User
from units.permissions import check_may_manage_units
from units.queries import ancestors_of


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
        current = Placement.objects.select_for_update().filter(
            unit=unit, kind=placement, until__isnull=True, valid_to__isnull=True
        )
        for place in current:
            if place.valid_from >= from_:
                raise Conflict(_("Đơn vị đã có cấp trên ghi từ ngày đó hoặc muộn hơn. Hãy xem lại ngày."))
            place.valid_to = from_ - timedelta(days=1)
            place.save(update_fields=["valid_to"])
        placed = Placement.objects.create(
            unit=unit, parent=parent, kind=placement, valid_from=from_, valid_to=until
        )
        data = {"parent": parent.pk, "placement": placement, "from": from_, "until": until}
        event = record_event(kind="unit.placed", by=by, at=at, subject=unit, unit=unit, data=data)
        placed.since = event.pk
        placed.save(update_fields=["since"])
    return placed
