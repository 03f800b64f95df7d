"""Figures of the unit a report is about, by the words of their data points and the days of their periods."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from indicators.answers import Answer, Sign
from indicators.models import DataPoint, Period, ReportingRound
from indicators.queries import data_points_named
from submissions.models import Figure, Submission
from units.models import Unit

FEW = 100
"""So many units are looked for one by one."""


@dataclass(frozen=True, slots=True)
class NamedFigure:
    """`name`: "INDICATOR|breakdown"; `edition`: of `Edition`; the answer has the indicator's decimals.

    `is_asked`: of a period for which the report's own form was asked. `over_time`: of `Indicator.OverTime`.
    """

    name: str
    edition: int
    starts: date
    ends: date
    answer: Answer
    is_asked: bool
    over_time: str


def named_figures(submission: Submission, names: Collection[str], *, periods: Q) -> list[NamedFigure]:
    """What counts for the report's subject, of these data points. `periods` are conditions on Figure.period.

    One query.
    """
    subject = submission.assignment.subject
    period = Period.objects.filter(pk=OuterRef("period"))
    point = DataPoint.objects.filter(pk=OuterRef("data_point"))
    asked = ReportingRound.objects.filter(
        template=submission.assignment.round.template_id, period=OuterRef("period")
    )
    rows = (
        Figure.objects.filter(
            periods,
            data_point__in=data_points_named(names).values("pk"),
            shard=subject.shard,
            unit=subject.pk,
        )
        .annotate(
            code=Subquery(point.values("indicator__code")),
            key=Subquery(point.values("breakdown__key")),
            decimals=Subquery(point.values("indicator__decimals")),
            over_time=Subquery(point.values("indicator__over_time")),
            starts=Subquery(period.values("starts")),
            ends=Subquery(period.values("ends")),
            is_asked=Exists(asked),
        )
        .values_list(
            "code", "key", "edition", "starts", "ends", "amount", "sign", "decimals", "is_asked", "over_time"
        )
    )
    return [
        NamedFigure(
            f"{code}|{key}", edition, starts, ends, Answer(Sign(sign), amount, decimals), is_asked, over_time
        )
        for code, key, edition, starts, ends, amount, sign, decimals, is_asked, over_time in rows
    ]


def named_figures_of(
    submissions: Sequence[Submission], wanted: Sequence[tuple[Collection[str], QuerySet[Period]]]
) -> dict[int, list[NamedFigure]]:
    """Subject → the same, for reports of one round. `wanted`: data points, and the periods of which they are.

    For each of `wanted` three queries however many reports there are: names and days are looked up once, and
    not for each figure.
    """
    subjects = [submission.assignment.subject for submission in submissions]
    found: dict[int, list[NamedFigure]] = {subject.pk: [] for subject in subjects}
    rounds = ReportingRound.objects.filter(template=submissions[0].assignment.round.template_id)
    asked = frozenset(rounds.values_list("period", flat=True))
    for names, periods in wanted:
        points = {
            pk: (name, decimals, over_time)
            for pk, name, decimals, over_time in data_points_named(names).values_list(
                "pk", "name", "indicator__decimals", "indicator__over_time"
            )
        }
        days = {pk: (starts, ends) for pk, starts, ends in periods.values_list("pk", "starts", "ends")}
        counting = Figure.objects.filter(
            of_units(subjects), period__in=list(days), data_point__in=list(points)
        )
        for unit, period, point, edition, amount, sign in counting.values_list(
            "unit", "period", "data_point", "edition", "amount", "sign"
        ):
            if unit in found:
                name, decimals, over_time = points[point]
                answer = Answer(Sign(sign), amount, decimals)
                found[unit].append(
                    NamedFigure(name, edition, *days[period], answer, period in asked, over_time)
                )
    return found


def of_units(subjects: Sequence[Unit]) -> Q:
    """Whose figures are read: of many units all are, and the others left out by who reads them, since the
    database would otherwise look for each unit in each period."""
    if len(subjects) > FEW:
        return Q()
    return Q(shard__in={one.shard for one in subjects}, unit__in=[one.pk for one in subjects])


def amount_of(answer: Answer) -> Fraction | None:
    """None of the kind is 0; what was not collected, or does not apply, is not known."""
    if answer.scaled is not None:
        return Fraction(answer.scaled, 10**answer.decimals)
    return Fraction(0) if answer.sign is Sign.NONE else None
