"""Figures that a form reads elsewhere: other periods, editions and forms of the unit it is about."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import get_args

from django.db.models import Q, QuerySet

from indicators.answers import Answer, Sign
from indicators.formulas import Source
from indicators.layout.form import PeriodRole
from indicators.models import Edition, Indicator, Period, ReportingRound
from indicators.periods import PeriodSpan, Stretch
from indicators.queries import data_points_named
from submissions.bindings import span_in_role
from submissions.models import Submission
from submissions.named_figures import NamedFigure, named_figures, named_figures_of
from submissions.past import Point, added_up, said_by_predecessors_of
from submissions.to_date import added_up_to_date, constants_of, said_before, stretches_of

Spans = Mapping[str, PeriodSpan]


def figures_elsewhere(submission: Submission, sources: Collection[Source]) -> dict[Source, Answer]:
    """What counts; absent where nothing does. One query.

    A figure to date is what counts so, or is added up from the shorter periods in it; where one of them is
    missing, and for a plan of the year, what the unit's own earlier report of the form said goes on (one
    query more). Five more where the unit is younger than the period: what its predecessors said then is
    added up, if all of them lie wholly in it and did say it.
    """
    return figures_elsewhere_of([submission], sources)[submission.assignment.subject_id]


def figures_elsewhere_of(
    submissions: Sequence[Submission], sources: Collection[Source]
) -> dict[int, dict[Source, Answer]]:
    """Subject → the same, for reports of one round. At most six queries more however many they are."""
    round_ = submissions[0].assignment.round
    spans = _spans(round_, sources)
    stretches = stretches_of(round_, sources)
    own = _own(submissions, sources, spans, stretches)
    constants = constants_of(round_, sources)
    found = {
        subject: constants | added_up_to_date(figures, stretches) | _counting(figures, sources, spans)
        for subject, figures in own.items()
    }
    missing = {
        subject: [source for source in sources if source not in answers] for subject, answers in found.items()
    }
    for subject, answers in said_before(submissions, missing).items():
        found[subject] |= answers
    begins = {one.assignment.subject_id: one.assignment.subject.begins for one in submissions}
    young = {
        subject: [
            source
            for source in sources
            if source not in answers
            and source.period in spans
            and begins[subject] > spans[source.period].ends
        ]
        for subject, answers in found.items()
    }
    for subject, answers in _of_predecessors(round_, young, spans).items():
        found[subject] |= answers
    return found


def _own(
    submissions: Sequence[Submission],
    sources: Collection[Source],
    spans: Spans,
    stretches: Mapping[Source, Stretch],
) -> dict[int, list[NamedFigure]]:
    """Subject → its figures of all those days. Of one report in one query."""
    round_ = submissions[0].assignment.round
    if len(submissions) == 1:
        dated = _dated(round_, spans, stretches.values()).values("pk")
        names = {source.data_point for source in sources}
        own = named_figures(submissions[0], names, periods=Q(period__in=dated))
        return {submissions[0].assignment.subject_id: own}
    near = {source.data_point for source in sources if source.period in spans}
    long = {source.data_point for source in stretches}
    wanted = [(near, _dated(round_, spans)), (long, _dated(round_, {}, stretches.values()))]
    return named_figures_of(submissions, [(names, periods) for names, periods in wanted if names])


def _counting(
    figures: Iterable[NamedFigure], sources: Iterable[Source], spans: Spans
) -> dict[Source, Answer]:
    """What counts for exactly the period a source means, in the best of its editions."""
    said = {(figure.name, figure.edition, figure.starts, figure.ends): figure.answer for figure in figures}
    found: dict[Source, Answer] = {}
    for source in sources:
        if source.period in spans:
            span = spans[source.period]
            keys = [(source.data_point, edition, span.starts, span.ends) for edition in _editions(source)]
            answer = next((said[key] for key in keys if key in said), None)
            found |= {} if answer is None else {source: answer}
    return found


def _spans(round_: ReportingRound, sources: Iterable[Source]) -> dict[str, PeriodSpan]:
    """Role → the one period it means; not those that are only added up."""
    roles = {str(source.period) for source in sources} & set(get_args(PeriodRole))
    return {role: span for role in roles if (span := span_in_role(round_, role)) is not None}


def _editions(source: Source) -> list[int]:
    return [int(Edition[edition.upper()]) for edition in source.editions]


def _dated(round_: ReportingRound, spans: Spans, stretches: Iterable[Stretch] = ()) -> QuerySet[Period]:
    """The periods of these dates, and all within the stretches, in the round's calendar."""
    dates = Q(pk__in=[])
    for span in spans.values():
        dates |= Q(starts=span.starts, ends=span.ends)
    for stretch in stretches:
        dates |= Q(starts__gte=stretch.starts, ends__lte=stretch.ends)
    return Period.objects.filter(dates, calendar=round_.period.calendar_id)


def _of_predecessors(
    round_: ReportingRound, young: Mapping[int, Collection[Source]], spans: Spans
) -> dict[int, dict[Source, Answer]]:
    """Subject → what its predecessors said together, of the sources that are asked for it."""
    sources = {source: None for asked in young.values() for source in asked}
    if not sources:
        return {}
    points, decimals = _points(sources)
    periods = {
        (starts, ends): pk for pk, starts, ends in _dated(round_, spans).values_list("pk", "starts", "ends")
    }
    units = [subject for subject, asked in young.items() if asked]
    template, dates = round_.template_id, list(periods.values())
    said = said_by_predecessors_of(units, template, set(points.values()), dates)
    found: dict[int, dict[Source, Answer]] = {unit: {} for unit in units}
    for unit in units:
        for source in young[unit]:
            span = spans[source.period]
            where = (periods.get((span.starts, span.ends), 0), points[source]) if source in points else None
            parts = None if where is None else said[unit].get(where)
            value = None if parts is None else added_up("", parts)
            if value is not None and value.has_value:
                found[unit][source] = Answer(Sign(value.sign), value.amount, decimals[source])
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
