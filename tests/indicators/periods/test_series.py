"""What comes before a period, a year ago, in a frequency, and what a quarter is the difference of."""

import datetime
import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.periods import (
    CALENDAR_YEAR,
    Calendar,
    Frequency,
    Kind,
    PeriodError,
    by_difference,
    code_of,
    previous,
    quarters_by_difference,
    same_last_year,
    span_on,
    spans,
    to_date_series,
)
from tests.indicators.periods.kept import ND09, SCHOOL, named

days = st.dates(date(1950, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("code", "before"),
    [
        ("2026", "2025"),
        ("2026-S1", "2025-S2"),
        ("2026-Q1", "2025-Q4"),
        ("nd09:2026-Q1", "nd09:2025-Q4"),
        ("2026-10", "2026-09"),
        ("2026-01", "2025-12"),
        ("2026-W01", "2025-W52"),
        ("2027-W01", "2026-W53"),
        ("2026-03-D1", "2026-02-D3"),
        ("2024-03-01", "2024-02-29"),
        ("school:2026", "school:2025"),
        ("2026-10M", "2026-9M"),
        ("2026-1M", "2025"),
    ],
)
def test_the_previous_period_is_of_the_same_kind(code: str, before: str) -> None:
    assert code_of(previous(named(code))) == before


@pytest.mark.parametrize(
    ("code", "before"),
    [("2026", "2026-9M"), ("2026-9M", "2026-6M"), ("2026-3M", "2025"), ("nd09:2026-3M", "nd09:2025")],
)
def test_in_a_cumulative_series_the_previous_period_is_three_months_shorter(code: str, before: str) -> None:
    assert code_of(previous(named(code), frequency=Frequency.CUMULATIVE_QUARTER)) == before


@pytest.mark.parametrize(
    ("code", "before"),
    [
        ("2026-9M", "2025-9M"),
        ("nd09:2026-Q3", "nd09:2025-Q3"),
        ("2026-W53", None),
        ("2024-02-29", None),
        ("2026-02-28", "2025-02-28"),
    ],
)
def test_the_same_period_of_last_year_has_the_same_name_or_does_not_exist(
    code: str, before: str | None
) -> None:
    found = same_last_year(named(code))
    assert (found and code_of(found)) == before


def codes(frequency: Frequency, first: date, last: date, calendar: Calendar = CALENDAR_YEAR) -> list[str]:
    return [code_of(span) for span in spans(calendar, frequency, first, last)]


def test_a_cumulative_quarterly_regime_asks_3_6_9_and_12_months() -> None:
    asked = codes(Frequency.CUMULATIVE_QUARTER, date(2024, 1, 1), date(2025, 6, 30))
    assert asked == ["2024-3M", "2024-6M", "2024-9M", "2024", "2025-3M", "2025-6M"]


def test_only_periods_that_end_within_the_dates_are_asked() -> None:
    assert codes(Frequency.QUARTER, date(2026, 3, 31), date(2026, 9, 29)) == ["2026-Q1", "2026-Q2"]
    assert codes(Frequency.MONTH, date(2025, 12, 31), date(2026, 1, 31)) == ["2025-12", "2026-01"]
    assert codes(Frequency.HALF, date(2026, 1, 1), date(2026, 12, 31)) == ["2026-S1", "2026-S2"]
    assert codes(Frequency.CUMULATIVE_HALF, date(2026, 1, 1), date(2026, 12, 31)) == ["2026-6M", "2026"]
    assert codes(Frequency.WEEK, date(2026, 12, 21), date(2027, 1, 10)) == [
        "2026-W52",
        "2026-W53",
        "2027-W01",
    ]
    assert codes(Frequency.YEAR, date(2026, 1, 1), date(2027, 8, 31), SCHOOL) == [
        "school:2025",
        "school:2026",
    ]
    assert codes(Frequency.MONTH, date(2026, 1, 15), date(2026, 1, 13), ND09) == []
    assert codes(Frequency.DAY, date(2026, 1, 1), date(2026, 1, 2)) == ["2026-01-01", "2026-01-02"]


def test_a_frequency_the_calendar_does_not_have_is_refused() -> None:
    for frequency in (Frequency.QUARTER, Frequency.CUMULATIVE_QUARTER, Frequency.WEEK):
        with pytest.raises(PeriodError):
            codes(frequency, date(2026, 1, 1), date(2026, 12, 31), SCHOOL)


@given(days, st.sampled_from([f for f in Frequency if f is not Frequency.DAY]))
def test_each_period_of_a_series_follows_its_previous_one(day: date, frequency: Frequency) -> None:
    series = list(spans(CALENDAR_YEAR, frequency, day, day + datetime.timedelta(days=800)))
    assert [span.ends for span in series] == sorted(span.ends for span in series)
    for earlier, later in itertools.pairwise(series):
        assert previous(later, frequency=frequency) == earlier


def test_quarters_come_by_difference_of_months_to_date() -> None:
    told = [tuple(code_of(span) if span else None for span in row) for row in quarters_by_difference(2026)]
    assert told == [
        ("2026-Q1", "2026-3M", None),
        ("2026-Q2", "2026-6M", "2026-3M"),
        ("2026-Q3", "2026-9M", "2026-6M"),
        ("2026-Q4", "2026", "2026-9M"),
    ]
    assert [code_of(span) for span in to_date_series(2026)] == ["2026-3M", "2026-6M", "2026-9M", "2026"]


@given(
    days,
    st.sampled_from([Kind.MONTH, Kind.QUARTER, Kind.HALF]),
    st.sampled_from([CALENDAR_YEAR, ND09]),
)
def test_a_difference_covers_exactly_the_days_of_its_period(
    day: date, kind: Kind, calendar: Calendar
) -> None:
    span = span_on(calendar, kind, day)
    minuend, subtrahend = by_difference(span)
    assert minuend.ends == span.ends
    if subtrahend is None:
        assert minuend.starts == span.starts
    else:
        assert subtrahend.starts == minuend.starts
        assert subtrahend.ends + datetime.timedelta(days=1) == span.starts


def test_a_week_or_a_year_is_no_difference() -> None:
    for code in ("2026", "2026-9M", "2026-W10"):
        with pytest.raises(PeriodError, match="no_difference"):
            by_difference(named(code))
