"""Period codes: `2026-9M`, `nd09:2026-Q3`. The calendar year is written without a prefix.

A round of an ad-hoc request has a code of its own, the request's number and the day:
`DX-012/2026:2026-11-20`, another name of `dx:2026-11-20`.
"""

import datetime
import re
from collections.abc import Mapping

from indicators.periods.calendars import CALENDAR_YEAR, Calendar, Kind, PeriodError
from indicators.periods.spans import PeriodSpan, span_of

_CODE = re.compile(
    r"(?:(?P<calendar>[a-z][a-z0-9_]*):)?(?P<year>[0-9]{4})"
    r"(?:-(?:S(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<to_date>[1-9]|1[01])M|W(?P<week>[0-9]{2})"
    r"|(?P<month>[0-9]{2})(?:-(?:D(?P<third>[123])|(?P<day>[0-9]{2})))?))?"
)
AD_HOC = "dx"
"""The calendar of ad-hoc requests (đột xuất): a day each time one is asked."""
_AD_HOC_CODE = re.compile(r"DX-[0-9]{3,5}/[0-9]{4}:(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})")


def ad_hoc_number(number: int, year: int) -> str:
    """The number of an ad-hoc request, as its form bears it: `DX-012/2026`."""
    return f"DX-{number:03d}/{year}"


def ad_hoc_code(request: str, day: datetime.date) -> str:
    """The code of the round of a request (its number) on a day."""
    return f"{request}:{day.isoformat()}"


def parse_period(code: str, calendars: Mapping[str, Calendar]) -> PeriodSpan:
    """The period under that name; `calendars` by their codes, asked only for a code with a prefix.

    One way to write each name: `2026-W05`, never `2026-W5`; twelve months are `2026`.

    Raises PeriodError: unknown_code, unknown_calendar, kind_not_in_calendar, no_such_period.
    """
    own = _AD_HOC_CODE.fullmatch(code)
    match = _CODE.fullmatch(f"{AD_HOC}:{own['day']}" if own else code)
    if match is None or match["calendar"] == CALENDAR_YEAR.code:
        raise PeriodError("unknown_code", code=code)
    kind, number = Kind.YEAR, 1
    for name in (Kind.HALF, Kind.QUARTER, Kind.TO_DATE, Kind.WEEK, Kind.MONTH):
        if match[name.value]:
            kind, number = name, int(match[name.value])
    if match["third"]:
        kind, number = Kind.TEN_DAYS, number * 10 + int(match["third"])
    elif match["day"]:
        kind, number = Kind.DAY, number * 100 + int(match["day"])
    calendar = _calendar(match["calendar"], calendars) if match["calendar"] else CALENDAR_YEAR
    return span_of(calendar, kind, int(match["year"]), number)


def _calendar(code: str, calendars: Mapping[str, Calendar]) -> Calendar:
    try:
        return calendars[code]
    except KeyError:
        raise PeriodError("unknown_calendar", calendar=code) from None


def code_of(span: PeriodSpan) -> str:
    """The code of the span under its own name: `parse_period(code_of(span)) == span`."""
    number = span.number
    tail = {
        Kind.YEAR: "",
        Kind.HALF: f"-S{number}",
        Kind.QUARTER: f"-Q{number}",
        Kind.MONTH: f"-{number:02d}",
        Kind.TO_DATE: f"-{number}M",
        Kind.WEEK: f"-W{number:02d}",
        Kind.TEN_DAYS: f"-{number // 10:02d}-D{number % 10}",
        Kind.DAY: f"-{number // 100:02d}-{number % 100:02d}",
    }[span.kind]
    prefix = "" if span.calendar == CALENDAR_YEAR.code else f"{span.calendar}:"
    return f"{prefix}{span.year}{tail}"
