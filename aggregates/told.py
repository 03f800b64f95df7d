"""What single units told, out of frames of parts: figure and duty are rows of their own, a value is both."""

from collections.abc import Collection, Iterable
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from aggregates.kernel.bounds import summed
from aggregates.kernel.rules import Rules
from aggregates.values import Value
from indicators.adding_up import OverUnits

FEW = 5_000
"""Of so few rows all values are made at once: a page asks for most of them."""
_VALUE = ["amount", "has_amount", "numerator", "denominator", "reported", "answered", "expected"]


Place = tuple[int, int]  # period, data point
Held = dict[tuple[int, int], Value]  # (unit, or a piece below 0, and the unit it comes from) → value


def values_by(rows: pd.DataFrame) -> Held:
    """Of one data point: a value for each unit, and for each piece of a divided one: a terminal may hold
    pieces of several. An `origin`, where there is one, is the divided unit a piece comes from."""
    origins = rows["origin"] if "origin" in rows else rows["unit"]
    columns = (rows["unit"], origins, *(rows[name] for name in _VALUE))
    return _by_unit(zip(*(column.tolist() for column in columns), strict=True))


def values_of(rows: pd.DataFrame) -> list[Value]:
    """The same without the units."""
    return list(values_by(rows).values())


def together_by(rows: pd.DataFrame, rules: Rules) -> dict[Place, Value]:
    """(period, data point) → all rows as one value, of kinds that add up. Exact: KernelBoundError past it."""
    found: dict[Place, Value] = {}
    sums = summed(rows, by=["period", "data_point"], columns=_VALUE)
    for period, point, amount, is_number, above, below, reported, answered, expected in zip(
        *(sums[name].tolist() for name in ("period", "data_point", *_VALUE)), strict=True
    ):
        has_amount = is_number > 0 and rules.of(point).over_units is OverUnits.SUM
        found[period, point] = Value(
            amount if has_amount else None, reported, answered, expected, None, above, below
        )
    return found


class Told:
    """Parts by period and data point. A page asks for hundreds of values: a frame for each costs too much."""

    def __init__(self, parts: pd.DataFrame, *, few: int = FEW) -> None:
        """PART rows; those of one period and point keep their order."""
        self._are_few = len(parts) <= few
        periods, points = (parts[name].to_numpy() for name in ("period", "data_point"))
        order = np.lexsort((points, periods))
        self._periods, self._points = periods[order], points[order]
        self._told_at: dict[Place, dict[int, list[tuple[Any, ...]]]] = {}
        self._columns = [parts[name].to_numpy()[order] for name in ("unit", "unit", *_VALUE)]

    def by(self, units: Collection[int], period: int, data_point: int) -> list[Value]:
        """The values of those of `units` that told anything about a point, in no order."""
        if self._are_few:
            return [value for unit, value in self._held.get((period, data_point), ()) if unit in units]
        rows = self._rows((period, data_point))
        told = [unit for unit in units if unit in rows] if len(units) < len(rows) else rows.keys() & units
        return list(_by_unit(row for unit in told for row in rows[unit]).values())

    def _rows(self, place: Place) -> dict[int, list[tuple[Any, ...]]]:
        """Unit → what it told: one is asked for after the other."""
        if place not in self._told_at:
            start, end = self._places.get(place, (0, 0))
            found: dict[int, list[tuple[Any, ...]]] = {}
            for row in zip(*(column[start:end].tolist() for column in self._columns), strict=True):
                found.setdefault(row[0], []).append(row)
            self._told_at[place] = found
        return self._told_at[place]

    @cached_property
    def _places(self) -> dict[Place, tuple[int, int]]:
        """Where the rows of a period and point stand."""
        periods, points = self._periods, self._points
        is_new = np.ones(len(points), dtype=np.bool_)
        is_new[1:] = (periods[1:] != periods[:-1]) | (points[1:] != points[:-1])
        starts = np.flatnonzero(is_new)
        keys = zip(periods[starts].tolist(), points[starts].tolist(), strict=True)
        ends = [*starts[1:].tolist(), len(points)]
        return dict(zip(keys, zip(starts.tolist(), ends, strict=False), strict=False))

    @cached_property
    def _held(self) -> dict[Place, list[tuple[int, Value]]]:
        """All values at once, with their units."""
        rows = list(zip(*(column.tolist() for column in self._columns), strict=True))
        return {
            place: [(unit, value) for (unit, _origin), value in _by_unit(rows[start:end]).items()]
            for place, (start, end) in self._places.items()
        }


def _by_unit(rows: Iterable[tuple[Any, ...]]) -> Held:
    held: dict[tuple[int, int], list[Any]] = {}
    for unit, origin, amount, has_amount, above, below, reported, answered, expected in rows:
        known = held.get((unit, origin))
        if known is None:
            known = held[unit, origin] = [None, 0, 0, 0, 0, 0]
        if has_amount:
            known[0] = amount
        known[1] += reported
        known[2] += answered
        known[3] += expected
        known[4] += above
        known[5] += below
    return {
        key: Value(amount, reported, answered, expected, None, above, below, (key[1],) if key[0] < 0 else ())
        for key, (amount, reported, answered, expected, above, below) in held.items()
    }
