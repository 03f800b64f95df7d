"""What `gather` read around one unit: its values, those of the units below, who has not reported."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd

from aggregates.asked import Book
from aggregates.atlas import Atlas, Tops, Tree
from aggregates.kernel.rules import PointRule
from aggregates.told import Told, together_by, values_by, values_of
from aggregates.values import ADDITIVE, Value, not_comparable, together

Basis = Literal["accepted", "provisional"]


@dataclass
class Reading:
    """Figures, duties and totals around one unit. `periods`: id → last day, of all that was read.

    `counted`: (period, data point) → the unit's total, where nothing else of them was read.
    `pieces` are the parts with divided units' figures where they ended, as far as that is known.
    """

    book: Book
    atlas: Atlas
    unit: int
    tree: Tree
    basis: Basis
    edition: int
    periods: dict[int, date]
    asked: pd.DataFrame
    parts: pd.DataFrame
    pieces: pd.DataFrame
    totals: dict[tuple[int, int, int], Value]
    tops: dict[int, Tops]
    in_full: frozenset[int]
    from_figures: bool = False
    sides: dict[tuple[int, int | None], pd.DataFrame] = field(default_factory=dict)
    counted: dict[tuple[int, int], Value] = field(default_factory=dict)
    _missing: dict[int, dict[int, list[int]]] = field(default_factory=dict)

    def rule(self, data_point: int) -> PointRule:
        return self.book.rules.adding.of(data_point)

    # ---- amounts ------------------------------------------------------------------------------------------

    def value(self, period: int, data_point: int) -> Value:
        """The total of the unit: stored ones where they exist, figures where not, shares of divided units."""
        if (period, data_point) in self.counted:
            return self.counted[period, data_point]
        tops, rule = self.tops[period], self.rule(data_point)
        if self._counts_figures(period) and rule.over_units in ADDITIVE:
            found = [self._told_together[period, data_point]]
        elif self._counts_figures(period) or (not tops.inner and tops.leaves):
            found = self.told.by(self.counting[period], period, data_point)
        else:
            found = [
                value
                for top in tops.inner
                if (value := self.totals.get((top, period, data_point))) is not None
            ]
            if tops.leaves:
                found += self.told.by(tops.leaves, period, data_point)
        shared = self._shared(period, data_point)
        return together([*found, *shared], rule) if found or shared else Value()

    @cached_property
    def _told_together(self) -> dict[tuple[int, int], Value]:
        """(period, data point) → what all that count here wholly told, of kinds that add up."""
        places = zip(self.parts["unit"].tolist(), self.parts["period"].tolist(), strict=True)
        counting = self.counting
        mine = self.parts[np.array([unit in counting[period] for unit, period in places], dtype=np.bool_)]
        return defaultdict(Value, together_by(mine, self.book.rules.adding))

    def _counts_figures(self, period: int) -> bool:
        return self.from_figures or (self.basis == "provisional" and period in self.in_full)

    def _shared(self, period: int, data_point: int) -> list[Value]:
        """What of units that lie only partly inside belongs here; or that nobody knows it."""
        if self.tree == "then" or not len(self.pieces) or not self.sharing[period]:
            return []
        rows = self._pieces(period, data_point)
        rows = rows[rows["origin"].isin(self.sharing[period])]
        unknown = set(rows.loc[rows["unit"] >= 0, "unit"].tolist())
        inside = self.atlas.subtree(self.unit, self.atlas.today)
        mine = rows[(rows["unit"] < 0) & (-rows["unit"]).isin(inside)]
        found = values_of(mine)
        return [*found, not_comparable(Value(), unknown)] if unknown else found

    def amounts_inside(self, period: int, data_point: int) -> dict[int, int]:
        """Divided unit that lies only partly inside → what of its figure belongs here by known shares."""
        rows = self._pieces(period, data_point)
        rows = rows[(rows["unit"] < 0) & rows["origin"].isin(self.sharing[period])]
        inside = self.atlas.subtree(self.unit, self.atlas.today)
        rows = rows[(-rows["unit"]).isin(inside)]
        found: dict[int, int] = {}
        for unit, amount in zip(rows["origin"].tolist(), rows["amount"].tolist(), strict=True):
            found[unit] = found.get(unit, 0) + amount
        return found

    def divided_units(self, period: int) -> set[int]:
        """Units whose figures of a period do not lie in one of the units below, whole."""
        if self.tree == "then":
            return set()
        rows = self._pieces(period)
        return set(rows.loc[rows["unit"] < 0, "origin"].tolist()) | {
            unit for unit in rows["unit"].unique().tolist() if unit > 0 and len(self._ends(unit, period)) > 1
        }

    def divided_in(self, period: int, points: Iterable[int], *, below: int) -> set[int]:
        """Divided units that are named beside values of the points, and of one point for the units below."""
        if self.tree == "then":
            return set()
        values = [self.value(period, point) for point in points]
        values += self.by_child(period, below).values()
        return {unit for value in values for unit in value.divided}

    @cached_property
    def told(self) -> Told:
        return Told(self.parts)

    def _side(self, period: int) -> pd.DataFrame:
        if (period, None) not in self.sides:
            self.sides[period, None] = self.parts[self.parts["period"] == period]
        return self.sides[period, None]

    def _pieces(self, period: int, data_point: int | None = None) -> pd.DataFrame:
        key = (period, -1 if data_point is None else data_point)
        if key not in self.sides:
            rows = self.pieces if data_point is None else self._pieces(period)
            column, value = ("period", period) if data_point is None else ("data_point", data_point)
            self.sides[key] = rows[rows[column] == value]
        return self.sides[key]

    @cached_property
    def counting(self) -> dict[int, frozenset[int]]:
        return {
            period: self.atlas.counting(self.unit, day=day, tree=self.tree)
            for period, day in self.periods.items()
        }

    @cached_property
    def sharing(self) -> dict[int, frozenset[int]]:
        return {period: self.atlas.sharing(self.unit, day) for period, day in self.periods.items()}

    # ---- by unit ------------------------------------------------------------------------------------------

    def children(self, period: int) -> list[int]:
        """The units below, of the chosen tree, that have figures or duties at or below them."""
        day = self.day_of(period)
        units = self._units_of(period)
        held = {child for unit in units for child in self._touched(unit, day, period)}
        return [child for child in self.atlas.children(self.unit, day) if child in held]

    def _units_of(self, period: int) -> frozenset[int]:
        return frozenset(self._pieces(period)["unit"].unique().tolist())

    def day_of(self, period: int) -> date:
        return self.periods[period] if self.tree == "then" else self.atlas.today

    def by_child(self, period: int, data_point: int) -> dict[int, Value]:
        """Each child's value of a period, in full of which was read; one without any is there and empty."""
        rows = self._pieces(period, data_point)
        rows = rows[rows["unit"] != self.unit]
        day, rule = self.day_of(period), self.rule(data_point)
        held: dict[int, list[Value]] = {child: [] for child in self.children(period)}
        divided: dict[int, set[int]] = {}
        for (unit, _origin), value in values_by(rows).items():
            holders = self._touched(unit, day, period)
            if len(holders) == 1 and self._is_inside(unit, period):
                held[holders[0]].append(value)
                continue
            for child in holders:
                divided.setdefault(child, set()).add(unit)
        return {
            child: not_comparable(together(values, rule) if values else Value(), divided.get(child, ()))
            for child, values in held.items()
        }

    def _ends(self, unit: int, *periods: int) -> frozenset[int]:
        """Where figures of a unit count today; of several periods, wherever one of them does."""
        if unit < 0:
            return frozenset([-unit])
        days = {self.periods[period] for period in periods}
        return frozenset[int]().union(
            *(self.atlas.terminals(day).get(unit, frozenset[int]()) for day in days)
        )

    def _is_inside(self, unit: int, period: int) -> bool:
        if self.tree == "then":
            return True
        return self._ends(unit, period) <= self.atlas.subtree(self.unit, self.atlas.today)

    def _touched(self, unit: int, day: date, *periods: int) -> list[int]:
        """The children that hold the unit, or a part of it."""
        ends = {unit} if self.tree == "then" else self._ends(unit, *periods)
        holders = {self.atlas.child_above(self.unit, end, day) for end in ends}
        return sorted(child for child in holders if child is not None)

    # ---- who has not --------------------------------------------------------------------------------------

    def missing(self, period: int) -> list[int]:
        """Subjects of accepted-or-not duties whose report is not accepted (provisional: not sent)."""
        rows = self.asked[
            (self.asked["period"] == period) & self.asked["unit"].isin(list(self.counting[period]))
        ]
        side = self._side(period)
        answered = set(side.loc[side["answered"] > 0, "unit"].tolist())
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
                for child in self._touched(unit, self.day_of(period), period):
                    found.setdefault(child, []).append(unit)
            self._missing[period] = found
        return self._missing[period]

    def coverage(self, period: int) -> tuple[int, int]:
        """Reports accepted (provisional: or sent) of duties."""
        rows = self.asked[
            (self.asked["period"] == period) & self.asked["unit"].isin(list(self.counting[period]))
        ]
        return len(rows) - len(self.missing(period)), len(rows)
