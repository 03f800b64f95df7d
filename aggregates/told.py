"""What single units told, out of frames of parts: figure and duty are rows of their own, a value is both."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from aggregates.values import Value

NOTHING = Value()
_VALUE = ["amount", "has_amount", "numerator", "denominator", "reported", "answered", "expected"]


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


@dataclass(frozen=True, slots=True)
class Told:
    """Parts by period and data point. A page asks for hundreds of values: a frame for each costs too much."""

    columns: list[npt.NDArray[np.int64]]
    places: dict[tuple[int, int], tuple[int, int]]

    def by(self, units: Collection[int], period: int, data_point: int) -> list[Value]:
        """The values of those of `units` that told anything about a point."""
        return list(_by_unit(row for row in self._rows(period, data_point) if row[0] in units).values())

    def _rows(self, period: int, data_point: int) -> Iterable[tuple[Any, ...]]:
        start, end = self.places.get((period, data_point), (0, 0))
        return zip(*(column[start:end].tolist() for column in self.columns), strict=True)


def told_in(parts: pd.DataFrame) -> Told:
    """PART rows; those of one period and point keep their order."""
    periods, points = (parts[name].to_numpy() for name in ("period", "data_point"))
    order = np.lexsort((points, periods))
    periods, points = periods[order], points[order]
    is_new = np.ones(len(order), dtype=np.bool_)
    is_new[1:] = (periods[1:] != periods[:-1]) | (points[1:] != points[:-1])
    starts = np.flatnonzero(is_new)
    keys = zip(periods[starts].tolist(), points[starts].tolist(), strict=True)
    ends = [*starts[1:].tolist(), len(order)]
    return Told(
        [parts[name].to_numpy()[order] for name in ("unit", "unit", *_VALUE)],
        dict(zip(keys, zip(starts.tolist(), ends, strict=False), strict=False)),
    )


def _by_unit(rows: Iterable[tuple[Any, ...]]) -> Held:
    held: Held = {}
    for unit, origin, amount, has_amount, above, below, *counts in rows:
        known = held.get((unit, origin), NOTHING)
        held[unit, origin] = Value(
            amount if has_amount else known.amount,
            known.reported + counts[0],
            known.answered + counts[1],
            known.expected + counts[2],
            None,
            known.numerator + above,
            known.denominator + below,
            (origin,) if unit < 0 else (),
        )
    return held
