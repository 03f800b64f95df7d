"""Shorter periods that make up a longer one."""

from datetime import date, timedelta
from fractions import Fraction

from submissions.tiling import tiled

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
STARTS = [date(2026, month, 1) for month in range(1, 13)]
ENDS = [start - timedelta(days=1) for start in [*STARTS[1:], date(2027, 1, 1)]]
MONTHS = {dates: Fraction(number) for number, dates in enumerate(zip(STARTS, ENDS, strict=True), 1)}
HALVES = {(FIRST, date(2026, 6, 30)): Fraction(500), (date(2026, 7, 1), LAST): Fraction(600)}
WHOLE = {(FIRST, LAST): Fraction(9999)}


def test_twelve_months_are_the_year() -> None:
    assert tiled({**MONTHS, **WHOLE}, starts=FIRST, ends=LAST) == 78


def test_months_come_before_halves() -> None:
    assert tiled({**MONTHS, **HALVES, **WHOLE}, starts=FIRST, ends=LAST) == 78


def test_a_missing_month_is_bridged_by_what_holds_it() -> None:
    without = {dates: amount for dates, amount in MONTHS.items() if dates[0].month != 3}
    assert tiled(without, starts=FIRST, ends=LAST) is None
    assert tiled({**without, **HALVES}, starts=FIRST, ends=LAST) == 500 + sum(range(7, 13))


def test_the_whole_is_no_shorter_period() -> None:
    assert tiled(WHOLE, starts=FIRST, ends=LAST) is None
