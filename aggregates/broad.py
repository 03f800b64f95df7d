"""Comparing units with many below: stored totals less what is not comparable, never all the figures.

What is complete on all sides = the stored total − the figures of the components that are not. Those are few
where few have not reported, so that a country costs about as much as a commune.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from aggregates.comparing import Changes, Step
from aggregates.counted import NUMBER, Counted, Together, Whole
from aggregates.kernel.bounds import checked
from aggregates.kernel.compare import NOT_ADDED_UP, NOT_COMPLETE, NOTHING_NOW, Change
from aggregates.kernel.rules import PointRule
from aggregates.values import Value
from indicators.adding_up import OverUnits
from submissions.models import Figure


class Broad(Counted):
    """A reading whose `parts` are only those of leaves its values need."""

    # ---- amounts ------------------------------------------------------------------------------------------

    def _left_out(
        self, periods: tuple[int, ...], whole: Whole, spoilt: dict[int, set[int]]
    ) -> dict[tuple[int, int], dict[int, int]]:
        """(period, point) → unit → amount, of units that count for the unit but in no good component.

        `spoilt`: point → components that are not good for it alone. One query.
        """
        out = {
            point: {
                period: {
                    unit
                    for component in components_
                    for unit in whole.together.members[component]
                    if unit in self.duties[period]
                }
                for period in periods
            }
            for point, components_ in spoilt.items()
        }
        where = Q(pk__in=[])
        for period in periods:
            more = set[int]().union(*(out[point][period] for point in spoilt))
            units = whole.out[period] | more
            if units:
                where |= Q(period=period, data_point__in=sorted(spoilt), unit__in=sorted(units))
        found: dict[tuple[int, int], dict[int, int]] = defaultdict(dict)
        if where == Q(pk__in=[]):
            return found
        rows = Figure.objects.filter(where, edition=self.edition, sign=NUMBER)
        for period, point, unit, amount in rows.values_list("period", "data_point", "unit", "amount"):
            if unit in whole.out[period] or unit in out[point][period]:
                found[period, point][unit] = amount or 0
        return found

    def _sums(self) -> list[int]:
        points = sorted({line.data_point for line in self.book.lines})
        return [point for point in points if self.rule(point).over_units is OverUnits.SUM]

    # ---- comparing ----------------------------------------------------------------------------------------

    def changes(self, period: int | None, base: int | None) -> Changes:
        if period is None or base is None or base not in self.periods:
            return {}
        key = ("changes", self.stamp(period), self.stamp(base), self.chosen)
        return self.atlas.remember(key, lambda: self._changes((period, base)))

    def _changes(self, periods: tuple[int, int]) -> Changes:
        whole, points = self._whole(periods), self._sums()
        of = whole.together
        spoilt = {point: self._spoilt(periods, point, of) for point in points}
        left = self._left_out(periods, whole, spoilt)
        found: Changes = {}
        for point in points:
            sides = [self._less(one, point, left) for one in periods]
            good = len(whole.good - spoilt[point])
            units, of_units = self._counts(periods[0], point, whole, spoilt[point])
            found[self.unit, point] = _change(sides, good, units, of_units)
            if point == self.chosen:
                found |= self._child_changes(periods, point, whole, whole.good - spoilt[point], left)
        nothing = Change(None, None, 0, 0, NOT_ADDED_UP)
        others = {line.data_point for line in self.book.lines} - set(points)
        return found | {(self.unit, point): nothing for point in others}

    def _counts(self, period: int, point: int, whole: Whole, spoilt: set[int]) -> tuple[int, int]:
        """How many that answered now are in a good component, of how many that answered."""
        of, told = whole.together, self.duties[period]
        holes = {unit for unit, _sign in self._holes(period, point) if unit in of.component_of}
        gone = {unit for component in spoilt & whole.good for unit in of.members[component] if told.get(unit)}
        gone |= {unit for unit in holes if of.component_of[unit] in whole.good}
        return whole.reported_good - len(gone), whole.reported - len(holes)

    def _child_changes(
        self,
        periods: tuple[int, int],
        point: int,
        whole: Whole,
        good: frozenset[int],
        left: dict[tuple[int, int], dict[int, int]],
    ) -> Changes:
        of, (period, base) = whole.together, periods
        answered = self._answered(period, point, of)
        now, then = (self.by_child(one, point) for one in periods)
        counts: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])  # components, units, of units
        for component in good:
            if component in of.child_of:
                counts[of.child_of[component]][0] += 1
        for unit in answered:
            child = of.child_of.get(of.component_of[unit])
            if child is not None:
                counts[child][1] += of.component_of[unit] in good
                counts[child][2] += 1
        taken = [self._by_holder(one, left.get((one, point), {})) for one in (period, base)]
        beyond = [self._good_beyond(one, point, of, good) for one in (period, base)]
        found: Changes = {}
        for child in now:
            sides = [
                checked((values.get(child, Value()).amount or 0) - less.get(child, 0) - more.get(child, 0))
                for values, less, more in zip((now, then), taken, beyond, strict=True)
            ]
            complete, units, of_units = counts[child]
            found[child, point] = _change(sides, complete, units, of_units)
        return found

    def _by_holder(self, period: int, amounts: dict[int, int]) -> dict[int, int]:
        """Child → the sum of units that count for it as a whole."""
        sums: dict[int, int] = defaultdict(int)
        for unit, amount in amounts.items():
            holder = self._holder(unit, period)
            if holder is not None:
                sums[holder] += amount
        return sums

    def _good_beyond(self, period: int, point: int, of: Together, good: frozenset[int]) -> dict[int, int]:
        """Child → amounts of its units that are complete only together with another child's."""
        shared = {component for component in good if component not in of.child_of}
        if not shared:
            return {}
        units = [unit for unit in self.duties[period] if of.component_of.get(unit) in shared]
        rows = Figure.objects.filter(
            period=period, data_point=point, edition=self.edition, sign=NUMBER, unit__in=units
        )
        return self._by_holder(
            period, {unit: amount or 0 for unit, amount in rows.values_list("unit", "amount")}
        )

    def _holder(self, unit: int, period: int) -> int | None:
        child_above = self._children_by_unit(period)
        ends = {unit} if self.tree == "then" else self._ends(unit, period)
        held = {child_above.get(end) for end in ends}
        return next(iter(held)) if len(held) == 1 else None

    def _answered(self, period: int, point: int, of: Together) -> list[int]:
        holes = {unit for unit, _sign in self._holes(period, point)}
        return [
            unit
            for unit, reported in self.duties[period].items()
            if reported and unit in of.component_of and unit not in holes
        ]

    def _less(self, period: int, point: int, left: dict[tuple[int, int], dict[int, int]]) -> int:
        """What remains of the total without what is not comparable."""
        return checked((self.value(period, point).amount or 0) - sum(left.get((period, point), {}).values()))

    def flow_changes(self, now: Step, base: Step) -> Changes:
        periods = (*now.periods, *base.periods)
        key = ("flow changes", now, base, *(self.stamp(period) for period in periods))
        return self.atlas.remember(key, lambda: self._flow_changes(now, base))

    def _flow_changes(self, now: Step, base: Step) -> Changes:
        periods, points = (*now.periods, *base.periods), self._sums()
        whole, mine = self._whole(periods), self._whole(now.periods)
        spoilt = {point: self._spoilt(periods, point, whole.together) for point in points}
        left = self._left_out(periods, whole, spoilt)
        found: Changes = {}
        for point in points:
            sides = [self._flow_of(step, point, left) for step in (now, base)]
            good = len(whole.good - spoilt[point])
            of = len(mine.good - self._spoilt(now.periods, point, mine.together))
            found[self.unit, point] = _change(sides, good, good, of)
        return found

    def flow_change(self, now: Step, base: Step | None, *, data_point: int) -> Change:
        periods = now.periods if base is None else (*now.periods, *base.periods)
        key = ("flow", now, base, data_point, *(self.stamp(period) for period in periods))
        return self.atlas.remember(key, lambda: self._flow_change(now, base or now, periods, data_point))

    def _flow_change(self, now: Step, base: Step, periods: tuple[int, ...], point: int) -> Change:
        whole = self._whole(periods)
        of = whole.together
        spoilt = {point: self._spoilt(periods, point, of)}
        left = self._left_out(periods, whole, spoilt)
        good = len(whole.good - spoilt[point])
        asked = {of.component_of[unit] for unit in self.duties[now.upto] if unit in of.component_of}
        return _change([self._flow_of(step, point, left) for step in (now, base)], good, good, len(asked))

    def _flow_of(self, step: Step, point: int, left: dict[tuple[int, int], dict[int, int]]) -> int:
        less = () if step.less is None else (step.less,)
        added = sum(self._less(period, point, left) for period in (step.upto, *step.more))
        return checked(added - sum(self._less(period, point, left) for period in (*less, *step.fewer)))

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


def _change(sides: list[int], complete: int, units: int, of_units: int) -> Change:
    if not complete:
        return Change(None, None, 0, of_units, NOT_COMPLETE if of_units else NOTHING_NOW)
    return Change(sides[0], sides[1], units, of_units)


def is_broad(rules: Iterable[PointRule]) -> bool:
    """Whether a form can be read this way: sums and what is not added; means and extremes need every part."""
    return all(rule.over_units in (OverUnits.SUM, OverUnits.NONE) for rule in rules)
