"""Calendars: where each period of a year is cut, as data that the caller reads from where it is kept."""

import calendar as gregorian
import datetime
import enum
from collections.abc import Iterator
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
"""Cut by the Gregorian calendar itself (weeks numbered by ISO 8601), without a table."""

IN_A_YEAR = MappingProxyType({Kind.YEAR: 1, Kind.HALF: 2, Kind.QUARTER: 4, Kind.MONTH: 12})
"""How many periods of a kind that has a table a year has; 12 divided by it is its length in months."""


@dataclass(frozen=True, slots=True)
class YearDay:
    """A day, `year_offset` years from the year in the period's name. Day 31 is the last of any month, as 29
    is of February.
    """

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
    """`cut_offs`: of year, halves, quarters and months; periods to date come from them. `natural`: which of
    weeks, ten days and days exist. `week_starts`: 1 for Monday (ISO 8601) to 7; a week that starts on another
    day ends within the ISO week of its number. `named_after`: the calendar whose period of the same name says
    when the period itself ends, where data are cut off earlier.
    """

    code: str
    cut_offs: tuple[CutOff, ...] = ()
    natural: frozenset[Kind] = frozenset()
    week_starts: int = 1
    named_after: "Calendar | None" = None

    def has(self, kind: Kind) -> bool:
        """Whether periods of this kind exist here."""
        if kind in NATURAL_KINDS:
            return kind in self.natural
        if kind is Kind.TO_DATE:
            return self.has(Kind.YEAR) and any(row.kind is not Kind.YEAR for row in self.cut_offs)
        return any(row.kind is kind for row in self.cut_offs)

    def row(self, kind: Kind, number: int) -> CutOff | None:
        return next((row for row in self.cut_offs if row.kind is kind and row.number == number), None)

    def numbers(self, kind: Kind) -> list[int]:
        """The numbers of a kind that has a table, or of periods to date, in order."""
        if kind is Kind.TO_DATE:
            months = {self._months(row) for row in self.cut_offs if row.kind is not Kind.YEAR}
            return sorted(months - {12}) if self.row(Kind.YEAR, 1) else []
        return sorted(row.number for row in self.cut_offs if row.kind is kind)

    def to_date(self, months: int) -> CutOff | None:
        """From the start of the year to the end of the period with which so many months have passed."""
        year = self.row(Kind.YEAR, 1)
        last = next(
            (row for row in self.cut_offs if row.kind is not Kind.YEAR and self._months(row) == months), None
        )
        if year is None or last is None or months == 12:
            return None
        return CutOff(Kind.TO_DATE, months, year.starts, last.ends)

    @property
    def follows_the_year(self) -> bool:
        """Whether its months are called as those of the year are; a school year counts from its own start."""
        year = self.row(Kind.YEAR, 1)
        if year is None:
            return True
        return (year.starts.year_offset, year.starts.month) == (0, 1) or (
            year.ends.year_offset,
            year.ends.month,
        ) == (0, 12)

    @staticmethod
    def _months(row: CutOff) -> int:
        """How many months of the year have passed with a row."""
        return row.number * 12 // IN_A_YEAR[row.kind]


def twelve_months(*, first_day: int = 1, first_month: int = 1) -> Iterator[CutOff]:
    """Months that begin on `first_day` (of the month before, unless it is 1), and what they make up; the year
    begins with `first_month`, in the year it is named after unless the day is of the month before January.
    """
    for kind, count in IN_A_YEAR.items():
        length = 12 // count
        for number in range(1, count + 1):
            first = first_month + length * (number - 1)
            last = first + length - 1
            if first_day > 1:
                starts, ends = _year_day(first - 1, first_day), _year_day(last, first_day - 1)
            else:
                starts, ends = _year_day(first, 1), _year_day(last, 31)
            yield CutOff(kind, number, starts, ends)


def _year_day(month: int, day: int) -> YearDay:
    """Months are counted on from January of the year of the name."""
    years, index = divmod(month - 1, 12)
    return YearDay(years, index + 1, day)


CALENDAR_YEAR = Calendar("year", tuple(twelve_months()), NATURAL_KINDS)
"""The one calendar whose codes have no prefix. All others are data."""
