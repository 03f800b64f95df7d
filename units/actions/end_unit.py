"""End a unit: its last day is given; its code, name and places end with it."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from units.actions.rebuild_lineage import rebuild_lineage
from units.actions.record_event import record_event
from units.errors import taken_field, wrong_field
from units.guards import lock_tree
from units.models import Event, Placement, Succession, Unit, UnitCode, UnitName, User
from units.permissions import check_may_manage_units
from units.placing import close_place, written
from units.queries import describe_units, in_order

_NAMED = 5


def end_unit(
    *, unit: Unit, last_day: date, by: User | None, at: datetime, event: Event | None = None
) -> Unit:
    """Return the unit as it is now. What stands below it must have gone before: ended, or placed elsewhere
    from the next day on. With `event` this is part of a larger act, which has that event and rebuilds the
    lineage at its end (`rebuild_lineage`)."""
    if by is not None:
        check_may_manage_units(by)
    with transaction.atomic():
        lock_tree()
        unit = Unit.objects.select_for_update().get(pk=unit.pk)
        _check(unit, last_day)
        own = event or record_event(
            kind="unit.ended", by=by, at=at, subject=unit, unit=unit, data={"last_day": last_day}
        )
        _cut(UnitCode.objects.filter(unit=unit), last_day)
        _cut(UnitName.objects.filter(unit=unit), last_day)
        places = Placement.objects.select_for_update().filter(_after(last_day), unit=unit, until__isnull=True)
        for place in places.order_by("pk"):
            close_place(place, last_day=last_day, event=own.pk)
        unit.ends = last_day
        unit.save(update_fields=["ends"])
        if event is None:
            rebuild_lineage(on=timezone.localdate(at))
    return unit


def _check(unit: Unit, last_day: date) -> None:
    if last_day < unit.begins:
        raise wrong_field(
            "last_day",
            _("Ngày cuối cùng phải từ ngày thành lập (%(day)s) trở đi.") % {"day": written(unit.begins)},
        )
    if unit.ends is not None and unit.ends <= last_day:
        raise taken_field(
            "last_day",
            _("Đơn vị đã kết thúc hoạt động ngày %(day)s.") % {"day": written(unit.ends)},
            code="ended_already",
        )
    below = Placement.objects.filter(_after(last_day), parent=unit, until__isnull=True)
    if ids := list(below.order_by("unit").values_list("unit_id", flat=True).distinct()):
        raise taken_field("last_day", _still_below(ids, last_day), code="units_below")
    later = Succession.objects.filter(until__isnull=True)
    out = later.filter(predecessor=unit, effective_on__gt=last_day).exclude(
        effective_on=last_day + timedelta(days=1)
    )
    if out.exists() or later.filter(successor=unit, effective_on__gt=last_day).exists():
        raise taken_field(
            "last_day",
            _("Sau ngày %(day)s đơn vị còn có việc sắp xếp đã ghi. Hãy xem lại ngày.")
            % {"day": written(last_day)},
            code="succession_later",
        )


def _still_below(ids: list[int], last_day: date) -> str:
    names = [view.full_name for view in in_order(describe_units(ids, on=last_day).values())]
    return _(
        "Sau ngày %(day)s còn %(count)s đơn vị nằm dưới đơn vị này: %(names)s. Hãy chuyển hoặc kết thúc "
        "các đơn vị đó trước."
    ) % {
        "day": written(last_day),
        "count": len(ids),
        "names": ", ".join(names[:_NAMED]) + ("…" if len(names) > _NAMED else ""),
    }


def _cut(rows: QuerySet[UnitCode] | QuerySet[UnitName], last_day: date) -> None:
    """What would hold after the last day ends on it; what would begin after it is never."""
    rows.filter(valid_from__gt=last_day).delete()
    rows.filter(_after(last_day)).update(valid_to=last_day)


def _after(day: date) -> Q:
    return Q(valid_to__isnull=True) | Q(valid_to__gt=day)
