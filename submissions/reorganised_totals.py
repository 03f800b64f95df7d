"""Which totals a change of the tree moves: marked in its transaction, on the trees before and after."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Max

from indicators.models import Assignment, DataPoint, FirstSource, Period, ReportingRound, TemplateCell
from submissions.figures import mark_each
from submissions.models import DirtyMark, Displacement, Figure, Submission
from submissions.trees import trees_on
from units.models import Placement, Unit
from units.queries import below

Tree = dict[int, int]
_ADMINISTRATIVE = Placement.Kind.ADMINISTRATIVE.value
_CHUNK = 5000


class Moved(NamedTuple):
    """What two trees of one day tell: whose totals are others now, and whose figures make the difference."""

    above: frozenset[int]
    inside: frozenset[int]


@dataclass(frozen=True, slots=True)
class MovedTotals:
    """Remembers the trees before a change. The caller holds the lock of the tree until `mark`.

    `periods`: number → last day. `newest`: units with higher numbers are made by the change itself, so
    nothing was said about them yet. `before`: kind of placement → day → unit → parent.
    """

    periods: dict[int, date]
    newest: int
    before: dict[str, dict[date, Tree]]

    @classmethod
    def from_day(cls, day: date, *, kinds: Collection[str] | None = None) -> "MovedTotals":
        """Look at the trees of all periods that end on a day or later; of `kinds`, when no others change."""
        asked = ReportingRound.objects.filter(period__ends__gte=day).values("period")
        figured = Figure.objects.filter(period__in=Period.objects.filter(ends__gte=day).values("pk"))
        rows = Period.objects.filter(pk__in=asked) | Period.objects.filter(pk__in=figured.values("period"))
        periods = dict(rows.values_list("pk", "ends"))
        counting = {_ADMINISTRATIVE, *FirstSource.objects.values_list("regime__placement_kind", flat=True)}
        return cls(
            periods,
            Unit.objects.aggregate(newest=Max("pk"))["newest"] or 0,
            {
                kind: trees_on(periods.values(), kind=kind)
                for kind in sorted(counting)
                if periods and (kinds is None or kind in kinds)
            },
        )

    def lock(self, moving: Iterable[int], *, receiving: Iterable[int] = ()) -> None:
        """Wait for whoever is at work on a report that moves; who comes next waits, and sees the new tree.

        `receiving`: units that get others below them. Units that stand displaced may come to stand elsewhere.
        """
        displaced = Displacement.objects.filter(day__in=set(self.periods.values()))
        moving = {*moving, *displaced.values_list("unit", flat=True).distinct()}
        inside = {*moving, *receiving}
        for days in self.before.values():
            for tree in {id(tree): tree for tree in days.values()}.values():
                inside |= below(moving, parents=tree)
        numbers: list[int] = []
        for units in _chunks(inside):
            duties = Assignment.objects.filter(subject__in=units, round__period__in=self.periods)
            numbers += duties.values_list("pk", flat=True)
        for some in _chunks(numbers):
            list(Assignment.objects.select_for_update().filter(pk__in=some).order_by("pk").values("pk"))
        for some in _chunks(numbers):
            reports = Submission.objects.select_for_update().filter(assignment__in=some)
            list(reports.order_by("pk").values("pk"))

    def mark(self) -> int:
        """Mark every total that may be another one on the trees as they are now; how many."""
        kind_of = dict(FirstSource.objects.values_list("data_point", "regime__placement_kind"))
        count = 0
        for kind, then in self.before.items():
            for days, moved in self._changes(then, trees_on(then, kind=kind)):
                periods = [period for period, ends in self.periods.items() if ends in days]
                pairs = _pairs(moved.inside, periods)
                points = {pair for pair in pairs if kind_of.get(pair[1], _ADMINISTRATIVE) == kind}
                count += mark_each(units=moved.above, points=points)
        return count

    def _changes(
        self, then: dict[date, Tree], now: dict[date, Tree]
    ) -> Iterator[tuple[frozenset[date], Moved]]:
        """Days that have the same trees before and after, and what moved on them."""
        alike: dict[tuple[int, int], list[date]] = {}
        for day in then:
            alike.setdefault((id(then[day]), id(now[day])), []).append(day)
        for days in alike.values():
            moved = self._between(then[days[0]], now[days[0]])
            if moved.above:
                yield frozenset(days), moved

    def _between(self, then: Tree, now: Tree) -> Moved:
        """Marks at the old and the new parent are enough: refreshing goes up from there, and whoever stood
        above and moved has marks of its own. Who gets its first or loses its last child begins or ends to
        have totals."""
        units = {unit for unit in then.keys() | now.keys() if then.get(unit) != now.get(unit)}
        moving = {unit for unit in units if unit <= self.newest}
        turned = {unit for unit in set(then.values()) ^ set(now.values()) if unit <= self.newest}
        above = {tree[unit] for tree in (then, now) for unit in moving if unit in tree}
        inside = turned.union(*(below(moving, parents=tree) for tree in (then, now)))
        return Moved(frozenset(above | turned), frozenset(unit for unit in inside if unit <= self.newest))


def _pairs(inside: Collection[int], periods: Collection[int]) -> set[tuple[int, int]]:
    """(period, data point) of figures, marks and duties inside. Whole keys: no table is walked."""
    points = list(DataPoint.objects.values_list("pk", flat=True))
    pairs: set[tuple[int, int]] = set()
    for units in _chunks(inside):
        shards = list(Unit.objects.filter(pk__in=units).values_list("shard", flat=True).distinct())
        figures = Figure.objects.filter(
            period__in=periods, data_point__in=points, shard__in=shards, unit__in=units
        )
        marks = DirtyMark.objects.filter(unit__in=units, period__in=periods)
        pairs.update(figures.values_list("period", "data_point").distinct())
        pairs.update(marks.values_list("period", "data_point").distinct())
        pairs |= _asked(units, periods)
    return pairs


def _asked(units: Collection[int], periods: Collection[int]) -> set[tuple[int, int]]:
    rounds = set(
        Assignment.objects.filter(subject__in=units, round__period__in=periods)
        .values_list("round__period_id", "round__version_id")
        .distinct()
    )
    cells = TemplateCell.objects.filter(
        version__in={version for _, version in rounds}, period_role="this"
    ).values_list("version_id", "data_point_id")
    points: dict[int, set[int]] = {}
    for version, point in cells:
        points.setdefault(version, set()).add(point)
    return {(period, point) for period, version in rounds for point in points.get(version, ())}


def _chunks(numbers: Iterable[int]) -> Iterator[list[int]]:
    """In order, so many at a time as a statement of either database takes."""
    listed = sorted(numbers)
    for start in range(0, len(listed), _CHUNK):
        yield listed[start : start + _CHUNK]
