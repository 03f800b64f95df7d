"""What chosen units answered, summed or listed inside the database.

A few units are looked up by their whole keys; of many, the period's rows are walked and theirs picked. A
list of shards beside a list of units would be probed as their product. The same text runs on both databases.
"""

# ruff: noqa: S608 only integers and names of ours are put into statements

from collections.abc import Collection, Iterable, Mapping

import pandas as pd
from django.db import connection

from aggregates.kept import Place
from aggregates.kernel.frames import FIGURE, frame
from submissions.models import Figure, Scope
from units.models import Unit

NUMBER, MISSING = 0, 2
FEW = 200
"""Up to so many units of a period are looked up one by one."""
LOOKED_UP = 12
"""So many units are walked in the time in which one is looked up."""
MANY = 1500
"""From so many units on, a filter by unit costs more than what it leaves out."""
_FIGURE = Figure._meta.db_table
_UNIT = Unit._meta.db_table

Summed = dict[int, tuple[int, int]]  # data point → sum and count
Cell = tuple[int, int, int]  # period, data point, unit
UnitsIn = Mapping[int, Collection[int]]  # period → units


def sums_of(
    units_in: Mapping[Place, Collection[int]], points: Collection[int], *, edition: int, among: int
) -> dict[Place, Summed]:
    """(period, group) → data point → (sum, count) of the numbers of the units, `among` so many that may have
    some. One query.

    Exact: scaled integers, added by the database; what nobody answered is not there.
    """
    found: dict[Place, Summed] = {place: {} for place in units_in}
    wanted = [(period, group or 0, unit) for (period, group), units in units_in.items() for unit in units]
    if not wanted or not points:
        return found
    values = ", ".join(f"({period:d}, {group:d}, {unit:d})" for period, group, unit in sorted(wanted))
    key = f"""figure.data_point IN ({listed(points)}) AND figure.edition = {edition:d}
              AND figure.sign = {NUMBER}"""
    if len(wanted) > max(FEW, among // LOOKED_UP):  # no index is wanted for these units: hence the + 0
        source = f"""CROSS JOIN {_FIGURE} AS figure
            WHERE figure.period IN ({listed({period for period, *_rest in wanted})}) AND {key}
              AND figure.period + 0 = wanted.period AND figure.unit + 0 = wanted.unit"""
    else:
        source = f"""CROSS JOIN {_UNIT} AS unit CROSS JOIN {_FIGURE} AS figure
            WHERE unit.id = wanted.unit AND figure.period = wanted.period AND {key}
              AND figure.shard = unit.shard AND figure.unit = wanted.unit"""
    rows = _rows(
        [
            f"""WITH wanted (period, held_in, unit) AS (VALUES {values})
            SELECT wanted.period, wanted.held_in, figure.data_point, SUM(figure.amount), COUNT(figure.amount)
            FROM wanted {source} GROUP BY wanted.period, wanted.held_in, figure.data_point"""
        ]
    )
    for period, group, point, amount, count in rows:
        found[period, group or None][point] = (int(amount), int(count))
    return found


def figures_of(units_in: UnitsIn, points: Collection[int], *, edition: int) -> pd.DataFrame:
    """FIGURE rows of the period's units. One query."""
    rows = _rows(
        f"""SELECT figure.unit, figure.period, figure.data_point, figure.edition,
                   COALESCE(figure.amount, 0), figure.sign, figure.scope {source}"""
        for source in _sources(units_in, points, edition)
    )
    return frame(rows, FIGURE)


def open_cells(
    units_in: UnitsIn, points: Collection[int], *, edition: int
) -> list[tuple[int, int, int, int]]:
    """(period, data point, unit, sign) of "…" and "x", of the units at least. One query, by an index."""
    if not units_in or not points:
        return []
    units = frozenset[int]().union(*units_in.values())
    of_units = f" AND figure.unit IN ({listed(units)})" if len(units) < MANY else ""
    rows = _rows(
        [
            f"""SELECT figure.period, figure.data_point, figure.unit, figure.sign FROM {_FIGURE} AS figure
            WHERE figure.period IN ({listed(units_in)}) AND figure.data_point IN ({listed(points)})
              AND figure.edition = {edition:d} AND figure.sign >= {MISSING}{of_units}"""
        ]
    )
    return [(period, point, unit, sign) for period, point, unit, sign in rows]


def speaks_for_others(periods: Collection[int], points: Collection[int], *, edition: int) -> bool:
    """Whether some unit answered for all below it, too. One query."""
    if not periods or not points:
        return False
    return bool(
        _rows(
            [
                f"""SELECT 1 FROM {_FIGURE} AS figure WHERE figure.period IN ({listed(periods)})
                AND figure.data_point IN ({listed(points)}) AND figure.edition = {edition:d}
                AND figure.scope = {Scope.WHOLE:d} LIMIT 1"""
            ]
        )
    )


def amounts_of(cells: Iterable[Cell], *, edition: int) -> dict[Cell, int]:
    """(period, data point, unit) → the number there. One query."""
    wanted = ", ".join(f"({period:d}, {point:d}, {unit:d})" for period, point, unit in sorted(cells))
    if not wanted:
        return {}
    rows = _rows(
        [
            f"""WITH wanted (period, data_point, unit) AS (VALUES {wanted})
            SELECT figure.period, figure.data_point, figure.unit, figure.amount
            FROM wanted CROSS JOIN {_UNIT} AS unit CROSS JOIN {_FIGURE} AS figure
            WHERE unit.id = wanted.unit AND figure.period = wanted.period
              AND figure.data_point = wanted.data_point
              AND figure.shard = unit.shard AND figure.unit = wanted.unit
              AND figure.edition = {edition:d} AND figure.sign = {NUMBER}"""
        ]
    )
    return {(period, point, unit): int(amount) for period, point, unit, amount in rows}


def _sources(units_in: UnitsIn, points: Collection[int], edition: int) -> Iterable[str]:
    """FROM and WHERE, once for all periods with the same units."""
    periods_of: dict[frozenset[int], list[int]] = {}
    for period, units in sorted(units_in.items()):
        if units and points:
            periods_of.setdefault(frozenset(units), []).append(period)
    for together, periods in periods_of.items():
        of_units = f"({listed(together)})"
        key = f"""figure.period IN ({listed(periods)}) AND figure.data_point IN ({listed(points)})
                AND figure.edition = {edition:d}"""
        if len(together) > FEW:  # no index is wanted for these units: hence the + 0
            yield f"FROM {_FIGURE} AS figure WHERE {key} AND figure.unit + 0 IN {of_units}"
        else:
            yield f"""FROM {_UNIT} AS unit CROSS JOIN {_FIGURE} AS figure
                WHERE unit.id IN {of_units} AND {key}
                  AND figure.shard = unit.shard AND figure.unit = unit.id"""


def listed(values: Collection[int]) -> str:
    """Whole numbers as SQL lists them."""
    return ", ".join(f"{value:d}" for value in sorted(values))


def _rows(statements: Iterable[str]) -> list[tuple[int, ...]]:
    text = " UNION ALL ".join(statements)
    if not text:
        return []
    with connection.cursor() as cursor:
        cursor.execute(text)
        return list(cursor.fetchall())
