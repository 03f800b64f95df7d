"""Circles among the relations of a file and those that are known: no unit may stand above itself. Pure."""

from collections import defaultdict
from datetime import date

from units.loading.tree import KnownTree, NewPlace, TreeProblem

DEEPEST = 30
"""Levels: no tree of agencies has a third of it; a longer chain is a mistake in the file."""
_Edge = tuple[int, date, date | None]


def circles(places: list[NewPlace], known: KnownTree) -> list[TreeProblem]:
    """Return a problem for each new relation from which the way up comes back, or does not end."""
    above: dict[tuple[int, str], list[_Edge]] = defaultdict(list)
    for (unit, placement), rows in known.places.items():
        above[unit, placement] += [(row.parent, row.start, row.end) for row in rows]
    for place in places:
        above[place.unit, place.placement].append((place.parent, place.start, place.end))
    found = [(place, _way_up(place, above)) for place in places]
    return [
        TreeProblem(place.row, "parent", "circle", {"day": day})
        if day is not None
        else TreeProblem(place.row, "parent", "too_deep", {"levels": DEEPEST})
        for place, (is_wrong, day) in found
        if is_wrong
    ]


def _way_up(place: NewPlace, above: dict[tuple[int, str], list[_Edge]]) -> tuple[bool, date | None]:
    """(is something wrong, the first day on which the way comes back to the unit; None: it is too long)."""
    ways: set[_Edge] = {(place.parent, place.start, place.end)}
    passed: set[_Edge] = set()
    for _level in range(DEEPEST):
        days = [start for unit, start, _end in ways if unit == place.unit]
        if days:
            return True, min(days)
        passed |= ways
        ways = {
            (parent, max(start, since), _earlier(end, until))
            for unit, start, end in ways
            for parent, since, until in above.get((unit, place.placement), ())
            if since <= (end or date.max) and start <= (until or date.max)
        }
        ways -= passed  # a circle further up is told where it is
        if not ways:
            return False, None
    return True, None


def _earlier(day: date | None, other: date | None) -> date | None:
    return min((one for one in (day, other) if one is not None), default=None)
