"""Changes around one unit: over what is complete on both sides, and nothing else."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import pandas as pd

from aggregates.apportioning import is_apportioned
from aggregates.kernel.compare import NOT_ADDED_UP, Change, changes, compared
from aggregates.kernel.difference import flow, flow_change
from aggregates.kernel.lineage import components
from aggregates.kernel.rules import Rules
from aggregates.reading import Reading
from indicators.adding_up import OverUnits

Changes = dict[tuple[int, int], Change]
Components = tuple[dict[int, int], dict[int, tuple[int, ...]]]


@dataclass(frozen=True, slots=True)
class Step:
    """A flow by difference of two cumulative periods: Q3 = 9M − 6M; Q1 = 3M and nothing less.

    `more` are added and `fewer` taken away besides: a year of twelve months.
    """

    upto: int
    less: int | None
    more: tuple[int, ...] = ()
    fewer: tuple[int, ...] = ()

    @property
    def periods(self) -> tuple[int, ...]:
        taken = () if self.less is None else (self.less,)
        return (self.upto, *taken, *self.more, *self.fewer)


@dataclass
class Comparing(Reading):
    _known: dict[tuple[frozenset[int], tuple[int, ...]], Components] = field(default_factory=dict)

    # ---- comparing ----------------------------------------------------------------------------------------

    @property
    def adding(self) -> Rules:
        return self.book.rules.adding

    def changes(self, period: int | None, base: int | None) -> Changes:
        """(this unit or a child, data point) → change against `base`; absent when not comparable."""
        if period is None or base is None or base not in self.periods:
            return {}
        found: Changes = {}
        for points in self._alike:
            component_of, inside = self._components(points, period, base)
            here, there = (self._of(one, points) for one in (period, base))
            rows = compared(here, there, component_of=component_of, rules=self.adding)
            found |= changes(rows, asked_of=inside, rules=self.adding)
        return found

    def flow_changes(self, now: Step, base: Step) -> Changes:
        """The same for flows that come by difference, all data points."""
        found: Changes = {}
        for points in self._alike:
            component_of, inside = self._components(points, *now.periods, *base.periods)
            here, there = (self._flow(step, component_of, points) for step in (now, base))
            itself = {component: component for component in set(component_of.values())}
            found |= changes(compared(here, there, component_of=itself), asked_of=inside)
            if sum(self.unit in units for units in inside.values()) > 1:
                alone = [point for point in points if self.rule(point).over_units is OverUnits.NONE]
                found |= {(self.unit, point): Change(None, None, 0, 0, NOT_ADDED_UP) for point in alone}
        return found

    @cached_property
    def _alike(self) -> list[frozenset[int]]:
        """Data points whose divided units are alike: apportioned by one measure, or not at all."""
        points = frozenset(self.pieces["data_point"].unique().tolist())
        split = self.pieces[self.pieces["unit"] < 0]
        if not len(split):
            return [points]
        by_measure: dict[str, set[int]] = {}
        for point in points:
            by_measure.setdefault(is_apportioned(self.adding, point), set()).add(point)
        return [frozenset(group) for group in by_measure.values()]

    def _of(self, period: int, points: frozenset[int]) -> pd.DataFrame:
        rows = self._pieces(period)
        return rows if len(self._alike) == 1 else rows[rows["data_point"].isin(points)]

    def flow_change(self, now: Step, base: Step | None, *, data_point: int) -> Change:
        """One flow of this unit against another; `base` None: the flow itself."""
        periods = now.periods if base is None else (*now.periods, *base.periods)
        points = frozenset([data_point])
        component_of, inside = self._components(points, *periods)
        mine = {component for component, units in inside.items() if self.unit in units}
        there = None if base is None else self._flow(base, component_of, points)
        here = self._flow(now, component_of, points)
        return flow_change(here, there, inside=mine, data_point=data_point)

    def _flow(self, step: Step, component_of: dict[int, int], points: frozenset[int]) -> pd.DataFrame:
        less = None if step.less is None else self._rows_of(step.less, points)
        found = flow(self._rows_of(step.upto, points), less, component_of=component_of)
        itself = component_of | {component: component for component in component_of.values()}
        for period, sign in [*((one, -1) for one in step.more), *((one, 1) for one in step.fewer)]:
            rows = self._rows_of(period, points)
            found = flow(found, rows.assign(amount=sign * rows["amount"]), component_of=itself)
        return found

    def _rows_of(self, period: int, points: frozenset[int]) -> pd.DataFrame:
        if len(points) == 1:
            return self._pieces(period, min(points))
        return self._of(period, points)

    def _components(self, points: frozenset[int], *periods: int) -> Components:
        """Unit → component, and component → this unit and its children it lies wholly inside."""
        alike = next((group for group in self._alike if points & group), points)
        units = frozenset[int]().union(*(self._units(period, alike) for period in periods))
        if self.tree == "then":
            return self._same_units(units, periods)
        if (units, periods) not in self._known:
            self._known[units, periods] = self._components_of(units, periods)
        return self._known[units, periods]

    def _units(self, period: int, points: frozenset[int]) -> frozenset[int]:
        return frozenset(self._of(period, points)["unit"].unique().tolist())

    def _components_of(self, units: frozenset[int], periods: tuple[int, ...]) -> Components:
        ends_of = {unit: self._ends(unit, *periods) for unit in units}
        component_of = components(units, terminals=ends_of)
        ends: dict[int, set[int]] = {}
        for unit, component in component_of.items():
            ends.setdefault(component, set()).update(ends_of[unit])
        whole = self.atlas.subtree(self.unit, self.atlas.today)
        inside: dict[int, tuple[int, ...]] = {}
        for component, terminals in ends.items():
            if terminals <= whole:
                inside[component] = (self.unit, *self._child_of(terminals, self.atlas.today))
        return component_of, inside

    def _same_units(self, units: frozenset[int], periods: Sequence[int]) -> Components:
        """At the time of each: only units that stood below this one at every end are compared."""
        common = units
        for period in periods:
            common &= self.atlas.counting(self.unit, day=self.periods[period], tree="then")
        day = self.periods[periods[0]]
        inside = {unit: (self.unit, *self._child_of({unit}, day)) for unit in common}
        return {unit: unit for unit in units}, inside

    def _child_of(self, terminals: Collection[int], day: date) -> tuple[int, ...]:
        """The one child of this unit that holds all the terminals, if one does."""
        holders: set[int | None] = set()
        for terminal in terminals:
            path = self.atlas.path_to(terminal, day)
            at = path.index(self.unit) if self.unit in path else 0
            holders.add(path[at - 1] if at else None)
        only = holders.pop() if len(holders) == 1 else None
        return () if only is None else (only,)

    def tied_with(self, child: int, period: int, base: int, *, data_point: int) -> frozenset[int]:
        """Today's units that can be compared only together with `child`: they share a divided old unit."""
        component_of, _inside = self._components(frozenset([data_point]), period, base)
        mine = self.atlas.subtree(child, self.atlas.today)
        ends_of = {unit: self._ends(unit, period, base) for unit in component_of}
        touched = {component for unit, component in component_of.items() if ends_of[unit] & mine}
        ends = {
            terminal
            for unit, component in component_of.items()
            if component in touched
            for terminal in ends_of[unit]
        }
        return frozenset(ends - mine)
