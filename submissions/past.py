"""What a cell said in earlier periods, for the unit as it is today.

Before a reorganisation today's unit did not report; what lay wholly inside it is added up, and said to be so.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import TypeAlias

from indicators.answers import Sign
from indicators.models import Assignment, Indicator, ReportingRound
from submissions.models import Figure, Submission
from units.queries import terminals_within_of


class From(IntEnum):
    """Where a past value comes from, or why there is none."""

    OWN = 0
    PREDECESSORS = 1
    OTHER_GROUND = 2
    INCOMPLETE = 3


@dataclass(frozen=True, slots=True)
class PastValue:
    """A figure of an earlier period: its round's period code, scaled amount or sign. Of predecessors `parts`
    says how many were added up; without a value (OTHER_GROUND, INCOMPLETE) amount is None, sign NUMBER."""

    period_code: str
    amount: int | None
    sign: int
    origin: From = From.OWN
    parts: int = 1

    @property
    def has_value(self) -> bool:
        return self.origin in (From.OWN, From.PREDECESSORS)


@dataclass(frozen=True, slots=True)
class Point:
    """A data point in an edition; `adds_up`: over units, by summing."""

    data_point: int
    edition: int
    adds_up: bool


def past_values(submission: Submission, address: str, *, last: int = 8) -> list[PastValue]:
    """What the same cell said in earlier rounds of the form, oldest first. At most seven queries; periods in
    which nothing was said and nothing was to be said are left out."""
    assignment = submission.assignment
    point = _point_of(submission, address)
    if point is None:
        return []
    codes = dict(
        ReportingRound.objects.filter(
            template=assignment.round.template_id, period__ends__lt=assignment.round.period.ends
        )
        .order_by("-period__ends")
        .values_list("period", "period_code")
        .distinct()[:last]
    )
    unit = assignment.subject_id
    own = figures_at([unit], [point], codes)
    before = said_by_predecessors(
        submission, [point], [period for period in codes if (period, unit, point) not in own]
    )
    found = []
    for period, code in reversed(codes.items()):
        if (period, unit, point) in own:
            found.append(PastValue(code, *own[period, unit, point]))
        elif (period, point) in before:
            found.append(added_up(code, before[period, point]))
    return found


def _point_of(submission: Submission, address: str) -> Point | None:
    cells = submission.assignment.round.version.cells.filter(address=address)
    row = cells.values_list("data_point", "edition", "data_point__indicator__over_units").first()
    return None if row is None else Point(row[0], row[1], row[2] == Indicator.OverUnits.SUM)


def figures_at(
    units: Collection[int], points: Collection[Point], periods: Iterable[int]
) -> dict[tuple[int, int, Point], tuple[int | None, int]]:
    """(period, unit, point) → amount and sign. One query."""
    asked = {(point.data_point, point.edition): point for point in points}
    rows = Figure.objects.filter(
        period__in=list(periods), data_point__in={point.data_point for point in points}, unit__in=units
    )
    return {
        (period, unit, asked[data_point, edition]): (amount, sign)
        for period, unit, data_point, edition, amount, sign in rows.values_list(
            "period", "unit", "data_point", "edition", "amount", "sign"
        )
        if (data_point, edition) in asked
    }


Parts: TypeAlias = list[tuple[int | None, int] | None]
"""What each predecessor said; None where one said nothing. An empty list: one lay only partly inside."""


def said_by_predecessors(
    submission: Submission, points: Collection[Point], periods: Collection[int]
) -> dict[tuple[int, Point], Parts]:
    """(Period, point) → what those said that had a duty then and lie in today's unit. Three queries."""
    unit = submission.assignment.subject_id
    return said_by_predecessors_of([unit], submission.assignment.round.template_id, points, periods)[unit]


def said_by_predecessors_of(
    units: Collection[int], template: int, points: Collection[Point], periods: Collection[int]
) -> dict[int, dict[tuple[int, Point], Parts]]:
    """Unit of today → the same. Three queries however many units there are."""
    points = [point for point in points if point.adds_up]
    if not periods or not points:
        return {unit: {} for unit in units}
    inside = terminals_within_of(units)
    whole = {unit: inside[unit].keys() - {unit} for unit in units}
    duties = Assignment.objects.filter(
        round__template=template,
        round__period__in=periods,
        subject__in=frozenset[int]().union(*whole.values()),
        exempted_at__isnull=True,
    )
    asked: dict[int, set[int]] = {}
    for period, subject in duties.values_list("round__period", "subject"):
        asked.setdefault(period, set()).add(subject)
    said = figures_at(set().union(*asked.values()), points, asked) if asked else {}
    return {
        unit: {
            (period, point): [said.get((period, one, point)) for one in sorted(mine)]
            if all(inside[unit][one] for one in mine)
            else []
            for period, subjects in asked.items()
            if (mine := subjects & whole[unit])
            for point in points
        }
        for unit in units
    }


def added_up(code: str, parts: Parts) -> PastValue:
    if not parts:
        return PastValue(code, None, Sign.NUMBER, From.OTHER_GROUND)
    if any(part is None or part[1] == Sign.MISSING for part in parts):
        return PastValue(code, None, Sign.NUMBER, From.INCOMPLETE, len(parts))
    amounts = [part[0] for part in parts if part is not None and part[0] is not None]
    sign = Sign.NUMBER if amounts else parts[0][1] if parts[0] is not None else Sign.NONE
    return PastValue(code, sum(amounts) if amounts else None, sign, From.PREDECESSORS, len(parts))
