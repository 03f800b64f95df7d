"""What is measured at the size of the country: ours and the bare statement on the same rows, taking turns."""

import statistics
import sys
import time
from collections.abc import Callable, Collection
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from aggregates.actions.recompute_all import recompute_all
from aggregates.actions.recompute_period import recompute_period
from aggregates.actions.refresh_totals import refresh_totals
from aggregates.models import Total
from indicators.calendars import period_named
from indicators.models import DataPoint, ReportingRound, TemplateCell
from submissions.figures import FigureRow, mark_dirty, write_figures
from submissions.marks import marked_unit
from submissions.models import Figure, Submission
from units.actions.record_event import record_event
from units.queries import find_unit

Result = dict[str, Any]
FORM = "QG.01"
TURNS = 5


def milliseconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def taking_turns(turns: int, **ways: Callable[[], object]) -> Result:
    """Medians and slowest of each way, after one turn to warm up."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(turns + 1):
        for name, way in ways.items():
            spent = milliseconds(way)
            if turn:
                taken[name].append(spent)
    medians = {name: round(statistics.median(spent), 1) for name, spent in taken.items()}
    slowest = {f"{name}_slowest": round(max(spent), 1) for name, spent in taken.items()}
    print("  ", medians, file=sys.stderr)
    return medians | slowest


def everything() -> Result:
    counted = 0

    def work() -> None:
        nonlocal counted
        counted = recompute_all(at=timezone.now())

    spent = milliseconds(work)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {"totals": counted, "seconds": round(spent / 1000, 1)}


# ---- one commune's correction ------------------------------------------------------------------------------


def corrections(month: str, *, turns: int = 15) -> Result:
    """A report's figures change, are marked, and reach the country's total; the total must say so."""
    correct, period, first = corrector(month, times=turns + 1)

    def bare() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT SUM(amount), COUNT(*) FROM submissions_figure WHERE period = %s AND data_point = %s",
                [period, first],
            )
            cursor.fetchone()

    return taking_turns(turns, ours=correct, bare=bare)


def corrector(month: str, *, times: int, with_refresh: bool = True) -> tuple[Callable[[], None], int, int]:
    """What corrects another report each time it is called, at most `times`; the period and first point."""
    round_ = ReportingRound.objects.select_related("period").get(period_code=month, template__code=FORM)
    reports = Submission.objects.filter(assignment__round=round_, accepted__isnull=False).order_by("pk")
    step = max(1, reports.count() // times)
    chosen = iter(list(reports.values_list("assignment__subject", "assignment__subject__shard"))[::step])
    country = find_unit("VN", on=round_.period.ends)
    points = list(TemplateCell.objects.filter(version=round_.version_id).values_list("data_point", flat=True))
    first = points[0]

    def total() -> int:
        key = {"period": round_.period_id, "data_point": first, "shard": country.shard}
        amount = Total.objects.values_list("amount", flat=True).get(**key, unit=country.pk)
        assert amount is not None
        return amount

    def correct() -> None:
        unit, shard = next(chosen)
        before = total()
        expected = before + _correct(unit, shard, round_.period_id, round_.period.ends, points)
        if not with_refresh:
            return
        refresh_totals(at=timezone.now())
        if total() != expected:
            raise SystemExit(f"the country's total is {total()}, not {expected}")

    return correct, round_.period_id, first


def _correct(unit: int, shard: int, period: int, day: date, points: Collection[int]) -> int:
    """Every number of the report one higher; by how much the first point's total moves."""
    with transaction.atomic():
        event = record_event(kind="submission.corrected", by=None, at=timezone.now(), data={"unit": unit})
        rows = [
            FigureRow(*values)
            for values in Figure.objects.filter(
                period=period, data_point__in=points, shard=shard, unit=unit
            ).values_list(*FigureRow._fields)
        ]
        changed = [
            row._replace(amount=None if row.amount is None else row.amount + 1, since=event.pk)
            for row in rows
        ]
        write_figures(changed, until=event.pk)
        above = marked_unit(unit, kind="administrative", on=day)
        assert above is not None
        mark_dirty(unit=above, points=[(period, point) for point in points])
    return sum(1 for row in rows if row.data_point == min(points) and row.amount is not None)


# ---- months and years --------------------------------------------------------------------------------------


def month(code: str, *, points: int) -> Result:
    """All totals of a month from scratch, stored; the bare statement groups the same rows and stores none."""
    period, day = period_of(code)
    chosen = sorted(DataPoint.objects.order_by("pk").values_list("pk", flat=True)[:points])
    result = taking_turns(
        TURNS,
        ours=lambda: recompute_period(period=period, points=chosen, at=timezone.now()),
        bare=lambda: _bare([period], day, chosen),
    )
    figures = Figure.objects.filter(period=period, data_point__in=chosen).count()
    totals = Total.objects.filter(period=period, data_point__in=chosen).count()
    return result | {"month": code, "points": points, "figures": figures, "totals": totals}


def year(last: str) -> Result:
    """Twelve months of all points, everything recomputed and stored."""
    _period_id, day = period_of(last)
    rounds = ReportingRound.objects.filter(template__code=FORM, period__ends__lte=day).order_by(
        "-period__ends"
    )
    months = list(rounds.values_list("period", "period__ends")[:12])
    points = sorted(DataPoint.objects.values_list("pk", flat=True))

    def ours() -> None:
        for period, _day in months:
            recompute_period(period=period, at=timezone.now())

    def bare() -> None:
        for period, ends in months:
            _bare([period], ends, points)

    result = taking_turns(2, ours=ours, bare=bare)
    figures = Figure.objects.filter(period__in=[period for period, _ends in months]).count()
    return result | {"figures": figures, "months": len(months)}


def period_of(code: str) -> tuple[int, date]:
    span = period_named(code)
    round_ = ReportingRound.objects.get(period_code=code, template__code=FORM)
    return round_.period_id, span.ends


def _bare(periods: Collection[int], day: date, points: Collection[int]) -> None:
    """Sums and counts for every level by one GROUPING SETS; SQLite has none: one GROUP BY a level."""
    levels = 3 if day < date(2025, 7, 1) else 2
    names = [f"p{level}" for level in range(1, levels + 1)]
    joins = "".join(
        f" LEFT JOIN place AS l{level} ON l{level}.unit = l{level - 1}.parent"
        for level in range(2, levels + 1)
    )
    columns = ", ".join(f"l{level}.parent AS p{level}" for level in range(1, levels + 1))
    place = f"""WITH place AS MATERIALIZED (
            SELECT unit_id AS unit, parent_id AS parent FROM units_placement
            WHERE kind = 'administrative' AND until IS NULL AND valid_from <= '{day}'
              AND (valid_to IS NULL OR valid_to >= '{day}')
        ), up AS MATERIALIZED (SELECT l1.unit, {columns} FROM place AS l1{joins})"""
    where = (
        f"WHERE period IN ({', '.join(map(str, periods))}) AND data_point IN ({', '.join(map(str, points))})"
    )
    source = f"FROM submissions_figure AS figure CROSS JOIN up {where} AND up.unit = figure.unit"
    said = "SUM(amount), COUNT(amount), COUNT(*)"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET jit = off")
            cursor.execute("SET work_mem = '128MB'")
            sets = ", ".join(f"(data_point, {name})" for name in names)
            grouped = f"SELECT data_point, {', '.join(names)}, {said} {source}"
            cursor.execute(f"{place} {grouped} GROUP BY GROUPING SETS ({sets})")
            cursor.fetchall()
        else:
            for name in names:
                cursor.execute(
                    f"{place} SELECT data_point, {name}, {said} {source} GROUP BY data_point, {name}"
                )
                cursor.fetchall()


def reconciled(code: str) -> Result:
    """One month recounted by the kernel and compared: what the nightly run does for every month."""
    from aggregates.actions.reconcile_totals import _reconcile

    period, _day = period_of(code)
    differences: list[object] = []
    spent = milliseconds(lambda: differences.extend(_reconcile(period)))
    if differences:
        raise SystemExit(f"totals do not agree with the figures: {differences[:3]}")
    return {"month": code, "seconds": round(spent / 1000, 1)}
