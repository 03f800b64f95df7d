"""Comparing units with many below: stored totals less what is not comparable, never all the figures.

What is complete on all sides = the stored total − the figures of the components that are not. Those are few
where few have not reported, so that a country costs about as much as a commune.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from aggregates.comparing import Changes, Comparing, Step
from aggregates.counted import Together, Whole
from aggregates.kernel.bounds import checked
from aggregates.kernel.compare import NOT_ADDED_UP, NOT_COMPLETE, NOTHING_NOW, Change
from aggregates.lessened import NOTHING, Left, Lessened, Sums
from aggregates.values import Exact, Value
from indicators.adding_up import OverUnits


class Broad(Lessened):
    """A reading whose `parts` are only those of leaves its values need.

    Sums and means are what is stored, less what is not comparable; changes of other kinds come from reading
    the figures of their points.
    """

    # ---- amounts ------------------------------------------------------------------------------------------

    def _less(self, period: int, point: int, left: Sums) -> Exact | None:
        """What remains of the stored total, scaled."""
        return self._without(self.value(period, point), point, left.get((period, point), NOTHING))

    def _without(self, value: Value, point: int, *taken: tuple[int, int]) -> Exact | None:
        rule = self.rule(point)
        amount, count = (sum(one[at] for one in taken) for at in (0, 1))
        if rule.over_units is OverUnits.MEAN:
            rest = Value(numerator=checked(value.numerator - amount), denominator=value.denominator - count)
            return rest.exact(rule)
        return checked((value.amount or 0) - amount)

    def _in_full(self, points: Iterable[int], periods: tuple[int, ...]) -> Comparing:
        """Every figure of the points: kinds whose stored totals cannot be lessened."""
        assert self.in_full_of is not None
        return self.in_full_of(sorted(points), periods)

    def _others(self, *kinds: OverUnits) -> list[int]:
        """Points of the form that are neither plain nor of these kinds."""
        points = {line.data_point for line in self.book.lines}.difference(self.plain)
        return sorted(point for point in points if self.rule(point).over_units not in kinds)

    # ---- comparing ----------------------------------------------------------------------------------------

    def changes(self, period: int | None, base: int | None) -> Changes:
        if period is None or base is None or base not in self.periods:
            return {}
        key = ("changes", self.stamp(period), self.stamp(base), self.chosen)
        return self.remember(key, lambda: self._changes((period, base)))

    def _changes(self, periods: tuple[int, int]) -> Changes:
        whole = self._whole(periods)
        of = whole.together
        spoilt = {point: self._spoilt(periods, point, of) for point in self.plain}
        left = self._left_out(periods, whole, spoilt, self.plain)
        found: Changes = {}
        for point in self.plain:
            sides = [self._less(one, point, left.sums) for one in periods]
            good = len(whole.good - spoilt[point])
            units, of_units = self._counts(periods, point, whole, spoilt[point])
            found[self.unit, point] = _change(sides, good, units, of_units)
            if point == self.chosen:
                found |= self._child_changes(periods, point, whole, whole.good - spoilt[point], left)
        nothing = Change(None, None, 0, 0, NOT_ADDED_UP)
        alone = self._others(*set(OverUnits) - {OverUnits.NONE})
        found |= {(self.unit, point): nothing for point in alone if point != self.chosen}
        others = [*self._others(OverUnits.NONE), *(point for point in alone if point == self.chosen)]
        if others:
            found |= self._in_full(others, periods).changes(*periods)
        return found

    def _counts(
        self, periods: tuple[int, int], point: int, whole: Whole, spoilt: set[int]
    ) -> tuple[int, int]:
        """How many that answered now are in a good component, of how many that answered."""
        known: dict[int, tuple[int, int]] = self._by_point("counts", periods)
        if point not in known:
            known[point] = self._count(periods[0], point, whole, spoilt)
        return known[point]

    def _count(self, period: int, point: int, whole: Whole, spoilt: set[int]) -> tuple[int, int]:
        of, told = whole.together, self.asked_in(period)
        holes = {unit for unit, _sign in self._holes(period, point) if unit in of.component_of}
        gone = {unit for component in spoilt & whole.good for unit in of.members[component] if told.get(unit)}
        gone |= {unit for unit in holes if of.component_of[unit] in whole.good}
        return whole.reported_good - len(gone), whole.reported - len(holes)

    def _child_changes(
        self, periods: tuple[int, int], point: int, whole: Whole, good: frozenset[int], left: Left
    ) -> Changes:
        of, (period, base) = whole.together, periods
        if not self.children(period):
            return {}
        key = (self._told_key("child counts", periods), point)
        counts = self.remember(key, lambda: self._child_counts(period, point, of, good))
        now, then = (self.by_child(one, point) for one in periods)
        taken = [self._by_holder(one, left.amounts[one], point) for one in (period, base)]
        beyond = self._good_beyond(periods, point, of, good)
        found: Changes = {}
        for child in now:
            sides = [
                self._without(
                    values.get(child, Value()), point, less.get(child, NOTHING), more.get(child, NOTHING)
                )
                for values, less, more in zip((now, then), taken, beyond, strict=True)
            ]
            found[child, point] = _change(sides, *counts.get(child, (0, 0, 0)))
        return found

    def _child_counts(
        self, period: int, point: int, of: Together, good: frozenset[int]
    ) -> dict[int, list[int]]:
        """Child → good components, units that answered in them, units that answered."""
        counts: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
        for component in good:
            if component in of.child_of:
                counts[of.child_of[component]][0] += 1
        for unit in self._answered(period, point, of):
            child = of.child_of.get(of.component_of[unit])
            if child is not None:
                counts[child][1] += of.component_of[unit] in good
                counts[child][2] += 1
        return counts

    def _answered(self, period: int, point: int, of: Together) -> list[int]:
        holes = {unit for unit, _sign in self._holes(period, point)}
        return [
            unit
            for unit, reported in self.asked_in(period).items()
            if reported and unit in of.component_of and unit not in holes
        ]

    def flow_changes(self, now: Step, base: Step) -> Changes:
        periods = (*now.periods, *base.periods)
        key = ("flow changes", now, base, *(self.stamp(period) for period in periods))
        return self.remember(key, lambda: self._flow_changes(now, base))

    def _flow_changes(self, now: Step, base: Step) -> Changes:
        periods, points = (*now.periods, *base.periods), self._summed()
        whole, mine = self._whole(periods), self._whole(now.periods)
        spoilt = {point: self._spoilt(periods, point, whole.together) for point in points}
        left = self._left_out(periods, whole, spoilt, points)
        found: Changes = {}
        for point in points:
            sides = [self._flow_of(step, point, left.sums) for step in (now, base)]
            good = len(whole.good - spoilt[point])
            of = len(mine.good - self._spoilt(now.periods, point, mine.together))
            found[self.unit, point] = _change(sides, good, good, of)
        others = {*self._others(OverUnits.NONE), *self.plain}.difference(points)
        if others:
            found |= self._in_full(others, periods).flow_changes(now, base)
        return found

    def flow_change(self, now: Step, base: Step | None, *, data_point: int) -> Change:
        periods = now.periods if base is None else (*now.periods, *base.periods)
        key = ("flow", now, base, data_point, *(self.stamp(period) for period in periods))
        return self.remember(key, lambda: self._flow_change(now, base, periods, data_point))

    def _flow_change(self, now: Step, base: Step | None, periods: tuple[int, ...], point: int) -> Change:
        if point not in self._summed():
            return self._in_full([point], periods).flow_change(now, base, data_point=point)
        whole = self._whole(periods)
        of = whole.together
        spoilt = {point: self._spoilt(periods, point, of)}
        left = self._left_out(periods, whole, spoilt, [point])
        good = len(whole.good - spoilt[point])
        asked = {of.component_of[unit] for unit in self.asked_in(now.upto) if unit in of.component_of}
        return _change(
            [self._flow_of(step, point, left.sums) for step in (now, base or now)], good, good, len(asked)
        )

    def _flow_of(self, step: Step, point: int, left: Sums) -> Exact:
        less = () if step.less is None else (step.less,)
        added = sum(self._less(period, point, left) or 0 for period in (step.upto, *step.more))
        taken = sum(self._less(period, point, left) or 0 for period in (*less, *step.fewer))
        return checked(int(added - taken))

    def _summed(self) -> list[int]:
        return [point for point in self.plain if self.rule(point).over_units is OverUnits.SUM]

    def tied_with(self, child: int, period: int, base: int, *, data_point: int) -> frozenset[int]:
        if self.tree == "then":
            return frozenset()
        mine = self.atlas.subtree(child, self.atlas.today)
        reached = set(mine)
        for one in (period, base):
            for unit in self.divided_here(one):
                ends = self._ends(unit, one)
                if ends & mine:
                    reached |= ends
        return frozenset(reached - mine)


def _change(sides: Sequence[Exact | None], complete: int, units: int, of_units: int) -> Change:
    if not complete:
        return Change(None, None, 0, of_units, NOT_COMPLETE if of_units else NOTHING_NOW)
    return Change(sides[0], sides[1], units, of_units)
