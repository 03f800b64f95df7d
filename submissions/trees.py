"""The tree of a day as figures see it: placements, and units displaced by what was recorded later."""

from collections.abc import Iterable
from datetime import date

from submissions.models import Displacement
from units.queries import parents_on


def tree_on(day: date, *, kind: str) -> dict[int, int]:
    """Unit → parent. Two queries."""
    return dict(displaced([day], kind=kind).get(day, {})) | parents_on(day, kind=kind)


def displaced(days: Iterable[date], *, kind: str) -> dict[date, dict[int, int]]:
    """Day → unit → parent, of units that had ended by that day. One query; usually nothing."""
    found: dict[date, dict[int, int]] = {}
    rows = Displacement.objects.filter(day__in=set(days), kind=kind)
    for day, unit, parent in rows.values_list("day", "unit", "parent"):
        found.setdefault(day, {})[unit] = parent
    return found
