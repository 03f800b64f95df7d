"""Figures of the unit a report is about, by the words of their data points and the days of their periods."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Exists, OuterRef, Q, Subquery

from indicators.answers import Answer, Sign
from indicators.models import DataPoint, Period, ReportingRound
from indicators.queries import data_points_named
from submissions.models import Figure, Submission


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


def amount_of(answer: Answer) -> Fraction | None:
    """None of the kind is 0; what was not collected, or does not apply, is not known."""
    if answer.scaled is not None:
        return Fraction(answer.scaled, 10**answer.decimals)
    return Fraction(0) if answer.sign is Sign.NONE else None
