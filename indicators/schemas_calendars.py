"""What the API says about calendars, periods and days off."""

from datetime import date

from ninja import Schema


class YearDayOut(Schema):
    """A day; `year_offset` years from the year in the period's name; day 31 is the last of any month."""

    year_offset: int
    month: int
    day: int


class CalendarRowOut(Schema):
    """First and last day of the period `number` of a kind, both included."""

    kind: str
    number: int
    starts: YearDayOut
    ends: YearDayOut


class CalendarOut(Schema):
    """`kinds`: of the periods it has. `named_after`: the calendar whose period of the same name says when the
    period itself ends, where data are cut off earlier. `week_starts`: 1 for Monday to 7.
    """

    code: str
    name: str
    kinds: list[str]
    week_starts: int
    named_after: str | None
    is_built_in: bool
    rows: list[CalendarRowOut]


class CalendarList(Schema):
    items: list[CalendarOut]
    count: int


class PeriodOut(Schema):
    """`ends` is the last day of the data, `period_ends` that of the period itself."""

    code: str
    name: str
    kind: str
    starts: date
    ends: date
    period_ends: date


class PeriodList(Schema):
    items: list[PeriodOut]
    count: int


class HolidayOut(Schema):
    """`is_working`: a weekend day that is worked; else a day off."""

    day: date
    name: str
    is_working: bool


class HolidayList(Schema):
    items: list[HolidayOut]
    count: int
