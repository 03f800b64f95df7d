"""Promise 5: dirty marks become totals, one unit a transaction, from the deepest up."""

import logging
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

import pandas as pd
from django.db import connection, transaction

from aggregates import ledger
from aggregates.kernel import KernelBoundError
from aggregates.kernel.frames import frame
from aggregates.kernel.total import add_up, parts_of
from aggregates.writing import remove_totals, write_totals
from submissions.models import DirtyMark
from units.models import Placement, Unit

logger = logging.getLogger(__name__)

Pairs = set[tuple[int, int]]  # (period, data point)


@dataclass(slots=True)
class RefreshReport:
    """What a run did. `refused`: units whose sum passes the bound; their marks stay."""

    units: int = 0
    marks: int = 0
    totals: int = 0
    refused: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        refused = f", {len(self.refused)} refused" if self.refused else ""
        return f"{self.marks} marks, {self.units} units, {self.totals} totals{refused}"


def refresh_totals(*, at: datetime, limit: int | None = None) -> RefreshReport:
    """Recompute what is marked, and above it, until no mark is left (or `limit` units are done).

    Any number of workers may run at once: a unit's row is locked, its marks are deleted before anything is
    read, and the parent's mark is left in the same transaction. What is committed later has marks of its own.
    """
    report = RefreshReport()
    refused: set[int] = set()
    while limit is None or report.units < limit:
        unit = _deepest_marked(refused)
        if unit is None:
            break
        try:
            _refresh_unit(unit, at=at, report=report)
        except KernelBoundError as error:
            logger.exception("Total of unit %s refused", unit)
            refused.add(unit)
            report.refused.append(f"unit {unit}: {error}")
    return report


def _deepest_marked(refused: set[int]) -> int | None:
    """A marked unit with no marked unit below it, as far as one can see: none is refreshed twice in vain."""
    marked = DirtyMark.objects.exclude(unit__in=refused) if refused else DirtyMark.objects.all()
    units = set(marked.values_list("unit", flat=True).distinct())
    if len(units) < 2:
        return min(units, default=None)
    above: dict[int, set[int]] = {unit: {unit} for unit in units}
    frontier = units
    for _level in range(5):
        steps = list(
            Placement.objects.filter(unit__in=frontier, until__isnull=True)
            .values_list("unit_id", "parent_id")
            .distinct()
        )
        for child, parent in steps:
            for reached in above.values():
                if child in reached:
                    reached.add(parent)
        frontier = {parent for _child, parent in steps}
        if not frontier:
            break
    covered = {other for unit, reached in above.items() for other in reached if other != unit}
    return min(units - covered or units)


@transaction.atomic
def _refresh_unit(unit: int, *, at: datetime, report: RefreshReport) -> None:
    # NO KEY: rows elsewhere that only refer to this unit need not wait.
    locked = (
        Unit.objects.select_for_update(no_key=True).filter(pk=unit).values_list("shard", flat=True).first()
    )
    marks = _take_marks(unit)
    if locked is None or not marks:
        return
    pairs = set(marks)
    rules = ledger.point_rules()
    ends = ledger.ends_of({period for period, _point in pairs})
    for kind, periods, points in _batches(pairs, rules):
        places = ledger.below_on(unit, days=(ends[period] for period in periods), kind=kind)
        remove_totals(units=[unit], periods=periods, data_points=points)
        with_others = [period for period in periods if places[ends[period]].has_others]
        if with_others:
            totals = _totals(unit, periods=with_others, points=points, places=places, ends=ends, rules=rules)
            report.totals += write_totals(totals, shards={unit: locked}, at=at)
        _mark_parents(periods, points, places=places, ends=ends)
    report.units += 1
    report.marks += len(marks)


def _take_marks(unit: int) -> list[tuple[int, int]]:
    table = connection.ops.quote_name(DirtyMark._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE unit = %s RETURNING period, data_point", [unit])  # noqa: S608
        return [(period, point) for period, point in cursor.fetchall()]


def _batches(pairs: Pairs, rules: ledger.PointRules) -> Iterator[tuple[str, list[int], list[int]]]:
    """Pairs as rectangles periods × points of one tree, so that each costs the same few queries."""
    points_of: dict[tuple[str, int], set[int]] = defaultdict(set)
    for period, point in pairs:
        points_of[rules.kind_of.get(point, ledger.ADMINISTRATIVE), period].add(point)
    periods_of: dict[tuple[str, frozenset[int]], list[int]] = defaultdict(list)
    for (kind, period), points in points_of.items():
        periods_of[kind, frozenset(points)].append(period)
    for (kind, together), periods in periods_of.items():
        yield kind, sorted(periods), sorted(together)


def _totals(
    unit: int,
    *,
    periods: list[int],
    points: list[int],
    places: dict[date, ledger.Below],
    ends: dict[int, date],
    rules: ledger.PointRules,
) -> pd.DataFrame:
    leaves = {period: places[ends[period]].leaves for period in periods}
    inner = {period: places[ends[period]].inner for period in periods}
    near = {unit}.union(*leaves.values())
    needed = rules.adding.needed(points)
    parts = parts_of(
        ledger.figures_frame(periods=periods, data_points=needed, units=near),
        ledger.duties_frame(rules=rules, periods=periods, data_points=needed, units=near),
        rules=rules.adding,
        points=points,
    )
    own = parts[parts["unit"] == unit]
    below = [_of_their_time(parts, leaves)]
    upper = frozenset[int]().union(*inner.values())
    if upper:
        stored = ledger.totals_frame(periods=periods, data_points=points, units=upper)
        below.append(_of_their_time(stored, inner))
    return add_up(unit, own=own, below=pd.concat(below, ignore_index=True), rules=rules.adding)


def _of_their_time(rows: pd.DataFrame, units: dict[int, frozenset[int]]) -> pd.DataFrame:
    """Rows of units that are children in that row's own period."""
    if len(set(units.values())) == 1:
        return rows[rows["unit"].isin(next(iter(units.values())))]
    children = frame(
        ((period, unit) for period, listed in units.items() for unit in listed), ["period", "unit"]
    )
    return rows.merge(children, on=["period", "unit"])


def _mark_parents(
    periods: list[int], points: list[int], *, places: dict[date, ledger.Below], ends: dict[int, date]
) -> None:
    DirtyMark.objects.bulk_create(
        DirtyMark(unit=parent, period=period, data_point=point)
        for period in periods
        if (parent := places[ends[period]].parent) is not None
        for point in points
    )
