"""What `gather` read around one unit, and the arithmetic on it: amounts, children, changes, coverage."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Literal

import pandas as pd

from aggregates.asked import Book
from aggregates.atlas import Atlas, Tops, Tree
from aggregates.kernel.bounds import checked
from aggregates.kernel.compare import Change, changes, compared
from aggregates.kernel.difference import flow, flow_change
from aggregates.kernel.lineage import components

Basis = Literal["accepted", "provisional"]
Changes = dict[tuple[int, int], Change]
Components = tuple[dict[int, int], dict[int, tuple[int, ...]]]


@dataclass(frozen=True, slots=True)
class Step:
    """A flow by difference of two cumulative periods: Q3 = 9M − 6M; Q1 = 3M and nothing less."""

    upto: int
    less: int | None

    @property
    def periods(self) -> tuple[int, ...]:
        return (self.upto,) if self.less is None else (self.upto, self.less)


@dataclass(frozen=True, slots=True)
class Value:
    """What a unit has for a line and period; `amount` scaled, None when nobody answered."""

    amount: int | None = None
    reported: int = 0
    answered: int = 0
    expected: int = 0
    as_of: datetime | None = None


@dataclass
class Reading:
    """Figures, duties and totals around one unit. `periods`: id → last day, of all that was read."""

    book: Book
    atlas: Atlas
    unit: int
    tree: Tree
    basis: Basis
    edition: int
    periods: dict[int, date]
    asked: pd.DataFrame
    parts: pd.DataFrame
    totals: dict[tuple[int, int, int], Value]
    tops: dict[int, Tops]
    in_full: frozenset[int]
    _sides: dict[tuple[int, int | None], pd.DataFrame] = field(default_factory=dict)
    _missing: dict[int, dict[int, list[int]]] = field(default_factory=dict)
    _known: dict[tuple[frozenset[int], tuple[int, ...]], Components] = field(default_factory=dict)

    # ---- amounts ------------------------------------------------------------------------------------------

    def value(self, period: int, data_point: int) -> Value:
        """The total of the unit: stored ones where they exist, figures where not."""
        tops = self.tops[period]
        if (self.basis == "provisional" and period in self.in_full) or (not tops.inner and tops.leaves):
            return self._from_parts(period, data_point)
        found = [
            value for top in tops.inner if (value := self.totals.get((top, period, data_point))) is not None
        ]
        if tops.leaves:
            found.append(self._summed(self._rows(period, data_point, units=tops.leaves)))
        return together(found)

    def _from_parts(self, period: int, data_point: int) -> Value:
        return self._summed(self._rows(period, data_point, units=self.counting[period]))

    def _rows(self, period: int, data_point: int, *, units: Collection[int]) -> pd.DataFrame:
        rows = self._side(period, data_point)
        return rows[rows["unit"].isin(units)]

    def _summed(self, rows: pd.DataFrame) -> Value:
        if not len(rows):
            return Value()
        amount = checked(sum(rows["amount"].tolist()))
        return Value(
            amount if rows["has_amount"].any() else None,
            int(rows["reported"].sum()),
            int(rows["answered"].sum()),
            int(rows["expected"].sum()),
        )

    @cached_property
    def counting(self) -> dict[int, frozenset[int]]:
        return {
            period: self.atlas.counting(self.unit, day=day, tree=self.tree)
            for period, day in self.periods.items()
        }

    # ---- by unit ------------------------------------------------------------------------------------------

    def children(self, period: int) -> list[int]:
        """The units below, of the chosen tree, that have figures or duties at or below them."""
        day = self.day_of(period)
        concerned = {up for unit in self._units_of(period) for up in self._path(unit, period)}
        return [child for child in self.atlas.children(self.unit, day) if child in concerned]

    def day_of(self, period: int) -> date:
        return self.periods[period] if self.tree == "then" else self.atlas.today

    def _path(self, unit: int, period: int) -> list[int]:
        """What is at and above a unit, in the chosen tree; several of today's when it was divided."""
        if self.tree == "then":
            return self.atlas.path_to(unit, self.periods[period])
        found: list[int] = []
        for terminal in self._ends(unit, period):
            found += self.atlas.path_to(terminal, self.atlas.today)
        return found

    def by_child(self, period: int, data_point: int) -> dict[int, Value]:
        """Each child's value of a period, in full of which was read; one without any is there and empty."""
        rows = self._rows(period, data_point, units=self.counting[period] - {self.unit})
        day = self.day_of(period)
        holder_of = {unit: self._holder(unit, day, period) for unit in set(rows["unit"].tolist())}
        held: dict[int, list[Value]] = {child: [] for child in self.children(period)}
        columns = ["unit", "amount", "has_amount", "reported", "answered", "expected"]
        for unit, amount, has_amount, *counts in zip(*(rows[name].tolist() for name in columns), strict=True):
            for child in holder_of[unit]:
                held[child].append(Value(amount if has_amount else None, *counts))
        return {child: together(values) for child, values in held.items()}

    def _holder(self, unit: int, day: date, period: int) -> tuple[int, ...]:
        return self._child_of({unit} if self.tree == "then" else self._ends(unit, period), day)

    def _ends(self, unit: int, *periods: int) -> frozenset[int]:
        """Where figures of a unit count today; of several periods, wherever one of them does."""
        days = {self.periods[period] for period in periods}
        return frozenset[int]().union(
            *(self.atlas.terminals(day).get(unit, frozenset[int]()) for day in days)
        )

    # ---- comparing ----------------------------------------------------------------------------------------

    def changes(self, period: int | None, base: int | None) -> Changes:
        """(this unit or a child, data point) → change against `base`; absent when not comparable."""
        if period is None or base is None or base not in self.periods:
            return {}
        component_of, inside = self._components(period, base)
        return changes(
            compared(self._side(period), self._side(base), component_of=component_of), asked_of=inside
        )

    def flow_changes(self, now: Step, base: Step) -> Changes:
        """The same for flows that come by difference, all data points."""
        component_of, inside = self._components(*now.periods, *base.periods)
        here, there = (self._flow(step, component_of, None) for step in (now, base))
        itself = {component: component for component in set(component_of.values())}
        return changes(compared(here, there, component_of=itself), asked_of=inside)

    def flow_change(self, now: Step, base: Step | None, *, data_point: int) -> Change:
        """One flow of this unit against another; `base` None: the flow itself."""
        periods = now.periods if base is None else (*now.periods, *base.periods)
        component_of, inside = self._components(*periods)
        mine = {component for component, units in inside.items() if self.unit in units}
        there = None if base is None else self._flow(base, component_of, data_point)
        here = self._flow(now, component_of, data_point)
        return flow_change(here, there, inside=mine, data_point=data_point)

    def _flow(self, step: Step, component_of: dict[int, int], data_point: int | None) -> pd.DataFrame:
        less = None if step.less is None else self._side(step.less, data_point)
        return flow(self._side(step.upto, data_point), less, component_of=component_of)

    def _side(self, period: int, data_point: int | None = None) -> pd.DataFrame:
        if (period, data_point) not in self._sides:
            rows = self.parts if data_point is None else self._side(period)
            column, value = ("period", period) if data_point is None else ("data_point", data_point)
            self._sides[period, data_point] = rows[rows[column] == value]
        return self._sides[period, data_point]

    def _components(self, *periods: int) -> Components:
        """Unit → component, and component → this unit and its children it lies wholly inside."""
        units = frozenset[int]().union(*(self._units_of(period) for period in periods))
        if self.tree == "then":
            return self._same_units(units, periods)
        if (units, periods) not in self._known:
            self._known[units, periods] = self._components_of(units, periods)
        return self._known[units, periods]

    def _units_of(self, period: int) -> frozenset[int]:
        return frozenset(self._side(period)["unit"].unique().tolist())

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

    def tied_with(self, child: int, period: int, base: int) -> frozenset[int]:
        """Today's units that can be compared only together with `child`: they share a divided old unit."""
        component_of, _inside = self._components(period, base)
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

    # ---- who has not --------------------------------------------------------------------------------------

    def missing(self, period: int) -> list[int]:
        """Subjects of accepted-or-not duties whose report is not accepted (provisional: not sent)."""
        rows = self.asked[
            (self.asked["period"] == period) & self.asked["unit"].isin(list(self.counting[period]))
        ]
        answered = set(self._side(period).query("answered > 0")["unit"].tolist())
        return [
            unit
            for unit, reported in zip(rows["unit"].tolist(), rows["reported"].tolist(), strict=True)
            if not reported and not (self.basis == "provisional" and unit in answered)
        ]

    def missing_below(self, period: int) -> dict[int, list[int]]:
        """Child → the missing at or below it."""
        if period not in self._missing:
            found: dict[int, list[int]] = {}
            for unit in self.missing(period):
                for child in self._holder(unit, self.day_of(period), period):
                    found.setdefault(child, []).append(unit)
            self._missing[period] = found
        return self._missing[period]

    def coverage(self, period: int) -> tuple[int, int]:
        """Reports accepted (provisional: or sent) of duties."""
        rows = self.asked[
            (self.asked["period"] == period) & self.asked["unit"].isin(list(self.counting[period]))
        ]
        return len(rows) - len(self.missing(period)), len(rows)


def together(values: Sequence[Value]) -> Value:
    amounts = [value.amount for value in values if value.amount is not None]
    return Value(
        checked(sum(amounts)) if amounts else None,
        sum(value.reported for value in values),
        sum(value.answered for value in values),
        sum(value.expected for value in values),
        max((value.as_of for value in values if value.as_of is not None), default=None),
    )
