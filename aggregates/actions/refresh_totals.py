"""Promise 5: dirty marks become totals, one unit a transaction, from the deepest up."""

import logging
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

import pandas as pd
from django.db.models import Count

from aggregates import ledger
from aggregates.actions.recompute_period import recompute_period
from aggregates.adding import add_up_unit, by_kind, spoken_for
from aggregates.kernel import KernelBoundError
from aggregates.kernel.total import add_up, parts_of
from aggregates.marks import take_marks_at
from aggregates.places import Place, places_on
from aggregates.point_rules import PointRules, point_rules
from aggregates.transactions import atomic_derived
from aggregates.writing import remove_totals, write_totals
from submissions.models import DirtyMark
from units.models import Placement, Unit

logger = logging.getLogger(__name__)

Pairs = set[tuple[int, int]]  # (period, data point)
MANY, MANY_OF = 24, 8
"""From so many marked units on, one in so many of those with totals, a period is recomputed in one pass."""


@dataclass(slots=True)
class RefreshReport:
    """What a run did: single units, and periods in one pass.

    `refused`: units whose sum passes the bound; their marks stay.
    """

    units: int = 0
    periods: int = 0
    marks: int = 0
    totals: int = 0
    refused: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        refused = f", {len(self.refused)} refused" if self.refused else ""
        periods = f", {self.periods} whole periods" if self.periods else ""
        return f"{self.marks} marks, {self.units} units{periods}, {self.totals} totals{refused}"


def refresh_totals(*, at: datetime, limit: int | None = None) -> RefreshReport:
    """Recompute what is marked, and above it, until no mark is left (or `limit` units are done).

    Any number of workers may run at once: a unit's row is locked, its marks are deleted before anything is
    read, and the parent's mark is left in the same transaction. What is committed later has marks of its own.
    A period in which many units are marked is recomputed in one pass instead.
    """
    report = RefreshReport()
    if limit is None:
        _refresh_periods(at=at, report=report)
    refused: set[int] = set()
    while limit is None or report.units < limit:
        unit = _deepest_marked(refused)
        if unit is None:
            break
        try:
            refresh_unit(unit, at=at, report=report)
        except KernelBoundError as error:
            logger.exception("Total of unit %s refused", unit)
            refused.add(unit)
            report.refused.append(f"unit {unit}: {error}")
    return report


def _refresh_periods(*, at: datetime, report: RefreshReport) -> None:
    """Whole periods at once, where that is cheaper. A sum past the bound leaves its marks to single units."""
    marked = DirtyMark.objects.values("period").annotate(units=Count("unit", distinct=True))
    crowded = marked.filter(units__gte=MANY).order_by("period").values_list("period", "units")
    for period, units in list(crowded):
        marks = DirtyMark.objects.filter(period=period)
        points = set(marks.values_list("data_point", flat=True).distinct())
        if units * MANY_OF < ledger.inner_units(period):
            continue
        count = marks.count()
        try:
            report.totals += recompute_period(period=period, points=points, at=at)
        except KernelBoundError:
            logger.warning("Period %s not recomputed in one pass: a total passes the bound", period)
            continue
        report.periods += 1
        report.marks += count


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


@atomic_derived()
def refresh_unit(unit: int, *, at: datetime, report: RefreshReport) -> None:
    """Recompute what is marked at one unit, and leave marks at the one above."""
    # NO KEY: rows elsewhere that only refer to this unit need not wait.
    is_there = Unit.objects.select_for_update(no_key=True).filter(pk=unit).values_list("pk").first()
    marks = take_marks_at(unit)
    if not is_there or not marks:
        return
    pairs = set(marks)
    rules = point_rules({point for _period, point in pairs})
    ends = ledger.ends_of({period for period, _point in pairs})
    for kind, periods, points in _batches(pairs, rules):
        places = places_on(unit, days=(ends[period] for period in periods), kind=kind)
        remove_totals(units=[unit], periods=periods, data_points=points)
        for period in periods:
            place = places[ends[period]]
            if place.has_others:
                report.totals += _total(
                    unit, period=period, day=ends[period], points=points, place=place, rules=rules, at=at
                )
        _mark_parents(periods, points, places=places, ends=ends)
    report.units += 1
    report.marks += len(marks)


def _batches(pairs: Pairs, rules: PointRules) -> Iterator[tuple[str, list[int], list[int]]]:
    """Pairs as rectangles periods × points of one tree, so that each costs the same few queries."""
    points_of: dict[tuple[str, int], set[int]] = defaultdict(set)
    for period, point in pairs:
        points_of[rules.tree_of(point), period].add(point)
    periods_of: dict[tuple[str, frozenset[int]], list[int]] = defaultdict(list)
    for (kind, period), points in points_of.items():
        periods_of[kind, frozenset(points)].append(period)
    for (kind, together), periods in periods_of.items():
        yield kind, sorted(periods), sorted(together)


def _total(
    unit: int,
    *,
    period: int,
    day: date,
    points: list[int],
    place: Place,
    rules: PointRules,
    at: datetime,
) -> int:
    """Inside the database what it can add up, the rest by the kernel; how many totals were written."""
    kinds = by_kind(points, rules=rules.adding, wholes=spoken_for(period=period, points=points))
    count = sum(
        add_up_unit(
            unit,
            place=place,
            period=period,
            day=day,
            kind=kind,
            points=listed,
            at=at,
        )
        for kind, listed in kinds.items()
    )
    others = sorted(set(points).difference(*kinds.values()))
    if others:
        totals = _by_kernel(unit, period=period, points=others, place=place, rules=rules)
        count += write_totals(totals, shards=place.shards, at=at)
    return count


def _by_kernel(unit: int, *, period: int, points: list[int], place: Place, rules: PointRules) -> pd.DataFrame:
    near = {unit, *place.leaves}
    needed = rules.adding.needed(points)
    parts = parts_of(
        ledger.figures_frame(periods=[period], data_points=needed, units=near),
        ledger.duties_frame(rules=rules, periods=[period], data_points=needed, units=near),
        rules=rules.adding,
        points=points,
    )
    own = parts[parts["unit"] == unit]
    below = [parts[parts["unit"] != unit]]
    if place.inner:
        below.append(ledger.totals_frame(periods=[period], data_points=points, units=place.inner))
    return add_up(unit, own=own, below=pd.concat(below, ignore_index=True), rules=rules.adding)


def _mark_parents(
    periods: list[int], points: list[int], *, places: Mapping[date, Place], ends: dict[int, date]
) -> None:
    DirtyMark.objects.bulk_create(
        DirtyMark(unit=parent, period=period, data_point=point)
        for period in periods
        if (parent := places[ends[period]].parent) is not None
        for point in points
    )
