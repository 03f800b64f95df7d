"""The calendars every system has, as the kernel is given them: here without a database."""

from indicators.periods import (
    CALENDAR_YEAR,
    Calendar,
    CutOff,
    Kind,
    PeriodSpan,
    YearDay,
    parse_period,
    twelve_months,
)

ND09 = Calendar("nd09", tuple(twelve_months(first_day=15)), named_after=CALENDAR_YEAR)
SCHOOL = Calendar("school", (CutOff(Kind.YEAR, 1, YearDay(0, 9, 1), YearDay(1, 8, 31)),))
DAYS = Calendar("dx", (), frozenset({Kind.DAY}))
CALENDARS = {calendar.code: calendar for calendar in (CALENDAR_YEAR, ND09, SCHOOL, DAYS)}


def named(code: str) -> PeriodSpan:
    return parse_period(code, CALENDARS)
