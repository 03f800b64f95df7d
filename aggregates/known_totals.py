"""What a unit's total was known to be in periods of which nothing else is told: added up by the database.

From figures and their history, as all that was known on a day (promise 4): stored totals are of today.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from django.db.models import Count, Q, QuerySet, Sum

from aggregates import ledger
from aggregates.around import as_filter
from aggregates.as_known import Known
from aggregates.asked import Book
from aggregates.kernel.bounds import checked
from aggregates.kernel.total import ADDED, NONE, NOT_APPLICABLE, NUMBER, WHOLE
from aggregates.values import Value
from indicators.adding_up import OverUnits
from submissions.models import Figure, FigureHistory

Place = tuple[int, int]  # period, data point
UnitsIn = Mapping[int, Collection[int]]  # period → units
_SAID = ("amount", "numbers", "nones", "answered", "taken_back", "wholes")


@dataclass(slots=True)
class _Said:
    amount: int = 0
    numbers: int = 0
    nones: int = 0
    answered: int = 0
    taken_back: int = 0
    wholes: int = 0


def known_totals(
    units_in: UnitsIn,
    points: Collection[int],
    asked: pd.DataFrame,
    near: Q,
    *,
    known: Known,
    book: Book,
    edition: int,
) -> dict[Place, Value] | None:
    """(period, data point) → the value of all the units together; None where one speaks for others.

    `points`: of PLAIN kinds. `near`: where their rows are. `asked`: ASKED rows of then, of the units at
    least. Two queries.
    """
    said: dict[Place, _Said] = {(period, point): _Said() for period in units_in for point in points}
    where = as_filter([(units_in, points)], edition=edition)
    for rows in (
        known.standing(Figure.objects.filter(where & near)),
        known.replaced(FigureHistory.objects.filter(where & near)),
    ):
        for period, point, *counts in _added_up(rows):
            told = said[period, point]
            for name, count in zip(_SAID, counts, strict=True):
                setattr(told, name, getattr(told, name) + int(count or 0))
    if any(told.wholes for told in said.values()):
        return None
    expected = _expected(units_in, points, asked, book=book, edition=edition)
    return {
        place: _value(told, *expected.get(place, (0, 0)), kind=book.rules.adding.of(place[1]).over_units)
        for place, told in said.items()
    }


def _added_up(rows: QuerySet[Any]) -> list[tuple[int, ...]]:
    number, none = Q(sign=NUMBER), Q(sign=NONE)
    told = rows.order_by().values_list("period", "data_point")
    return list(
        told.annotate(
            amount_=Sum("amount", filter=number),
            numbers=Count("unit", filter=number),
            nones=Count("unit", filter=none),
            answered=Count("unit", filter=(number | none) & ~Q(scope=ADDED)),
            taken_back=Count("unit", filter=Q(sign=NOT_APPLICABLE)),
            wholes=Count("unit", filter=Q(scope=WHOLE)),
        )
    )


def _expected(
    units_in: UnitsIn, points: Collection[int], asked: pd.DataFrame, *, book: Book, edition: int
) -> dict[Place, tuple[int, int]]:
    """How many duties asked for a point, and how many of them had been answered."""
    mine = [
        unit in units_in.get(period, ())
        for unit, period in zip(asked["unit"].tolist(), asked["period"].tolist(), strict=True)
    ]
    alike = [name for name in ledger.ASKED if name not in ("unit", "reported")]
    counted = (
        asked[np.array(mine, dtype=np.bool_)]
        .groupby(alike, as_index=False, sort=False)
        .agg(duties=("reported", "size"), reported=("reported", "sum"))
    )
    counted["unit"] = range(len(counted))  # duties that are alike stand as one
    cells = book.cells[book.cells["data_point"].isin(list(points))]
    bound = ledger.bound_to_cells(counted[ledger.ASKED], cells=cells, rules=book.rules)
    found: dict[Place, tuple[int, int]] = {}
    duties = counted["duties"].tolist()
    bound = bound[bound["edition"] == edition]
    for at, period, point, reported in (
        bound[["unit", "period", "data_point", "reported"]].to_numpy().tolist()
    ):
        before = found.get((period, point), (0, 0))
        found[period, point] = (before[0] + duties[at], before[1] + reported)
    return found


def _value(said: _Said, expected: int, reported: int, *, kind: OverUnits) -> Value:
    amount = checked(said.amount)
    is_sum = kind is OverUnits.SUM
    return Value(
        amount=amount if is_sum and said.numbers + said.nones else None,
        reported=reported - said.taken_back,
        answered=said.answered,
        expected=expected - said.taken_back,
        numerator=0 if is_sum else amount,
        denominator=0 if is_sum else said.numbers,
    )
