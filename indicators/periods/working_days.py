"""Working days: Monday to Friday but days off, and weekend days swapped for one (people edit both)."""

import datetime
from collections.abc import Container

from indicators.periods.spans import ONE_DAY

LONGEST_REST = 366
"""So many days off in a row mean that the table is wrong."""


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
    backwards: bool = False,
) -> datetime.date:
    """The day itself when it is worked, else the next one that is (`backwards`: the last one that was)."""
    step = -ONE_DAY if backwards else ONE_DAY
    for _ in range(LONGEST_REST):
        if is_working_day(day, days_off=days_off, swapped_working_days=swapped_working_days):
            return day
        day += step
    raise ValueError(f"no working day in the year {'after' if backwards else 'before'} {day}")


def add_working_days(
    day: datetime.date,
    count: int,
    *,
    days_off: Container[datetime.date],
    swapped_working_days: Container[datetime.date] = (),
) -> datetime.date:
    """The count-th working day after `day`, before it where negative; 0 is the day itself, worked or not."""
    step = ONE_DAY if count > 0 else -ONE_DAY
    for _ in range(abs(count)):
        day = next_working_day(
            day + step,
            days_off=days_off,
            swapped_working_days=swapped_working_days,
            backwards=count < 0,
        )
    return day


def working_days(
    after: datetime.date,
    until: datetime.date,
    *,
    days_off: Container[datetime.date],
    swapped_working_days: Container[datetime.date] = (),
) -> int:
    """How many working days follow `after`, up to and including `until`."""
    return sum(
        is_working_day(after + number * ONE_DAY, days_off=days_off, swapped_working_days=swapped_working_days)
        for number in range(1, (until - after).days + 1)
    )
