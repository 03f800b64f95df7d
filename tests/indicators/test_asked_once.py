"""Days compared with days: what is had from elsewhere."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from indicators.asked_once import Dates, Had, How, had_from
from indicators.periods import CALENDAR_YEAR, Kind, span_of, spans_of_year

YEAR = 2026


def dates(kind: Kind, number: int) -> Dates:
    span = span_of(CALENDAR_YEAR, kind, YEAR, number)
    return span.starts, span.ends


MONTHS = [(span.starts, span.ends) for span in spans_of_year(CALENDAR_YEAR, Kind.MONTH, YEAR)]


def test_the_first_quarter_and_the_first_three_months_are_the_same_days() -> None:
    three = dates(Kind.TO_DATE, 3)
    assert had_from(dates(Kind.QUARTER, 1), [three], over_time="mean") == Had(How.SAME, (three,))
    assert had_from(dates(Kind.QUARTER, 2), [three, dates(Kind.TO_DATE, 6)], over_time="sum") is None


def test_a_quarter_of_a_flow_is_had_from_its_months() -> None:
    had = had_from(dates(Kind.QUARTER, 2), MONTHS, over_time="sum")
    assert had == Had(How.SUM, tuple(MONTHS[3:6]))
    assert had_from(dates(Kind.QUARTER, 2), MONTHS[:5], over_time="sum") is None


def test_of_a_stock_the_month_at_the_edge_is_taken() -> None:
    assert had_from(dates(Kind.QUARTER, 2), MONTHS, over_time="last") == Had(How.LAST, (MONTHS[5],))
    assert had_from(dates(Kind.QUARTER, 2), MONTHS, over_time="first") == Had(How.FIRST, (MONTHS[3],))


def test_what_does_not_add_up_over_time_is_had_for_the_same_days_only() -> None:
    for over_time in ("mean", "min", "max", "recomputed", "none"):
        assert had_from(dates(Kind.QUARTER, 2), MONTHS, over_time=over_time) is None
        assert had_from(MONTHS[0], MONTHS, over_time=over_time) == Had(How.SAME, (MONTHS[0],))


def test_a_year_is_had_from_as_few_periods_as_there_are() -> None:
    quarters = [dates(Kind.QUARTER, number) for number in range(1, 5)]
    had = had_from(dates(Kind.YEAR, 1), [*MONTHS, *quarters], over_time="sum")
    assert had == Had(How.SUM, tuple(quarters))


@st.composite
def some_dates(draw: st.DrawFn) -> Dates:
    first = date(2026, 1, 1) + timedelta(days=draw(st.integers(0, 20)))
    return first, first + timedelta(days=draw(st.integers(0, 8)))


@given(some_dates(), st.lists(some_dates(), max_size=12))
def test_parts_that_add_up_cover_each_day_once(asked: Dates, answered: list[Dates]) -> None:
    had = had_from(asked, answered, over_time="sum")
    days = [
        first + timedelta(days=number)
        for first, last in (had.parts if had else ())
        for number in range((last - first).days + 1)
    ]
    wanted = [asked[0] + timedelta(days=number) for number in range((asked[1] - asked[0]).days + 1)]
    assert days == (wanted if had else [])
    if had is None:
        assert not _can_be_tiled(wanted, answered)


def _can_be_tiled(days: list[date], answered: list[Dates]) -> bool:
    """By trying everything."""
    if not days:
        return True
    return any(
        first == days[0] and last <= days[-1] and _can_be_tiled(days[(last - first).days + 1 :], answered)
        for first, last in answered
    )
