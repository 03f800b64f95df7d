"""Promise 5: totals recomputed from figures and duties; a difference from what is stored is a defect."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pandas as pd
from django.db import connection, transaction

from aggregates import ledger
from aggregates.kernel.frames import COUNTS, KEY
from aggregates.recounting import recounted
from submissions.models import DirtyMark
from units.models import Placement

ON = ["unit", *KEY]


@dataclass(frozen=True, slots=True)
class Difference:
    """One total that is not what the figures say; None where there is no row or no amount."""

    unit: int
    period: int
    data_point: int
    edition: int
    stored: tuple[int | None, ...] | None
    counted: tuple[int | None, ...] | None

    def __str__(self) -> str:
        return (
            f"unit {self.unit} period {self.period} data point {self.data_point} edition {self.edition}: "
            f"stored {_words(self.stored)}, counted {_words(self.counted)}"
        )


def reconcile_totals() -> list[Difference]:
    """Compare stored totals with a full recount in one snapshot. What waits under a mark is left out."""
    with _one_snapshot():
        counted = recounted()
        stored = ledger.totals_frame(periods=[], data_points=None, units=None)
        waiting = _waiting()
    both = stored.merge(counted, on=ON, how="outer", suffixes=("_stored", "_counted"), indicator=True)
    return [
        difference
        for row in _unequal(both, stored, counted)
        if (row[0], row[1], row[2]) not in waiting and (difference := _difference(row, stored, counted))
    ]


def _unequal(both: pd.DataFrame, stored: pd.DataFrame, counted: pd.DataFrame) -> list[tuple[int, ...]]:
    """Keys that are in one frame only, or whose values differ. int64 throughout: no float comes near."""
    one_sided = both.loc[both["_merge"] != "both", ON]
    common = stored.merge(counted, on=ON, suffixes=("_stored", "_counted"))
    unequal = pd.Series(False, index=common.index)
    for column in COUNTS:
        unequal |= common[f"{column}_stored"] != common[f"{column}_counted"]
    keys = pd.concat([one_sided, common.loc[unequal, ON]], ignore_index=True)
    return sorted(keys.itertuples(index=False, name=None))


def _difference(key: tuple[int, ...], stored: pd.DataFrame, counted: pd.DataFrame) -> Difference:
    unit, period, data_point, edition = key
    return Difference(unit, period, data_point, edition, _values(stored, key), _values(counted, key))


def _values(frame: pd.DataFrame, key: tuple[int, ...]) -> tuple[int | None, ...] | None:
    chosen = frame
    for column, value in zip(ON, key, strict=True):
        chosen = chosen[chosen[column] == value]
    if not len(chosen):
        return None
    return tuple(int(chosen[column].iloc[0]) for column in COUNTS)


def _words(values: tuple[int | None, ...] | None) -> str:
    if values is None:
        return "nothing"
    amount, has_amount, numerator, denominator, reported, answered, expected = values
    said = f"{numerator}/{denominator}" if numerator or denominator else str(amount if has_amount else None)
    return f"{said} (reported {reported}, answered {answered}, expected {expected})"


def _waiting() -> set[tuple[int, int, int]]:
    """(unit, period, data point) at or above a mark, by any tree of any day: not yet expected to agree."""
    above: dict[int, set[int]] = {}
    for child, parent in Placement.objects.values_list("unit_id", "parent_id").distinct():
        above.setdefault(child, set()).add(parent)
    found: set[tuple[int, int, int]] = set()
    for unit, period, point in DirtyMark.objects.values_list("unit", "period", "data_point"):
        frontier = {unit}
        while frontier:
            found.update((reached, period, point) for reached in frontier)
            frontier = {up for reached in frontier for up in above.get(reached, ())} - frontier
    return found


@contextmanager
def _one_snapshot() -> Iterator[None]:
    """All reads see one moment: SQLite's transaction does, PostgreSQL's when it is told to first."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
