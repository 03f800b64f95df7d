"""Reports are due on the day the regime's rule gives, past days off and swapped days."""

import datetime
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.periods import (
    Anchor,
    CountIn,
    DueRule,
    OnDayOff,
    add_working_days,
    due,
    is_working_day,
    next_working_day,
    working_days,
)
from tests.indicators.periods.kept import named

# 2 September 2026 is a Wednesday, off with the day before; Monday is swapped for Saturday 22 August.
DAYS_OFF = {date(2026, 9, 1), date(2026, 9, 2), date(2026, 8, 31)}
SWAPPED = {date(2026, 8, 22)}

days = st.dates(date(2020, 1, 1), date(2035, 12, 31))
some_days = st.frozensets(days.filter(lambda day: day.year == 2026), max_size=40)


def due_text(code: str, rule: DueRule) -> str:
    found = due(span=named(code), rule=rule, days_off=DAYS_OFF, swapped_working_days=SWAPPED)
    return f"{found:%d/%m/%Y %H:%M}"


def test_working_days_pass_over_weekends_and_days_off() -> None:
    assert due_text("2026-08", DueRule(offset=1)) == "03/09/2026 17:00"
    assert due_text("2026-08", DueRule(offset=5)) == "09/09/2026 17:00"
    assert due_text("2026-9M", DueRule(offset=5)) == "07/10/2026 17:00"
    assert due_text("2026-08-21", DueRule(offset=1)) == "22/08/2026 17:00"


def test_calendar_days_move_only_from_a_day_off() -> None:
    rule = DueRule(offset=3, count_in=CountIn.CALENDAR)
    assert due_text("2026-9M", rule) == "05/10/2026 17:00"  # the third of October is a Saturday
    stay = DueRule(offset=3, count_in=CountIn.CALENDAR, on_day_off=OnDayOff.STAY)
    assert due_text("2026-9M", stay) == "03/10/2026 17:00"


def test_days_run_from_the_cut_off_or_from_the_end_of_the_period() -> None:
    assert due_text("nd09:2026-Q3", DueRule(offset=2)) == "16/09/2026 17:00"
    assert due_text("nd09:2026-Q3", DueRule(offset=2, anchor=Anchor.PERIOD_END)) == "02/10/2026 17:00"


def test_a_fixed_day_is_of_the_month_the_rule_names() -> None:
    assert due_text("nd09:2026-Q2", DueRule(fixed_day=25, months_after=0)) == "25/06/2026 17:00"
    assert due_text("2026", DueRule(fixed_day=15)) == "15/01/2027 17:00"
    assert due_text("2026-01", DueRule(fixed_day=31)) == "02/03/2026 17:00"  # 28/02 is a Saturday
    assert due_text("2026-03", DueRule(fixed_day=10, at=datetime.time(11, 30))) == "10/04/2026 11:30"


def test_a_swapped_day_is_worked_even_when_it_is_also_listed_as_off() -> None:
    day = date(2026, 8, 22)
    assert is_working_day(day, days_off={day}, swapped_working_days={day})
    assert not is_working_day(day, days_off=set())


def test_a_table_without_any_working_day_is_refused() -> None:
    class Always:
        def __contains__(self, day: object) -> bool:
            return True

    with pytest.raises(ValueError, match="no working day"):
        next_working_day(date(2026, 1, 1), days_off=Always())


@given(days, st.integers(0, 60), some_days, some_days)
def test_counting_working_days_undoes_adding_them(
    day: date, count: int, off: frozenset[date], swapped: frozenset[date]
) -> None:
    found = add_working_days(day, count, days_off=off, swapped_working_days=swapped)
    assert working_days(day, found, days_off=off, swapped_working_days=swapped) == count
    if count:
        assert is_working_day(found, days_off=off, swapped_working_days=swapped)


@given(days, some_days, some_days)
def test_the_next_working_day_is_the_first_that_is_worked(
    day: date, off: frozenset[date], swapped: frozenset[date]
) -> None:
    found = next_working_day(day, days_off=off, swapped_working_days=swapped)
    assert is_working_day(found, days_off=off, swapped_working_days=swapped)
    before = day - datetime.timedelta(days=1)
    assert working_days(before, found, days_off=off, swapped_working_days=swapped) == 1
