"""Give a unit a code of a scheme from a day on; the one it had in that scheme ends the day before."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from units.actions.record_event import record_event
from units.errors import taken_field, wrong_field
from units.guards import lock_tree
from units.models import Event, Unit, UnitCode, User
from units.naming import check_code
from units.permissions import check_may_manage_units
from units.placing import day_before, written
from units.queries import valid_on


def give_code(
    *,
    unit: Unit,
    code: str,
    scheme: str = "gso",
    from_: date,
    by: User | None,
    at: datetime,
    event: Event | None = None,
) -> UnitCode:
    """The code holds until the unit's end, or until the next code of the scheme that is recorded. With
    `event` this is part of a larger act, which has that event."""
    if by is not None:
        check_may_manage_units(by)
    with transaction.atomic():
        lock_tree()
        unit = Unit.objects.get(pk=unit.pk)
        if from_ < unit.begins or (unit.ends is not None and from_ > unit.ends):
            raise wrong_field(
                "from_", _("Ngày %(day)s đơn vị không tồn tại. Hãy xem lại ngày.") % {"day": written(from_)}
            )
        own = UnitCode.objects.select_for_update().filter(unit=unit, scheme=scheme)
        before = own.filter(valid_on(from_)).first()
        if before is not None and before.code == code:
            raise taken_field("code", _("Đơn vị đã mang mã này."), code="coded_already")
        later = own.filter(valid_from__gt=from_).order_by("valid_from").first()
        until = day_before(later.valid_from) if later else unit.ends
        check_code(scheme=scheme, code=code, from_=from_, until=until, unit=unit)
        if event is None:
            data = {"code": code, "scheme": scheme, "from": from_, "before": before.code if before else None}
            record_event(kind="unit.coded", by=by, at=at, subject=unit, unit=unit, data=data)
        return _say(before, UnitCode(unit=unit, scheme=scheme, code=code, valid_from=from_, valid_to=until))


def _say(before: UnitCode | None, after: UnitCode) -> UnitCode:
    if before is not None and before.valid_from == after.valid_from:
        after.pk = before.pk
        after.save(force_update=True)
        return after
    if before is not None:
        before.valid_to = day_before(after.valid_from)
        before.save(update_fields=["valid_to"])
    after.save(force_insert=True)
    return after
