"""Periods are cut where the law and the calendar cut them, and codes name them."""

import datetime
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.periods import (
    CALENDAR_YEAR,
    Calendar,
    Kind,
    PeriodError,
    PeriodSpan,
    ad_hoc_code,
    ad_hoc_number,
    code_of,
    names_of,
    nominal_end,
    span_of,
    span_on,
)
from tests.indicators.periods.kept import CALENDARS, ND09, named

YEARS = range(2024, 2031)
TILING = [
    (calendar, kind)
    for calendar in CALENDARS.values()
    for kind in Kind
    if kind is not Kind.TO_DATE and calendar.has(kind)
]
days = st.dates(date(1950, 1, 1), date(2100, 12, 31))


def dates(code: str) -> tuple[date, date]:
    span = named(code)
    return span.starts, span.ends


@pytest.mark.parametrize("year", YEARS)
def test_decree_09_cuts_data_off_as_its_table_says(year: int) -> None:
    assert dates(f"nd09:{year}-01") == (date(year - 1, 12, 15), date(year, 1, 14))
    for month in range(2, 13):
        assert dates(f"nd09:{year}-{month:02d}") == (date(year, month - 1, 15), date(year, month, 14))
    assert dates(f"nd09:{year}-Q1") == (date(year - 1, 12, 15), date(year, 3, 14))
    assert dates(f"nd09:{year}-Q2") == (date(year, 3, 15), date(year, 6, 14))
    assert dates(f"nd09:{year}-Q3") == (date(year, 6, 15), date(year, 9, 14))
    assert dates(f"nd09:{year}-Q4") == (date(year, 9, 15), date(year, 12, 14))
    assert dates(f"nd09:{year}-S1") == (date(year - 1, 12, 15), date(year, 6, 14))
    assert dates(f"nd09:{year}-S2") == (date(year, 6, 15), date(year, 12, 14))
    assert dates(f"nd09:{year}-9M") == (date(year - 1, 12, 15), date(year, 9, 14))
    assert dates(f"nd09:{year}") == (date(year - 1, 12, 15), date(year, 12, 14))


@pytest.mark.parametrize("year", YEARS)
def test_the_calendar_year_is_cut_at_months(year: int) -> None:
    assert dates(f"{year}") == (date(year, 1, 1), date(year, 12, 31))
    assert dates(f"{year}-S2") == (date(year, 7, 1), date(year, 12, 31))
    assert dates(f"{year}-Q3") == (date(year, 7, 1), date(year, 9, 30))
    assert dates(f"{year}-9M") == (date(year, 1, 1), date(year, 9, 30))
    assert dates(f"{year}-10M") == (date(year, 1, 1), date(year, 10, 31))
    assert dates(f"{year}-02") == (date(year, 2, 1), date(year, 3, 1) - datetime.timedelta(days=1))
    assert dates(f"{year}-10-D2") == (date(year, 10, 11), date(year, 10, 20))
    assert dates(f"{year}-10-D3") == (date(year, 10, 21), date(year, 10, 31))
    assert dates(f"{year}-10-15") == (date(year, 10, 15), date(year, 10, 15))


def test_weeks_are_those_of_iso_8601() -> None:
    assert dates("2026-W01") == (date(2025, 12, 29), date(2026, 1, 4))
    assert dates("2026-W45") == (date(2026, 11, 2), date(2026, 11, 8))
    assert dates("2026-W53") == (date(2026, 12, 28), date(2027, 1, 3))


def test_a_school_year_begins_in_september() -> None:
    assert dates("school:2026") == (date(2026, 9, 1), date(2027, 8, 31))


def test_a_period_of_decree_09_ends_after_its_data_are_cut_off() -> None:
    assert nominal_end(named("nd09:2026-Q3")) == date(2026, 9, 30)
    assert nominal_end(named("nd09:2026-02")) == date(2026, 2, 28)
    assert nominal_end(named("2026-Q3")) == date(2026, 9, 30)
    assert nominal_end(named("school:2026")) == date(2027, 8, 31)


@pytest.mark.parametrize(("calendar", "kind"), TILING)
@given(day=days)
def test_every_day_has_one_period_and_the_next_begins_the_day_after(
    calendar: Calendar, kind: Kind, day: date
) -> None:
    span = span_on(calendar, kind, day)
    assert span.starts <= day <= span.ends
    assert span_on(calendar, kind, span.starts) == span == span_on(calendar, kind, span.ends)
    assert span_on(calendar, kind, span.ends + datetime.timedelta(days=1)).starts > span.ends


@given(
    day=days,
    whole=st.sampled_from([Kind.YEAR, Kind.HALF, Kind.QUARTER]),
    calendar=st.sampled_from([CALENDAR_YEAR, ND09]),
)
def test_months_fill_quarters_halves_and_years_exactly(day: date, whole: Kind, calendar: Calendar) -> None:
    span = span_on(calendar, whole, day)
    month = span_on(calendar, Kind.MONTH, span.starts)
    assert month.starts == span.starts
    while month.ends < span.ends:
        month = span_on(calendar, Kind.MONTH, month.ends + datetime.timedelta(days=1))
    assert month.ends == span.ends


@given(day=days, tile=st.sampled_from(TILING))
def test_a_code_reads_back_as_the_period_it_names(day: date, tile: tuple[Calendar, Kind]) -> None:
    span = span_on(*tile, day)
    assert named(code_of(span)) == span
    assert span in names_of(span.cut, span.starts, span.ends)


@pytest.mark.parametrize(
    "code",
    ["2026", "2026-S1", "2026-3M", "2026-11M", "2026-Q3", "2026-10", "2026-W05", "2026-10-D2", "2026-10-15",
     "2024-02-29", "nd09:2026-Q3", "nd09:2026-9M", "school:2026"],
)  # fmt: skip
def test_a_code_is_written_as_it_was_read(code: str) -> None:
    assert code_of(named(code)) == code


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("2026-12M", "unknown_code"),
        ("2026-0M", "unknown_code"),
        ("2026-03M", "unknown_code"),
        ("2026-q3", "unknown_code"),
        ("2026-W5", "unknown_code"),
        ("2026-1", "unknown_code"),
        ("26", "unknown_code"),
        (" 2026", "unknown_code"),
        ("2026\n", "unknown_code"),
        ("year:2026", "unknown_code"),
        ("٢٠٢٦", "unknown_code"),
        ("", "unknown_code"),
        ("2026-13", "no_such_period"),
        ("2026-00", "no_such_period"),
        ("2025-W53", "no_such_period"),
        ("2026-02-29", "no_such_period"),
        ("2026-13-D1", "no_such_period"),
        ("0000", "no_such_period"),
        ("lunar:2026", "unknown_calendar"),
        ("school:2026-Q1", "kind_not_in_calendar"),
        ("nd09:2026-W01", "kind_not_in_calendar"),
        ("nd09:2026-10-15", "kind_not_in_calendar"),
    ],
)
def test_what_is_no_period_code_is_refused_with_its_reason(code: str, reason: str) -> None:
    with pytest.raises(PeriodError) as caught:
        named(code)
    assert caught.value.code == reason


@given(st.text(max_size=15) | st.from_regex(r"[a-z0-9]{0,4}:?[0-9]{4}-[SQWMD0-9-]{0,6}"))
def test_any_text_is_a_period_or_a_period_error(code: str) -> None:
    try:
        assert code_of(named(code)) == code
    except PeriodError as error:
        assert error.code in {"unknown_code", "no_such_period", "unknown_calendar", "kind_not_in_calendar"}  # noqa: PT017


def names(code: str) -> list[str]:
    span = named(code)
    return [code_of(other) for other in names_of(span.cut, span.starts, span.ends)]


def test_the_same_dates_are_one_period_under_several_names() -> None:
    assert names("2026-3M") == ["2026-Q1", "2026-3M"]
    assert names("2026-S1") == ["2026-S1", "2026-6M"]
    assert names("nd09:2026-Q1") == ["nd09:2026-Q1", "nd09:2026-3M"]
    assert names("2026-1M") == ["2026-01", "2026-1M"]
    assert names("2026") == ["2026"]
    assert names_of(CALENDAR_YEAR, date(2026, 1, 2), date(2026, 3, 31)) == ()
    assert named("2026-Q1").dates == named("2026-3M").dates
    assert named("2026-Q1").dates != named("nd09:2026-Q1").dates


def test_a_day_has_no_single_period_to_date() -> None:
    with pytest.raises(PeriodError):
        span_on(CALENDAR_YEAR, Kind.TO_DATE, date(2026, 3, 1))


def test_every_row_of_every_calendar_is_a_period() -> None:
    for calendar in CALENDARS.values():
        for row in calendar.cut_offs:
            span = span_of(calendar, row.kind, 2026, row.number)
            assert isinstance(span, PeriodSpan)
            assert span.starts <= span.ends


def test_the_code_of_an_ad_hoc_round_is_another_name_of_its_day() -> None:
    own = ad_hoc_code(ad_hoc_number(12, 2026), date(2026, 11, 20))
    assert own == "DX-012/2026:2026-11-20"
    assert named(own) == named("dx:2026-11-20")
    assert code_of(named(own)) == "dx:2026-11-20"
    assert named(own).dates != named("2026-11-20").dates
    for wrong in ("DX-12/2026:2026-11-20", "DX-012/2026", "DX-012/2026:2026-11-31", "dx-012/2026:2026-11-20"):
        with pytest.raises(PeriodError):
            named(wrong)
