"""Which totals a change of the tree moves: marked in its transaction, on the trees before and after."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from indicators.models import Assignment, DataPoint, FirstSource, Period, ReportingRound, TemplateCell
from submissions.figures import mark_dirty
from submissions.models import DirtyMark, Displacement, Figure, Submission
from units.models import Placement, Unit
from units.queries import below, parents_on

_ADMINISTRATIVE = Placement.Kind.ADMINISTRATIVE.value


@dataclass
class MovedTotals:
    """Looks at the trees before a change and after it. `periods`: number → last day, from the day on."""

    periods: dict[int, date]
    kinds: frozenset[str]
    above: set[int] = field(default_factory=set)
    inside: set[int] = field(default_factory=set)

    @classmethod
    def from_day(cls, day: date) -> "MovedTotals":
        asked = ReportingRound.objects.filter(period__ends__gte=day).values("period")
        figured = Figure.objects.filter(period__in=Period.objects.filter(ends__gte=day).values("pk"))
        periods = Period.objects.filter(pk__in=asked) | Period.objects.filter(pk__in=figured.values("period"))
        kinds = FirstSource.objects.values_list("regime__placement_kind", flat=True).distinct()
        return cls(dict(periods.values_list("pk", "ends")), frozenset({_ADMINISTRATIVE, *kinds}))

    def look(self, moving: Iterable[int], *, receiving: Iterable[int] = ()) -> None:
        """Remember what is above the units and below those that move, as the trees of the days are now.

        Units that stand displaced on one of the days may come to stand elsewhere: they move too.
        """
        displaced = Displacement.objects.filter(day__in=set(self.periods.values()))
        moving = [*moving, *displaced.values_list("unit", flat=True).distinct()]
        listed = [*moving, *receiving]
        self.above.update(listed)
        self.inside.update(moving)
        for day in set(self.periods.values()):
            for kind in self.kinds:
                parents = _tree(day, kind)
                for unit in moving:
                    self.inside |= below(unit, parents=parents)
                for unit in listed:
                    self.above.update(_path(unit, parents))

    def lock(self) -> None:
        """Wait for whoever is at work on a report inside; who comes next waits, and sees the new tree."""
        duties = Assignment.objects.filter(subject__in=self.inside, round__period__in=self.periods)
        numbers = list(duties.select_for_update().order_by("pk").values_list("pk", flat=True))
        list(
            Submission.objects.select_for_update()
            .filter(assignment__in=numbers)
            .order_by("pk")
            .values_list("pk", flat=True)
        )

    def mark(self) -> int:
        """Mark every total that may have moved; how many."""
        pairs = self._pairs()
        for unit in sorted(self.above):
            mark_dirty(unit=unit, points=pairs)
        return len(self.above) * len(pairs)

    def _pairs(self) -> set[tuple[int, int]]:
        """(period, data point) of figures, marks and duties inside. Whole keys: no table is walked."""
        if not self.periods:
            return set()
        units, periods = list(self.inside), list(self.periods)
        points = list(DataPoint.objects.values_list("pk", flat=True))
        shards = list(Unit.objects.filter(pk__in=units).values_list("shard", flat=True).distinct())
        figures = Figure.objects.filter(
            period__in=periods, data_point__in=points, shard__in=shards, unit__in=units
        )
        marks = DirtyMark.objects.filter(unit__in=units, period__in=periods)
        pairs = set(figures.values_list("period", "data_point").distinct())
        pairs |= set(marks.values_list("period", "data_point").distinct())
        return pairs | _asked(units, periods)


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


def _tree(day: date, kind: str) -> dict[int, int]:
    displaced = Displacement.objects.filter(day=day, kind=kind).values_list("unit", "parent")
    return {**parents_on(day, kind=kind), **dict(displaced)}


def _path(unit: int, parents: dict[int, int]) -> Iterable[int]:
    above, passed = parents.get(unit), {unit}
    while above is not None and above not in passed:
        yield above
        passed.add(above)
        above = parents.get(above)
