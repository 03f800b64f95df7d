"""Periods in a row: what comes before, the same a year ago, what a regime asks, quarters by difference."""

import datetime
import enum
from collections.abc import Iterator

from indicators.periods.calendars import NATURAL_KINDS, Kind, PeriodError, calendar_of
from indicators.periods.spans import ONE_DAY, YEARS, PeriodSpan, numbers_of, span_of, span_on


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
    calendar: str, frequency: Frequency, from_date: datetime.date, to_date: datetime.date
) -> Iterator[PeriodSpan]:
    """The periods of a frequency whose last day lies within both dates, in order of their ends."""
    first = max(from_date.year - 1, YEARS.start)
    for year in range(first, min(to_date.year + 2, YEARS.stop)):
        for span in _of_year(calendar, frequency, year):
            if from_date <= span.ends <= to_date:
                yield span


def previous(span: PeriodSpan, *, frequency: Frequency | None = None) -> PeriodSpan:
    """The period before, of the same kind, or the one before in the series of a frequency.

    In CUMULATIVE_QUARTER, before `2026` comes `2026-9M`, before `2026-3M` comes `2025`. A period to date
    without a frequency is taken month by month.
    """
    if frequency is None and span.kind is not Kind.TO_DATE:
        return span_on(span.calendar, span.kind, span.starts - ONE_DAY)
    since = span.ends - 800 * ONE_DAY  # more than two years: one period of any frequency at least
    series = spans(span.calendar, frequency or Frequency.CUMULATIVE_MONTH, since, span.ends - ONE_DAY)
    return max(series, key=lambda earlier: earlier.ends)


def same_last_year(span: PeriodSpan) -> PeriodSpan | None:
    """The same name a year earlier; None where that year has none (29 February, week 53)."""
    try:
        return span_of(span.calendar, span.kind, span.year - 1, span.number)
    except PeriodError:
        return None


def to_date_series(year: int, *, step: int = 3, calendar: str = "year") -> tuple[PeriodSpan, ...]:
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
    minuend = _to_month(span.calendar, span.year, upto)
    return minuend, _to_month(span.calendar, span.year, upto - months) if upto > months else None


def quarters_by_difference(
    year: int, *, calendar: str = "year"
) -> tuple[tuple[PeriodSpan, PeriodSpan, PeriodSpan | None], ...]:
    """(quarter, minuend, subtrahend or None) for the four quarters of a year."""
    quarters = (span_of(calendar, Kind.QUARTER, year, number) for number in range(1, 5))
    return tuple((quarter, *by_difference(quarter)) for quarter in quarters)


def _to_month(calendar: str, year: int, month: int) -> PeriodSpan:
    """From the start of the year to the end of a month; twelve months are the year."""
    return span_of(calendar, Kind.YEAR, year) if month == 12 else span_of(calendar, Kind.TO_DATE, year, month)


def _of_year(calendar: str, frequency: Frequency, year: int) -> Iterator[PeriodSpan]:
    """The periods of a frequency named after the year, in order."""
    if frequency in _STEPS:
        yield from to_date_series(year, step=_STEPS[frequency], calendar=calendar)
        return
    kind = Kind(frequency.value)
    cut = calendar_of(calendar)
    if kind not in NATURAL_KINDS:
        if not cut.has(kind):
            raise PeriodError("kind_not_in_calendar", calendar=calendar, kind=kind.value)
        for number in numbers_of(cut, kind):
            yield span_of(calendar, kind, year, number)
        return
    # The first of January may belong to the last week of the year before; the fourth never does.
    span = span_on(calendar, kind, datetime.date(year, 1, 4 if kind is Kind.WEEK else 1))
    while span.year == year:
        yield span
        span = span_on(calendar, kind, span.ends + ONE_DAY)
