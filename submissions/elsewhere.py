"""Figures that a form reads elsewhere: other periods, editions and forms of the unit it is about."""

from collections.abc import Collection, Iterable, Mapping
from typing import get_args

from django.db.models import Q

from indicators.answers import Answer, Sign
from indicators.formulas import Source
from indicators.layout.form import PeriodRole
from indicators.models import Edition, Indicator, Period, ReportingRound
from indicators.periods import PeriodSpan, Stretch
from indicators.queries import data_points_named
from submissions.bindings import span_in_role
from submissions.models import Submission
from submissions.named_figures import named_figures
from submissions.past import Point, added_up, said_by_predecessors
from submissions.to_date import added_up_to_date, constants_of, said_before, stretches_of

Spans = Mapping[str, PeriodSpan]


def figures_elsewhere(submission: Submission, sources: Collection[Source]) -> dict[Source, Answer]:
    """What counts; absent where nothing does. One query.

    A figure to date is what counts so, or is added up from the shorter periods in it; where one of them is
    missing, and for a plan of the year, what the unit's own earlier report of the form said goes on (one
    query more). Five more where the unit is younger than the period: what its predecessors said then is
    added up, if all of them lie wholly in it and did say it.
    """
    round_ = submission.assignment.round
    spans = _spans(round_, sources)
    stretches = stretches_of(round_, sources)
    names = {source.data_point for source in sources}
    own = named_figures(
        submission, names, periods=Q(period__in=_dated(submission, spans, stretches.values()))
    )
    found = constants_of(round_, sources) | added_up_to_date(own, stretches)
    said = {(figure.name, figure.edition, figure.starts, figure.ends): figure.answer for figure in own}
    for source in sources:
        if source.period in spans:
            span = spans[source.period]
            keys = [(source.data_point, edition, span.starts, span.ends) for edition in _editions(source)]
            answer = next((said[key] for key in keys if key in said), None)
            found |= {} if answer is None else {source: answer}
    found |= said_before(submission, [source for source in sources if source not in found])
    young = [
        source
        for source in sources
        if source not in found
        and source.period in spans
        and submission.assignment.subject.begins > spans[source.period].ends
    ]
    return found | _of_predecessors(submission, young, spans) if young else found


def _spans(round_: ReportingRound, sources: Iterable[Source]) -> dict[str, PeriodSpan]:
    """Role → the one period it means; not those that are only added up."""
    roles = {str(source.period) for source in sources} & set(get_args(PeriodRole))
    return {role: span for role in roles if (span := span_in_role(round_, role)) is not None}


def _editions(source: Source) -> list[int]:
    return [int(Edition[edition.upper()]) for edition in source.editions]


def _dated(submission: Submission, spans: Spans, stretches: Iterable[Stretch] = ()) -> Iterable[int]:
    """A subquery of the periods of these dates, and of all within the stretches, in the round's calendar."""
    dates = Q(pk__in=[])
    for span in spans.values():
        dates |= Q(starts=span.starts, ends=span.ends)
    for stretch in stretches:
        dates |= Q(starts__gte=stretch.starts, ends__lte=stretch.ends)
    calendar = submission.assignment.round.period.calendar_id
    return Period.objects.filter(dates, calendar=calendar).values("pk")  # type: ignore[return-value]


def _of_predecessors(
    submission: Submission, sources: Collection[Source], spans: Spans
) -> dict[Source, Answer]:
    points, decimals = _points(sources)
    periods = {
        (starts, ends): pk
        for pk, starts, ends in Period.objects.filter(pk__in=_dated(submission, spans)).values_list(
            "pk", "starts", "ends"
        )
    }
    said = said_by_predecessors(submission, set(points.values()), list(periods.values()))
    found: dict[Source, Answer] = {}
    for source, point in points.items():
        span = spans[source.period]
        parts = said.get((periods.get((span.starts, span.ends), 0), point))
        value = None if parts is None else added_up("", parts)
        if value is not None and value.has_value:
            found[source] = Answer(Sign(value.sign), value.amount, decimals[source])
    return found


def _points(sources: Collection[Source]) -> tuple[dict[Source, Point], dict[Source, int]]:
    """The data points of sources, and the decimals of their indicators."""
    rows = data_points_named(source.data_point for source in sources).values_list(
        "name", "pk", "indicator__over_units", "indicator__decimals"
    )
    known = {name: (pk, over_units, decimals) for name, pk, over_units, decimals in rows}
    points, places = {}, {}
    for source in sources:
        if source.data_point in known:
            pk, over_units, places[source] = known[source.data_point]
            points[source] = Point(pk, _editions(source)[0], over_units == Indicator.OverUnits.SUM)
    return points, places
