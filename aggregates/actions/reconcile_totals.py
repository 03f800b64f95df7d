"""Promise 5: totals recomputed from figures and duties; a difference from what is stored is a defect."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pandas as pd
from django.db import connection, transaction
from django.db.models import QuerySet

from aggregates import ledger
from aggregates.kernel.frames import COUNTS, KEY
from aggregates.point_rules import point_rules
from aggregates.recounting import periods_with_totals, recounted, slices
from indicators.models import Period
from submissions.models import DirtyMark, Displacement
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
    """Compare stored totals with a recount by the kernel. What waits under a mark is left out.

    A period is one snapshot, read in slices of data points: memory stays bounded at any size.
    """
    return [found for period in periods_with_totals() for found in _reconcile(period)]


def _reconcile(period: int) -> list[Difference]:
    with _one_snapshot():
        day = Period.objects.values_list("ends", flat=True).get(pk=period)
        rules = point_rules()
        waiting = _waiting(period)
        return [
            found
            for tree, points in slices(period, rules=rules)
            for found in _compare(
                ledger.totals_frame(periods=[period], data_points=points, units=None),
                recounted(period, day=day, tree=tree, points=points, rules=rules),
                waiting=waiting,
            )
        ]


def _compare(
    stored: pd.DataFrame, counted: pd.DataFrame, *, waiting: set[tuple[int, int, int]]
) -> Iterator[Difference]:
    both = stored.merge(counted, on=ON, how="outer", suffixes=("_stored", "_counted"), indicator=True)
    for row in _unequal(both, stored, counted):
        if (row[0], row[1], row[2]) not in waiting:
            yield _difference(row, stored, counted)


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


def _waiting(period: int) -> set[tuple[int, int, int]]:
    """(unit, period, data point) at or above a mark, by any tree of any day: not yet expected to agree."""
    marks = set(DirtyMark.objects.filter(period=period).values_list("unit", "data_point"))
    if not marks:
        return set()
    above: dict[int, set[int]] = {}
    for pairs in (Placement.objects.values_list("unit_id", "parent_id"), _displaced()):
        for child, parent in pairs.distinct():
            above.setdefault(child, set()).add(parent)
    found: set[tuple[int, int, int]] = set()
    for unit, point in marks:
        frontier = {unit}
        while frontier:
            found.update((reached, period, point) for reached in frontier)
            frontier = {
                up
                for reached in frontier
                for up in above.get(reached, ())
                if (up, period, point) not in found
            }
    return found


def _displaced() -> "QuerySet[Displacement, tuple[int, int]]":
    return Displacement.objects.values_list("unit", "parent")


@contextmanager
def _one_snapshot() -> Iterator[None]:
    """All reads see one moment: SQLite's transaction does, PostgreSQL's when it is told to first."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
