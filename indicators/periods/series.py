"""Periods in a row: what comes before, the same a year ago, what a regime asks, quarters by difference."""

import datetime
import enum
from collections.abc import Iterator
from functools import lru_cache

from indicators.periods.calendars import CALENDAR_YEAR, NATURAL_KINDS, Calendar, Kind, PeriodError
from indicators.periods.spans import ONE_DAY, YEARS, PeriodSpan, span_of, span_on


class Frequency(enum.StrEnum):
    """How often a regime asks. Cumulative: always from the start of the year (3M, 6M, 9M, year)."""

    DAY = "day"
    WEEK = "week"
    TEN_DAYS = "ten_days"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    CUMULATIVE_MONTH = "cumulative_month"
    CUMULATIVE_QUARTER = "cumulative_quarter"
    CUMULATIVE_HALF = "cumulative_half"


_STEPS = {
    Frequency.CUMULATIVE_MONTH: 1,
    Frequency.CUMULATIVE_QUARTER: 3,
    Frequency.CUMULATIVE_HALF: 6,
}
_MONTHS = {Kind.MONTH: 1, Kind.QUARTER: 3, Kind.HALF: 6}


def spans(
    calendar: Calendar, frequency: Frequency, from_date: datetime.date, to_date: datetime.date
) -> Iterator[PeriodSpan]:
    """The periods of a frequency whose last day lies within both dates, in order of their ends."""
    first = max(from_date.year - 1, YEARS.start)
    for year in range(first, min(to_date.year + 2, YEARS.stop)):
        for span in _of_year(calendar, frequency, year):
            if from_date <= span.ends <= to_date:
                yield span


def spans_of_year(calendar: Calendar, kind: Kind, year: int) -> tuple[PeriodSpan, ...]:
    """The periods of a kind that are named after a year, in order. PeriodError when there is no such kind."""
    if kind in NATURAL_KINDS:
        return tuple(_natural_of_year(calendar, kind, year))
    if not calendar.has(kind):
        raise PeriodError("kind_not_in_calendar", calendar=calendar.code, kind=kind.value)
    return tuple(span_of(calendar, kind, year, number) for number in calendar.numbers(kind))


def previous(span: PeriodSpan, *, frequency: Frequency | None = None) -> PeriodSpan:
    """The period before, of the same kind, or the one before in the series of a frequency.

    In CUMULATIVE_QUARTER, before `2026` comes `2026-9M`, before `2026-3M` comes `2025`. A period to date
    without a frequency is taken in the smallest steps its calendar has.
    """
    if frequency is None and span.kind is not Kind.TO_DATE:
        return span_on(span.cut, span.kind, span.starts - ONE_DAY)
    return _last_before(span.cut, frequency or _smallest_step(span.cut), span.ends)


@lru_cache(maxsize=1024)
def _last_before(calendar: Calendar, frequency: Frequency, day: datetime.date) -> PeriodSpan:
    since = day - 800 * ONE_DAY  # more than two years: one period of any frequency at least
    return max(spans(calendar, frequency, since, day - ONE_DAY), key=lambda earlier: earlier.ends)


def same_last_year(span: PeriodSpan) -> PeriodSpan | None:
    """The same name a year earlier; None where that year has none (29 February, week 53)."""
    try:
        return span_of(span.cut, span.kind, span.year - 1, span.number)
    except PeriodError:
        return None


def to_date_series(year: int, *, step: int = 3, calendar: Calendar = CALENDAR_YEAR) -> tuple[PeriodSpan, ...]:
    """3M, 6M, 9M and the year, or every `step` months of it."""
    return tuple(_to_month(calendar, year, month) for month in range(step, 13, step))


def by_difference(span: PeriodSpan) -> tuple[PeriodSpan, PeriodSpan | None]:
    """The periods to date whose difference is this one: Q3 = 9M − 6M; Q1 is 3M alone.

    For halves, quarters and months; holds for flows only. Raises PeriodError no_difference.
    """
    months = _MONTHS.get(span.kind)
    if months is None:
        raise PeriodError("no_difference", kind=span.kind.value)
    upto = months * span.number
    minuend = _to_month(span.cut, span.year, upto)
    return minuend, _to_month(span.cut, span.year, upto - months) if upto > months else None


def quarters_by_difference(
    year: int, *, calendar: Calendar = CALENDAR_YEAR
) -> tuple[tuple[PeriodSpan, PeriodSpan, PeriodSpan | None], ...]:
    """(quarter, minuend, subtrahend or None) for the four quarters of a year."""
    quarters = (span_of(calendar, Kind.QUARTER, year, number) for number in range(1, 5))
    return tuple((quarter, *by_difference(quarter)) for quarter in quarters)


def to_date_of(span: PeriodSpan) -> PeriodSpan:
    """From the start of the year to the end of a period, or of the month of a week, ten days or a day.

    Raises PeriodError kind_not_in_calendar.
    """
    if span.kind in (Kind.YEAR, Kind.TO_DATE):
        return span
    if span.kind in NATURAL_KINDS:
        span = span_on(span.cut, Kind.MONTH, span.ends)
    return _to_month(span.cut, span.year, _MONTHS[span.kind] * span.number)


def span_in(span: PeriodSpan, role: str, *, frequency: Frequency) -> PeriodSpan | None:
    """The period a cell means by its role in a round of `span`; None where there is none (week 53).

    Roles as of `indicators.layout`: this, previous (in the series of the frequency), same_last_year, to_date,
    year. ValueError for another.
    """
    match role:
        case "this":
            return span
        case "previous":
            return previous(span, frequency=frequency)
        case "same_last_year":
            return same_last_year(span)
        case "year":
            return span_of(span.cut, Kind.YEAR, span.year)
        case "to_date":
            return to_date_of(span)
    raise ValueError(f"unknown period role: {role}")


def asks_kind(frequency: Frequency) -> Kind:
    """The kind of period a frequency asks for; a calendar without it cannot serve the frequency."""
    return Kind.TO_DATE if frequency in _STEPS else Kind(frequency.value)


def _smallest_step(calendar: Calendar) -> Frequency:
    first = calendar.numbers(Kind.TO_DATE)[0]
    return next(frequency for frequency, step in _STEPS.items() if step == first)


def _to_month(calendar: Calendar, year: int, month: int) -> PeriodSpan:
    """From the start of the year to the end of a month; twelve months are the year."""
    return span_of(calendar, Kind.YEAR, year) if month == 12 else span_of(calendar, Kind.TO_DATE, year, month)


def _of_year(calendar: Calendar, frequency: Frequency, year: int) -> Iterator[PeriodSpan]:
    """The periods of a frequency named after the year, in order."""
    if frequency in _STEPS:
        yield from to_date_series(year, step=_STEPS[frequency], calendar=calendar)
    else:
        yield from spans_of_year(calendar, Kind(frequency.value), year)


def _natural_of_year(calendar: Calendar, kind: Kind, year: int) -> Iterator[PeriodSpan]:
    first = {Kind.WEEK: 1, Kind.TEN_DAYS: 11, Kind.DAY: 101}[kind]
    span = span_of(calendar, kind, year, first)
    while span.year == year:
        yield span
        span = span_on(calendar, kind, span.ends + ONE_DAY)
