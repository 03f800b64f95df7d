"""Units with figures or duties of days on which they had ended already: where they stand on those days.

So it is after a back-dated reorganisation. Rows are made from successions, places, figures and duties alone,
so that recording, undoing and recording anew lead to the same rows.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple

from indicators.models import Assignment, DataPoint, FirstSource, Period
from indicators.subjects import holders_on
from submissions.models import Displacement, DisplacementHistory, Figure, PendingFigure
from units.models import Placement, Succession, Unit
from units.queries import ancestors_of, valid_on

_ADMINISTRATIVE = Placement.Kind.ADMINISTRATIVE.value


class Place(NamedTuple):
    day: date
    kind: str
    unit: int


def rebuild_displacements(*, units: Collection[int], from_: date, event: int) -> None:
    """Rows of `units`, and of all that stood displaced from a day on, as the tree is now.

    What stood otherwise moves to the history, ending with `event`.
    """
    displaced = Displacement.objects.filter(day__gte=from_).values_list("unit", flat=True)
    candidates = {*units, *displaced}
    stored = list(Displacement.objects.filter(unit__in=candidates))
    right = {place: parent for place in _places(candidates) if (parent := landing(place)) is not None}
    wrong = [row for row in stored if right.get(Place(row.day, row.kind, row.unit)) != row.parent]
    kept = {Place(row.day, row.kind, row.unit) for row in stored if row not in wrong}
    DisplacementHistory.objects.bulk_create(
        [
            DisplacementHistory(
                day=row.day, kind=row.kind, unit=row.unit, parent=row.parent, since=row.since, until=event
            )
            for row in wrong
        ],
        batch_size=500,
    )
    Displacement.objects.filter(pk__in=[row.pk for row in wrong]).delete()
    Displacement.objects.bulk_create(
        [
            Displacement(day=place.day, kind=place.kind, unit=place.unit, parent=parent, since=event)
            for place, parent in sorted(right.items())
            if place not in kept
        ],
        batch_size=500,
    )


def landing(place: Place) -> int | None:
    """The lowest unit that holds all successors on the day; of a unit without any, the one it stood below.

    Successors that have nothing above them in common: the highest unit above the one that took over. None
    when there is no such unit: its figures then count for nobody.
    """
    heirs = _heirs(place.unit, place.day)
    if not heirs:
        above = _above_at_the_end(place)
        return above if above is None or _is_alive(above, place.day) else landing(place._replace(unit=above))
    ways = [[heir, *ancestors_of(heir, on=place.day, kind=place.kind)] for heir in sorted(heirs)]
    shared = set(ways[0]).intersection(*ways[1:])
    if not shared:
        taking_over = holders_on([place.unit], on=place.day)[place.unit]
        return next((way[-1] for way in ways if way[0] == taking_over), ways[0][-1])
    return next(unit for unit in ways[0] if unit in shared)


def _heirs(unit: int, day: date) -> set[int]:
    """Where its descent has come to by a day: units that exist then."""
    found: set[int] = set()
    seen, waiting = {unit}, [unit]
    while waiting:
        steps = Succession.objects.filter(
            predecessor__in=waiting, until__isnull=True, effective_on__lte=day
        ).values_list("successor_id", "successor__begins", "successor__ends")
        waiting = []
        for heir, begins, ends in steps:
            if heir in seen:
                continue
            seen.add(heir)
            if begins <= day and (ends is None or ends >= day):
                found.add(heir)
            else:
                waiting.append(heir)
    return found


def _above_at_the_end(place: Place) -> int | None:
    ends = Unit.objects.values_list("ends", flat=True).get(pk=place.unit)
    if ends is None:
        return None
    return next(iter(ancestors_of(place.unit, on=ends, kind=place.kind)), None)


def _is_alive(unit: int, day: date) -> bool:
    return Unit.objects.filter(valid_on(day, start="begins", end="ends"), pk=unit).exists()


def _places(units: Collection[int]) -> Iterator[Place]:
    """Each day after a unit's end on which something of it counts, by each kind of placement."""
    lives = Unit.objects.filter(pk__in=units).values_list("pk", "ends")
    ends = {unit: last for unit, last in lives if last is not None}
    if not ends:
        return
    last_days = dict(Period.objects.filter(ends__gt=min(ends.values())).values_list("pk", "ends"))
    kinds: dict[tuple[int, date], set[str]] = defaultdict(set)
    for unit, period, kind in (*_of_duties(ends, last_days), *_of_figures(ends, last_days)):
        if last_days[period] > ends[unit]:
            kinds[unit, last_days[period]].add(kind)
    for (unit, day), found in kinds.items():
        for kind in found:
            yield Place(day, kind, unit)


def _of_duties(units: Collection[int], periods: Collection[int]) -> set[tuple[int, int, str]]:
    rows = Assignment.objects.filter(subject__in=units, round__period__in=periods)
    return set(
        rows.values_list(
            "subject_id", "round__period_id", "round__template__regime__placement_kind"
        ).distinct()
    )


def _of_figures(units: Collection[int], periods: Collection[int]) -> set[tuple[int, int, str]]:
    """By whole keys: no table is walked."""
    kinds = dict(FirstSource.objects.values_list("data_point_id", "regime__placement_kind"))
    keys = {
        "period__in": list(periods),
        "data_point__in": list(DataPoint.objects.values_list("pk", flat=True)),
        "shard__in": set(Unit.objects.filter(pk__in=units).values_list("shard", flat=True)),
        "unit__in": list(units),
    }
    return {
        (unit, period, kinds.get(point, _ADMINISTRATIVE))
        for table in (Figure, PendingFigure)
        for unit, period, point in table.objects.filter(**keys)
        .values_list("unit", "period", "data_point")
        .distinct()
    }
