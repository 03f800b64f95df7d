"""Calendars: where each period of a year is cut, as data."""

import calendar as gregorian
import datetime
import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType


class PeriodError(ValueError):
    """A period that does not exist: a stable code, and what the sentence about it needs."""

    def __init__(self, code: str, /, **params: str | int) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


class Kind(enum.StrEnum):
    """Every kind tiles time but TO_DATE, whose spans all begin with the year."""

    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    MONTH = "month"
    TO_DATE = "to_date"
    WEEK = "week"
    TEN_DAYS = "ten_days"
    DAY = "day"


NATURAL_KINDS = frozenset({Kind.WEEK, Kind.TEN_DAYS, Kind.DAY})
"""Cut by the Gregorian calendar itself (weeks by ISO 8601), without a table."""


@dataclass(frozen=True, slots=True)
class YearDay:
    """A day, `year_offset` years from the year in the period's name. Day 31 is the last of any month."""

    year_offset: int
    month: int
    day: int

    def on(self, year: int) -> datetime.date:
        """The date, for the period named after `year`."""
        year += self.year_offset
        return datetime.date(year, self.month, min(self.day, gregorian.monthrange(year, self.month)[1]))


@dataclass(frozen=True, slots=True)
class CutOff:
    """First and last day of the period `number` of a kind, both included."""

    kind: Kind
    number: int
    starts: YearDay
    ends: YearDay


@dataclass(frozen=True, slots=True)
class Calendar:
    """`natural`: weeks, ten days and days exist. `named_after`: the calendar whose period of the same
    name says when the period itself ends, where data are cut off earlier.
    """

    code: str
    cut_offs: tuple[CutOff, ...]
    natural: bool = False
    named_after: str | None = None

    def has(self, kind: Kind) -> bool:
        """Whether periods of this kind exist here."""
        return self.natural if kind in NATURAL_KINDS else any(row.kind is kind for row in self.cut_offs)


def twelve_months(*, first_day: int = 1) -> Iterator[CutOff]:
    """Months that begin on `first_day` (of the month before, unless it is 1), and what they make up."""
    runs = [(Kind.YEAR, 1, 1, 12)]
    runs += [(Kind.HALF, half, 6 * half - 5, 6 * half) for half in (1, 2)]
    runs += [(Kind.QUARTER, quarter, 3 * quarter - 2, 3 * quarter) for quarter in range(1, 5)]
    runs += [(Kind.MONTH, month, month, month) for month in range(1, 13)]
    runs += [(Kind.TO_DATE, month, 1, month) for month in range(1, 12)]
    for kind, number, first, last in runs:
        if first_day == 1:
            yield CutOff(kind, number, YearDay(0, first, 1), YearDay(0, last, 31))
        else:
            starts = YearDay(0, first - 1, first_day) if first > 1 else YearDay(-1, 12, first_day)
            yield CutOff(kind, number, starts, YearDay(0, last, first_day - 1))


CALENDAR_YEAR = Calendar("year", tuple(twelve_months()), natural=True)

# NĐ 09/2019/NĐ-CP: a month of data is the 15th of the month before to the 14th.
ND09 = Calendar("nd09", tuple(twelve_months(first_day=15)), named_after="year")

SCHOOL = Calendar("school", (CutOff(Kind.YEAR, 1, YearDay(0, 9, 1), YearDay(1, 8, 31)),))

# Ad-hoc requests (đột xuất): a day each time one is asked. Its rounds have codes of their own (codes.py).
AD_HOC = Calendar("dx", (), natural=True)

CALENDARS: Mapping[str, Calendar] = MappingProxyType(
    {calendar.code: calendar for calendar in (CALENDAR_YEAR, ND09, SCHOOL, AD_HOC)}
)


def calendar_of(code: str) -> Calendar:
    """Raises PeriodError unknown_calendar."""
    try:
        return CALENDARS[code]
    except KeyError:
        raise PeriodError("unknown_calendar", calendar=code) from None
