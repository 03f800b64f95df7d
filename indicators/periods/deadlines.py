"""When a report is due. The rule is the regime's data, the days off a table that people edit."""

import calendar as gregorian
import datetime
import enum
from collections.abc import Container
from dataclasses import dataclass

from indicators.periods.spans import ONE_DAY, PeriodSpan, nominal_end

LONGEST_REST = 366
"""So many days off in a row mean that the table is wrong."""


class CountIn(enum.StrEnum):
    """What an offset counts."""

    WORKING = "working"
    CALENDAR = "calendar"


class Anchor(enum.StrEnum):
    """What an offset is counted from: the last day of the data, or of the period itself."""

    CUT_OFF = "cut_off"
    PERIOD_END = "period_end"


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """`offset` days after the anchor; or, where `fixed_day` is given, that day of the month `months_after`
    the period's last month (0: the 25th of the last month itself; 31: its last day).

    A deadline on a day off moves to the next working day (Bộ luật Dân sự 2015, 148.5) unless told not to.
    """

    offset: int = 0
    unit: CountIn = CountIn.WORKING
    anchor: Anchor = Anchor.CUT_OFF
    fixed_day: int | None = None
    months_after: int = 1
    at: datetime.time = datetime.time(17)
    move_to_working_day: bool = True


def due(
    *,
    span: PeriodSpan,
    rule: DeadlineRule,
    days_off: Container[datetime.date],
    swapped_working_days: Container[datetime.date] = (),
) -> datetime.datetime:
    """Local date and time, naive: the caller knows the time zone."""
    anchor = span.ends if rule.anchor is Anchor.CUT_OFF else nominal_end(span)
    if rule.fixed_day is not None:
        day = _day_of_month(nominal_end(span), months_after=rule.months_after, day=rule.fixed_day)
    elif rule.unit is CountIn.WORKING:
        day = add_working_days(
            anchor, rule.offset, days_off=days_off, swapped_working_days=swapped_working_days
        )
    else:
        day = anchor + rule.offset * ONE_DAY
    if rule.move_to_working_day:
        day = next_working_day(day, days_off=days_off, swapped_working_days=swapped_working_days)
    return datetime.datetime.combine(day, rule.at)


def is_working_day(
    day: datetime.date,
    *,
    days_off: Container[datetime.date],
    swapped_working_days: Container[datetime.date] = (),
) -> bool:
    """Monday to Friday unless off; a swapped day is worked whatever else is said of it."""
    return day in swapped_working_days or (day.weekday() < 5 and day not in days_off)


def next_working_day(
    day: datetime.date,
    *,
    days_off: Container[datetime.date],
    swapped_working_days: Container[datetime.date] = (),
) -> datetime.date:
    """The day itself when it is worked, else the next one that is."""
    for _ in range(LONGEST_REST):
        if is_working_day(day, days_off=days_off, swapped_working_days=swapped_working_days):
            return day
        day += ONE_DAY
    raise ValueError(f"no working day in the year before {day}")


def add_working_days(
    day: datetime.date,
    count: int,
    *,
    days_off: Container[datetime.date],
    swapped_working_days: Container[datetime.date] = (),
) -> datetime.date:
    """The count-th working day after `day`; 0 is the day itself, worked or not."""
    if count < 0:
        raise ValueError(f"working days are counted forward: {count}")
    for _ in range(count):
        day = next_working_day(day + ONE_DAY, days_off=days_off, swapped_working_days=swapped_working_days)
    return day


def working_days(
    after: datetime.date,
    until: datetime.date,
    *,
    days_off: Container[datetime.date],
    swapped_working_days: Container[datetime.date] = (),
) -> int:
    """How many working days follow `after`, up to and including `until`.

    NĐ 09/2019/NĐ-CP asks for at least one between the cut-off and the deadline.
    """
    return sum(
        is_working_day(after + number * ONE_DAY, days_off=days_off, swapped_working_days=swapped_working_days)
        for number in range(1, (until - after).days + 1)
    )


def _day_of_month(last_day: datetime.date, *, months_after: int, day: int) -> datetime.date:
    years, month = divmod(last_day.month - 1 + months_after, 12)
    year = last_day.year + years
    return datetime.date(year, month + 1, min(day, gregorian.monthrange(year, month + 1)[1]))
