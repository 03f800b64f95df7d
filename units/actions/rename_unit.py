"""Give a unit another name or kind from a day on; it stays the unit it was (đổi tên, đổi loại hình)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from units.actions.record_event import record_event
from units.errors import taken_field, wrong_field
from units.guards import lock_tree
from units.models import Event, Unit, UnitName, User
from units.naming import check_kind, checked_name, name_columns
from units.permissions import check_may_manage_units
from units.placing import day_before, written
from units.queries import valid_on


def rename_unit(
    *,
    unit: Unit,
    name: str | None = None,
    kind: str | None = None,
    from_: date,
    by: User | None,
    at: datetime,
    event: Event | None = None,
) -> UnitName:
    """Return the name that holds from `from_` on, until the next one that is recorded, if any. What is not
    given stays. With `event` this is part of a larger act, which has that event."""
    if by is not None:
        check_may_manage_units(by)
    with transaction.atomic():
        lock_tree()
        before = UnitName.objects.select_for_update().filter(valid_on(from_), unit=unit).first()
        if before is None:
            raise wrong_field(
                "from_", _("Ngày %(day)s đơn vị không tồn tại. Hãy xem lại ngày.") % {"day": written(from_)}
            )
        new_name = before.name if name is None else checked_name(name)
        new_kind = before.kind if kind is None else kind
        check_kind(new_kind)
        if (new_name, new_kind) == (before.name, before.kind):
            raise taken_field("name", _("Đơn vị đã mang tên và loại hình này."), code="named_already")
        data = {"from": from_, "before": [before.name, before.kind], "after": [new_name, new_kind]}
        if event is None:
            record_event(kind="unit.renamed", by=by, at=at, subject=unit, unit=unit, data=data)
        return _say(before, from_=from_, name=new_name, kind=new_kind)


def _say(before: UnitName, *, from_: date, name: str, kind: str) -> UnitName:
    after = UnitName(
        unit_id=before.unit_id, kind=kind, valid_from=from_, valid_to=before.valid_to, **name_columns(name)
    )
    if before.valid_from == from_:
        after.pk = before.pk
        after.save(force_update=True)
        return after
    before.valid_to = day_before(from_)
    before.save(update_fields=["valid_to"])
    after.save(force_insert=True)
    return after
