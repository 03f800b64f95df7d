"""Figures that a form reads elsewhere: other periods, editions and forms of the unit it is about."""

from collections.abc import Collection, Iterable, Mapping

from django.db.models import Q

from indicators.answers import Answer, Sign
from indicators.formulas import Source
from indicators.layout.form import PeriodRole
from indicators.models import Edition, Indicator, Period
from indicators.periods import PeriodSpan
from indicators.queries import data_points_named
from submissions.bindings import span_in_role
from submissions.models import Submission
from submissions.named_figures import named_figures
from submissions.past import Point, added_up, said_by_predecessors

Spans = Mapping[PeriodRole, PeriodSpan]


def figures_elsewhere(submission: Submission, sources: Collection[Source]) -> dict[Source, Answer]:
    """What counts; absent where nothing does. One query.

    Five more where the unit is younger than the period: what its predecessors said then is added up, if all
    of them lie wholly in it and did say it.
    """
    round_ = submission.assignment.round
    roles = {source.period for source in sources}
    spans = {role: span for role in roles if (span := span_in_role(round_, role)) is not None}
    names = {source.data_point for source in sources}
    own = {
        (figure.name, figure.edition, figure.starts, figure.ends): figure.answer
        for figure in named_figures(submission, names, periods=Q(period__in=_dated(submission, spans)))
    }
    found: dict[Source, Answer] = {}
    for source in sources:
        if source.period in spans:
            span = spans[source.period]
            answer = own.get((source.data_point, _edition(source), span.starts, span.ends))
            found |= {} if answer is None else {source: answer}
    young = [
        source
        for source in sources
        if source not in found
        and source.period in spans
        and submission.assignment.subject.begins > spans[source.period].ends
    ]
    return found | _of_predecessors(submission, young, spans) if young else found


def _edition(source: Source) -> int:
    return int(Edition[source.edition.upper()])


def _dated(submission: Submission, spans: Spans) -> Iterable[int]:
    """A subquery of the periods of these dates, in the round's calendar."""
    dates = Q(pk__in=[])
    for span in spans.values():
        dates |= Q(starts=span.starts, ends=span.ends)
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
            points[source] = Point(pk, _edition(source), over_units == Indicator.OverUnits.SUM)
    return points, places
