"""The tree of a day as figures see it: placements, and units displaced by what was recorded later."""

from bisect import bisect
from collections.abc import Iterable
from datetime import date, timedelta

from submissions.models import Displacement
from units.models import Placement
from units.queries import parents_on


def tree_on(day: date, *, kind: str) -> dict[int, int]:
    """Unit → parent. Two queries."""
    return dict(displaced([day], kind=kind).get(day, {})) | parents_on(day, kind=kind)


def trees_on(days: Iterable[date], *, kind: str) -> dict[date, dict[int, int]]:
    """Day → unit → parent. Three queries, and one for each stretch of days on which nothing was moved.

    Days of one stretch share one map: it must not be changed."""
    wanted = sorted(set(days))
    elsewhere = displaced(wanted, kind=kind)
    turns = _turns(kind) if len(wanted) > 1 else []
    placed: dict[int, dict[int, int]] = {}
    found: dict[date, dict[int, int]] = {}
    for day in wanted:
        stretch = bisect(turns, day)
        if stretch not in placed:
            placed[stretch] = parents_on(day, kind=kind)
        found[day] = {**elsewhere[day], **placed[stretch]} if day in elsewhere else placed[stretch]
    return found


def displaced(days: Iterable[date], *, kind: str) -> dict[date, dict[int, int]]:
    """Day → unit → parent, of units that had ended by that day. One query; usually nothing."""
    found: dict[date, dict[int, int]] = {}
    rows = Displacement.objects.filter(day__in=set(days), kind=kind)
    for day, unit, parent in rows.values_list("day", "unit", "parent"):
        found.setdefault(day, {})[unit] = parent
    return found


def _turns(kind: str) -> list[date]:
    """The first days of all stretches."""
    places = Placement.objects.filter(kind=kind, until__isnull=True)
    ends = places.filter(valid_to__isnull=False).values_list("valid_to", flat=True)
    turns = set(places.values_list("valid_from", flat=True).distinct())
    return sorted(turns | {end + timedelta(days=1) for end in ends.distinct() if end is not None})
