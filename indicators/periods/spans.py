"""A span: a period under one of its names, with its dates."""

import calendar as gregorian
import datetime
from dataclasses import dataclass, field

from indicators.periods.calendars import NATURAL_KINDS, Calendar, Kind, PeriodError

YEARS = range(1900, 3000)
ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PeriodSpan:
    """`number` within the year: year 1; half, quarter, month and week as counted; to date the months passed;
    ten days month × 10 + (1 to 3); day month × 100 + day. Both dates are included. `cut`: the calendar.
    """

    calendar: str
    kind: Kind
    year: int
    number: int
    starts: datetime.date
    ends: datetime.date
    cut: Calendar = field(compare=False, repr=False)

    @property
    def dates(self) -> tuple[str, datetime.date, datetime.date]:
        """What makes it one period, whatever its name: `2026-Q1` and `2026-3M` are the same."""
        return self.calendar, self.starts, self.ends


def span_of(calendar: Calendar, kind: Kind, year: int, number: int = 1) -> PeriodSpan:
    """Raises PeriodError: kind_not_in_calendar, no_such_period."""
    if not calendar.has(kind):
        raise PeriodError("kind_not_in_calendar", calendar=calendar.code, kind=kind.value)
    dates = _dates(calendar, kind, year, number) if year in YEARS else None
    if dates is None:
        raise PeriodError("no_such_period", calendar=calendar.code, kind=kind.value, year=year, number=number)
    return PeriodSpan(calendar.code, kind, year, number, *dates, calendar)


def span_on(calendar: Calendar, kind: Kind, day: datetime.date) -> PeriodSpan:
    """The one period of that kind that holds the day; TO_DATE has many, so it is refused.

    Raises PeriodError: kind_not_in_calendar, no_such_period.
    """
    if kind is Kind.TO_DATE or not calendar.has(kind):
        raise PeriodError("kind_not_in_calendar", calendar=calendar.code, kind=kind.value)
    if kind in NATURAL_KINDS:
        return span_of(calendar, kind, *_natural_name(calendar, kind, day))
    for year in (day.year, day.year + 1, day.year - 1):
        for row in calendar.cut_offs:
            if row.kind is kind and row.starts.on(year) <= day <= row.ends.on(year):
                return span_of(calendar, kind, year, row.number)
    raise PeriodError("no_such_period", calendar=calendar.code, kind=kind.value, year=day.year, number=0)


def names_of(calendar: Calendar, starts: datetime.date, ends: datetime.date) -> tuple[PeriodSpan, ...]:
    """Every name of exactly these dates, the plainest first: `2026-Q1`, `2026-3M`. None is possible."""
    found = []
    for kind in Kind:
        if not calendar.has(kind):
            continue
        if kind is Kind.TO_DATE:
            years = (starts.year, starts.year + 1)
            found += [
                span_of(calendar, kind, year, number) for year in years for number in calendar.numbers(kind)
            ]
        else:
            found.append(span_on(calendar, kind, ends))
    return tuple(span for span in found if (span.starts, span.ends) == (starts, ends))


def nominal_end(span: PeriodSpan) -> datetime.date:
    """When the period itself ends: `nd09:2026-Q3` on 30/9, though its data are cut off on 14/9."""
    named_after = span.cut.named_after
    return span.ends if named_after is None else span_of(named_after, span.kind, span.year, span.number).ends


def is_cut_off_early(span: PeriodSpan) -> bool:
    """Whether the calendar cuts data off before the period itself ends, as NĐ 09/2019/NĐ-CP does."""
    return span.cut.named_after is not None


def _dates(
    calendar: Calendar, kind: Kind, year: int, number: int
) -> tuple[datetime.date, datetime.date] | None:
    """First and last day; None when there is no such period."""
    try:
        if kind is Kind.DAY:
            day = datetime.date(year, number // 100, number % 100)
            return day, day
        if kind is Kind.WEEK:
            monday = datetime.date.fromisocalendar(year, number, 1)
            first = monday - _days_early(calendar) * ONE_DAY
            return first, first + 6 * ONE_DAY
        if kind is Kind.TEN_DAYS:
            return _ten_days(year, *divmod(number, 10))
    except ValueError:
        return None
    row = calendar.to_date(number) if kind is Kind.TO_DATE else calendar.row(kind, number)
    return None if row is None else (row.starts.on(year), row.ends.on(year))


def _ten_days(year: int, month: int, third: int) -> tuple[datetime.date, datetime.date] | None:
    if third not in (1, 2, 3):
        return None
    last = gregorian.monthrange(year, month)[1] if third == 3 else 10 * third
    return datetime.date(year, month, 10 * third - 9), datetime.date(year, month, last)


def _natural_name(calendar: Calendar, kind: Kind, day: datetime.date) -> tuple[int, int]:
    """Year and number of the natural period that holds the day."""
    if kind is Kind.WEEK:
        iso = (day + _days_early(calendar) * ONE_DAY).isocalendar()
        return iso.year, iso.week
    if kind is Kind.TEN_DAYS:
        return day.year, day.month * 10 + min((day.day + 9) // 10, 3)
    return day.year, day.month * 100 + day.day


def _days_early(calendar: Calendar) -> int:
    """How many days before Monday of the ISO week of its number a week starts."""
    return (8 - calendar.week_starts) % 7
