"""Figures from the start of the year: added up from shorter periods, or what the report before reached."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction

from django.db.models import Q

from indicators.answers import Answer, Sign
from indicators.calendars import period_named
from indicators.formulas import Source, SourcePeriod
from indicators.models import Edition, Indicator, ReportingRound
from indicators.periods import Frequency, PeriodError, Stretch, is_first_of_year, stretch_of
from submissions.bindings import span_in_role
from submissions.models import Submission
from submissions.named_figures import NamedFigure, amount_of
from submissions.revisions import sheet_of_revision
from submissions.sheet import Sheet
from submissions.tiling import Dates, tiled

_ADDED_UP = ("to_date", "to_date_before", "to_date_earlier", "to_date_last_year")
_GO_ON = ("year", "to_date_before", "to_date_earlier", "to_date_last_year")


def stretches_of(round_: ReportingRound, sources: Iterable[Source]) -> dict[Source, Stretch]:
    """Source → the days it is added up from, of those that are."""
    span, frequency = period_named(round_.period_code), Frequency(round_.template.regime.frequency)
    roles = {source.period for source in sources} & set(_ADDED_UP)
    found = {role: stretch_of(span, role, frequency=frequency) for role in roles}
    return {source: stretch for source in sources if (stretch := found.get(source.period)) is not None}


def constants_of(round_: ReportingRound, sources: Iterable[Source]) -> dict[Source, Answer]:
    """1 where the period before the round's is of the same year, 0 where it is not."""
    asked = [source for source in sources if source.period == "in_year"]
    if not asked:
        return {}
    try:
        first = is_first_of_year(period_named(round_.period_code))
    except PeriodError:
        return {}
    return dict.fromkeys(asked, _number(0 if first else 1))


def added_up_to_date(
    figures: Collection[NamedFigure], stretches: Mapping[Source, Stretch]
) -> dict[Source, Answer]:
    """What counts for the whole stretch; else, of flows, the sum of periods that follow each other without a
    gap, of each the best edition that has a number."""
    found: dict[Source, Answer] = {}
    for source, stretch in stretches.items():
        if stretch.is_empty:
            found[source] = _number(0)
            continue
        amounts, decimals, is_flow = _best(source, figures)
        whole = (stretch.starts, stretch.ends)
        total = amounts.get(whole)
        if total is None and is_flow:
            total = tiled(amounts, starts=stretch.starts, ends=stretch.ends)
        if total is not None:
            found[source] = _number(total, decimals)
    return found


def _best(source: Source, figures: Iterable[NamedFigure]) -> tuple[dict[Dates, Fraction], int, bool]:
    """Days → amount, the decimals the amounts have, and whether they add up over time."""
    amounts: dict[Dates, Fraction] = {}
    decimals, is_flow = 0, False
    known = [figure for figure in figures if figure.name == source.data_point]
    for word in reversed(source.editions):
        for figure in known:
            if figure.edition == Edition[word.upper()]:
                decimals, is_flow = figure.answer.decimals, figure.over_time == Indicator.OverTime.SUM
                amount = amount_of(figure.answer)
                if amount is not None:
                    amounts[figure.starts, figure.ends] = amount
    return amounts, decimals, is_flow


def said_before(
    submissions: Sequence[Submission], missing: Mapping[int, Collection[Source]]
) -> dict[int, dict[Source, Answer]]:
    """Subject → what the unit's accepted report of the same form says of what is missing there: of the period
    before (a plan of the year, what was reached by then), of the same period last year. Reports of one round;
    one query, none when nothing is missing."""
    asked = {
        subject: kept
        for subject, sources in missing.items()
        if (kept := [source for source in sources if source.period in _GO_ON])
    }
    if not asked:
        return {}
    reports = _reports_before(submissions[0].assignment.round, asked.keys())
    found: dict[int, dict[Source, Answer]] = {}
    for subject, sources in asked.items():
        answers = {source: _gone_on(source, reports.get(subject, {})) for source in sources}
        found[subject] = {source: answer for source, answer in answers.items() if answer is not None}
    return found


def _gone_on(source: Source, reports: Mapping[str, Sheet]) -> Answer | None:
    match source.period:
        case "year" if "previous" in reports:
            return _said(reports["previous"], source, "year")
        case "to_date_before" if "previous" in reports:
            return _said(reports["previous"], source, "to_date")
        case "to_date_earlier" if "previous" in reports:
            reached = _said(reports["previous"], source, "to_date")
            last = _said(reports["previous"], source, "this")
            return None if reached is None or last is None else _less(reached, last)
        case "to_date_last_year" if "same_last_year" in reports:
            return _said(reports["same_last_year"], source, "to_date")
    return None


def _reports_before(round_: ReportingRound, subjects: Collection[int]) -> dict[int, dict[str, Sheet]]:
    """Subject → "previous" (of the same year only) and "same_last_year" → what was accepted."""
    spans = {role: span_in_role(round_, role) for role in ("previous", "same_last_year")}
    try:
        if is_first_of_year(period_named(round_.period_code)):
            del spans["previous"]
    except PeriodError:
        return {}
    days = {(span.starts, span.ends): role for role, span in spans.items() if span is not None}
    dates = Q(pk__in=[])
    for starts, ends in days:
        dates |= Q(assignment__round__period__starts=starts, assignment__round__period__ends=ends)
    rows = Submission.objects.filter(
        dates,
        assignment__round__template=round_.template_id,
        assignment__round__period__calendar=round_.period.calendar_id,
        assignment__subject__in=list(subjects),
        accepted__isnull=False,
    ).select_related("accepted", "assignment__round__version", "assignment__round__period")
    found: dict[int, dict[str, Sheet]] = {}
    for row in rows:
        assert row.accepted is not None
        row.accepted.submission = row
        period = row.assignment.round.period
        sheets = found.setdefault(row.assignment.subject_id, {})
        sheets[days[period.starts, period.ends]] = sheet_of_revision(row.accepted)
    return found


def _said(sheet: Sheet, source: Source, period: SourcePeriod) -> Answer | None:
    """The number in the cell that asks the data point for a period, in the indicator's own unit."""
    for address, *_place, cell in sheet.layout.places():
        if (cell.data_point, cell.period) != (source.data_point, period):
            continue
        answer = sheet.cells.get(address)
        if answer is not None and answer.scaled is not None and cell.edition in source.editions:
            decimals = max(answer.decimals - cell.scale, 0)
            amount = Fraction(answer.scaled, 10**answer.decimals) * Fraction(10) ** cell.scale
            return _number(amount, decimals)
    return None


def _less(reached: Answer, last: Answer) -> Answer:
    decimals = max(reached.decimals, last.decimals)
    amounts = [Fraction(one.scaled or 0, 10**one.decimals) for one in (reached, last)]
    return _number(amounts[0] - amounts[1], decimals)


def _number(amount: Fraction | int, decimals: int = 0) -> Answer:
    return Answer(Sign.NUMBER, int(amount * 10**decimals), decimals)
