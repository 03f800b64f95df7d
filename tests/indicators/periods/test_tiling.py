"""A calendar whose periods leave a day out, count one twice or do not fill longer ones is refused by name."""

import dataclasses
import datetime
import itertools
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.periods import (
    CALENDAR_YEAR,
    IN_A_YEAR,
    NATURAL_KINDS,
    Calendar,
    CutOff,
    Kind,
    YearDay,
    code_of,
    faults_of_calendar,
    names_of,
    nominal_end,
    parse_period,
    span_on,
    spans_of_year,
    to_date_of,
    twelve_months,
)
from tests.indicators.periods.kept import CALENDARS, named

days = st.dates(date(1950, 1, 1), date(2100, 12, 31))


@st.composite
def calendars(draw: Callable[..., int]) -> Calendar:
    """A calendar cut on any day of the month, whose year begins with any month, with weeks from any day."""
    rows = twelve_months(first_day=draw(st.integers(1, 28)), first_month=draw(st.integers(1, 12)))
    natural = frozenset({Kind.WEEK, Kind.DAY})
    return Calendar("mine", tuple(rows), natural, week_starts=draw(st.integers(1, 7)))


def with_row(calendar: Calendar, kind: Kind, number: int, /, **changed: YearDay) -> Calendar:
    rows = tuple(
        dataclasses.replace(row, **changed) if (row.kind, row.number) == (kind, number) else row
        for row in calendar.cut_offs
    )
    return dataclasses.replace(calendar, cut_offs=rows)


def said(calendar: Calendar) -> list[tuple[str, list[str]]]:
    return [
        (fault.code, [f"{row.kind} {row.number}" for row in fault.rows])
        for fault in faults_of_calendar(calendar)
    ]


def test_the_calendars_every_system_has_are_without_fault() -> None:
    assert [said(calendar) for calendar in CALENDARS.values()] == [[]] * len(CALENDARS)


@given(calendars())
def test_any_regular_calendar_is_without_fault(calendar: Calendar) -> None:
    assert said(calendar) == []


@given(calendars(), days)
def test_every_day_has_one_period_of_each_kind_and_a_code_that_reads_back(
    calendar: Calendar, day: date
) -> None:
    for kind in Kind:
        if kind is Kind.TO_DATE or not calendar.has(kind):
            continue
        span = span_on(calendar, kind, day)
        assert span.starts <= day <= span.ends
        after = span_on(calendar, kind, span.ends + datetime.timedelta(1))
        assert after.starts == span.ends + datetime.timedelta(1)
        assert parse_period(code_of(span), {"mine": calendar}) == span
        assert span in names_of(calendar, span.starts, span.ends)


@given(calendars(), days)
def test_shorter_periods_fill_longer_ones_and_periods_to_date_end_with_them(
    calendar: Calendar, day: date
) -> None:
    year = span_on(calendar, Kind.YEAR, day)
    for kind in IN_A_YEAR:
        tiles = spans_of_year(calendar, kind, year.year)
        assert (tiles[0].starts, tiles[-1].ends) == (year.starts, year.ends)
        for one, after in itertools.pairwise(tiles):
            assert after.starts == one.ends + datetime.timedelta(1)
        for tile in tiles:
            upto = to_date_of(tile)
            assert (upto.starts, upto.ends) == (year.starts, tile.ends)


@pytest.mark.parametrize(
    ("kind", "number", "changed", "code", "rows"),
    [
        (Kind.MONTH, 3, {"ends": YearDay(0, 3, 30)}, "gap", ["month 3", "month 4"]),
        (Kind.MONTH, 2, {"ends": YearDay(0, 2, 28)}, "gap", ["month 2", "month 3"]),  # in leap years
        (Kind.MONTH, 4, {"starts": YearDay(0, 3, 31)}, "overlap", ["month 3", "month 4"]),
        (Kind.QUARTER, 4, {"ends": YearDay(0, 12, 30)}, "gap", ["quarter 4", "quarter 1"]),
        (Kind.YEAR, 1, {"ends": YearDay(1, 1, 1)}, "overlap", ["year 1", "year 1"]),
        (Kind.MONTH, 5, {"ends": YearDay(0, 4, 30)}, "ends_before_starts", ["month 5"]),
        (Kind.MONTH, 5, {"number": 4}, "repeated_row", ["month 4", "month 4"]),
    ],
)  # fmt: skip
def test_a_row_out_of_place_is_named_with_its_neighbour(
    kind: Kind, number: int, changed: dict[str, YearDay], code: str, rows: list[str]
) -> None:
    assert (code, rows) in said(with_row(CALENDAR_YEAR, kind, number, **changed))


def test_a_gap_says_the_first_day_that_has_no_period() -> None:
    [fault, *_more] = faults_of_calendar(with_row(CALENDAR_YEAR, Kind.MONTH, 2, ends=YearDay(0, 2, 28)))
    assert (fault.first, fault.last) == (date(2024, 2, 29), date(2024, 2, 29))


def test_periods_that_tile_but_do_not_fill_longer_ones_are_named() -> None:
    months = [row for row in twelve_months(first_day=20) if row.kind is Kind.MONTH]
    others = [row for row in CALENDAR_YEAR.cut_offs if row.kind is not Kind.MONTH]
    assert ("not_nested", ["month 1", "quarter 1"]) in said(Calendar("mixed", (*others, *months)))


def test_ten_days_are_of_months_that_begin_on_the_first() -> None:
    cut_at_15 = Calendar("mine", tuple(twelve_months(first_day=15)), NATURAL_KINDS)
    assert ("ten_days_not_nested", ["month 1"]) in said(cut_at_15)


def test_a_calendar_needs_periods_and_a_year_of_all_its_numbers() -> None:
    year = [row for row in CALENDAR_YEAR.cut_offs if row.kind is Kind.YEAR]
    quarters = [row for row in CALENDAR_YEAR.cut_offs if row.kind is Kind.QUARTER]
    assert said(Calendar("none")) == [("no_periods", [])]
    assert said(Calendar("weeks", (), frozenset({Kind.WEEK}))) == []
    assert said(Calendar("quarters", tuple(quarters))) == [("no_year", [])]
    [fault] = faults_of_calendar(Calendar("three", (*year, *quarters[:3])))
    assert (fault.code, fault.kind, fault.number) == ("missing_row", Kind.QUARTER, 4)


def test_data_are_cut_off_before_the_period_ends_and_not_after() -> None:
    late = Calendar("late", tuple(twelve_months(first_day=15, first_month=2)), named_after=CALENDAR_YEAR)
    assert ("ends_after_named_after", ["year 1", "year 1"]) in said(late)
    early = Calendar("early", tuple(twelve_months(first_day=20)), named_after=CALENDARS["school"])
    assert {fault.kind for fault in faults_of_calendar(early)} == {Kind.HALF, Kind.QUARTER, Kind.MONTH}


def test_a_week_may_run_from_friday_to_thursday_within_the_iso_week_of_its_number() -> None:
    fridays = Calendar("tuan5", (), frozenset({Kind.WEEK}), week_starts=5, named_after=CALENDAR_YEAR)
    week = parse_period("tuan5:2026-W45", {"tuan5": fridays})
    assert (week.starts, week.ends) == (date(2026, 10, 30), date(2026, 11, 5))
    assert nominal_end(week) == named("2026-W45").ends == date(2026, 11, 8)
    first = spans_of_year(fridays, Kind.WEEK, 2027)[0]
    assert (first.starts, first.ends) == (date(2027, 1, 1), date(2027, 1, 7))


@given(days, st.integers(1, 7))
def test_a_year_of_weeks_has_all_its_weeks_whatever_day_they_start(day: date, week_starts: int) -> None:
    calendar = Calendar("w", (), frozenset({Kind.WEEK}), week_starts=week_starts)
    weeks = spans_of_year(calendar, Kind.WEEK, day.year)
    assert [week.number for week in weeks] == list(range(1, len(weeks) + 1))
    assert len(weeks) == date(day.year, 12, 28).isocalendar().week
    assert {week.starts.isoweekday() for week in weeks} == {week_starts}


def test_a_calendar_of_quarters_alone_has_periods_to_date_of_three_months() -> None:
    rows = tuple(row for row in CALENDAR_YEAR.cut_offs if row.kind in (Kind.YEAR, Kind.QUARTER))
    calendar = Calendar("q", rows)
    assert calendar.numbers(Kind.TO_DATE) == [3, 6, 9]
    assert not Calendar("y", rows[:1]).has(Kind.TO_DATE)
    assert parse_period("q:2026-9M", {"q": calendar}).ends == date(2026, 9, 30)


def test_a_row_keeps_what_it_was_given() -> None:
    row = CutOff(Kind.MONTH, 2, YearDay(0, 2, 1), YearDay(0, 2, 31))
    assert (row.ends.on(2024), row.ends.on(2026)) == (date(2024, 2, 29), date(2026, 2, 28))
