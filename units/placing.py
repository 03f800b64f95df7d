"""What may stand where and when: checks that actions share."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from units.errors import BadContent, wrong_field
from units.models import Placement, Unit
from units.queries import describe_unit, overlapping


def written(day: date | None) -> str:
    """dd/mm/yyyy, or "…" for an open end."""
    return day.strftime("%d/%m/%Y") if day else "…"


def check_place(*, unit: Unit, parent: Unit, kind: str, from_: date, until: date | None) -> None:
    """Refuse a place outside either life, or one that makes a circle on any of its days."""
    if kind not in Placement.Kind.values:
        raise wrong_field(
            "placement", _("Không có loại quan hệ cấp trên – cấp dưới “%(kind)s”.") % {"kind": kind}
        )
    if until is not None and until < from_:
        raise wrong_field("until", _("Ngày kết thúc phải từ ngày bắt đầu trở đi."))
    for field, one in (("from_", unit), ("parent", parent)):
        if from_ < one.begins or (one.ends is not None and (until is None or until > one.ends)):
            raise _outside_its_life(field, one, from_, until)
    day = first_day_of_circle(unit.pk, parent.pk, kind=kind, from_=from_, until=until)
    if day is not None:
        raise wrong_field(
            "parent",
            _("Một đơn vị không thể nằm dưới chính nó hoặc dưới đơn vị cấp dưới của nó (từ ngày %(day)s).")
            % {"day": written(day)},
            code="cycle",
        )


def _outside_its_life(field: str, unit: Unit, from_: date, until: date | None) -> BadContent:
    return wrong_field(
        field,
        _(
            "Quan hệ từ %(from)s đến %(until)s nằm ngoài thời gian tồn tại của %(unit)s "
            "(%(begins)s – %(ends)s). Hãy xem lại ngày."
        )
        % {
            "from": written(from_),
            "until": written(until),
            "unit": describe_unit(unit.pk, on=from_).full_name,
            "begins": written(unit.begins),
            "ends": written(unit.ends),
        },
        code="outside_its_life",
    )


def first_day_of_circle(unit: int, parent: int, *, kind: str, from_: date, until: date | None) -> date | None:
    """Return the first day on which `parent` itself stands below `unit`, or None. One query a level."""
    circles: list[date] = []
    ways = {(parent, from_, until)}
    while ways:
        circles += [start for above, start, _end in ways if above == unit]
        ways = _one_up({way for way in ways if way[0] != unit}, kind=kind)
    return min(circles, default=None)


def _one_up(ways: set[tuple[int, date, date | None]], *, kind: str) -> set[tuple[int, date, date | None]]:
    higher: set[tuple[int, date, date | None]] = set()
    for unit, start, end in ways:
        rows = Placement.objects.filter(overlapping(start, end), unit=unit, kind=kind, until__isnull=True)
        for above, first, last in rows.values_list("parent_id", "valid_from", "valid_to"):
            ends = [day for day in (end, last) if day is not None]
            higher.add((above, max(start, first), min(ends, default=None)))
    return higher


def day_before(day: date) -> date:
    return day - timedelta(days=1)
