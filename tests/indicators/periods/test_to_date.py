"""The days a figure to date is added up from."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.calendars import period_named
from indicators.periods import (
    CALENDAR_YEAR,
    Frequency,
    Kind,
    Stretch,
    is_first_of_year,
    previous,
    span_on,
    stretch_of,
)
from tests.indicators.periods.kept import ND09

days = st.dates(date(2000, 1, 1), date(2060, 12, 31))
kinds = st.sampled_from([Kind.MONTH, Kind.QUARTER, Kind.HALF])
FREQUENCY = {Kind.MONTH: Frequency.MONTH, Kind.QUARTER: Frequency.QUARTER, Kind.HALF: Frequency.HALF}


@pytest.mark.parametrize(
    ("code", "role", "starts", "ends"),
    [
        ("2026-10", "to_date", (2026, 1, 1), (2026, 10, 31)),
        ("2026-10", "to_date_before", (2026, 1, 1), (2026, 9, 30)),
        ("2026-10", "to_date_earlier", (2026, 1, 1), (2026, 8, 31)),
        ("2026-10", "to_date_last_year", (2025, 1, 1), (2025, 10, 31)),
        ("2026-Q1", "to_date_before", (2026, 1, 1), (2025, 12, 31)),
        ("2026", "to_date", (2026, 1, 1), (2026, 12, 31)),
    ],
)
def test_the_days_of_a_role(
    code: str, role: str, starts: tuple[int, int, int], ends: tuple[int, int, int]
) -> None:
    span = period_named(code)
    frequency = Frequency.QUARTER if "Q" in code else Frequency.MONTH
    assert stretch_of(span, role, frequency=frequency) == Stretch(date(*starts), date(*ends))


def test_a_role_that_is_not_added_up_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="previous"):
        stretch_of(period_named("2026-10"), "previous", frequency=Frequency.MONTH)


@given(day=days, kind=kinds, is_early=st.booleans())
def test_what_comes_before_and_the_period_itself_are_what_is_to_date(
    day: date, kind: Kind, is_early: bool
) -> None:
    span = span_on(ND09 if is_early else CALENDAR_YEAR, kind, day)
    whole = stretch_of(span, "to_date", frequency=FREQUENCY[kind])
    before = stretch_of(span, "to_date_before", frequency=FREQUENCY[kind])
    assert whole is not None
    assert before is not None
    assert (before.starts, before.ends + timedelta(days=1)) == (whole.starts, span.starts)
    assert whole.ends == span.ends
    assert before.is_empty is is_first_of_year(span)


@given(day=days, kind=kinds)
def test_earlier_and_the_period_before_are_what_comes_before(day: date, kind: Kind) -> None:
    span = span_on(CALENDAR_YEAR, kind, day)
    before = stretch_of(span, "to_date_before", frequency=FREQUENCY[kind])
    earlier = stretch_of(span, "to_date_earlier", frequency=FREQUENCY[kind])
    assert before is not None
    assert earlier is not None
    if not before.is_empty:
        last = previous(span, frequency=FREQUENCY[kind])
        assert (last.starts, last.ends) == (earlier.ends + timedelta(days=1), before.ends)
