"""The days a figure to date is added up from: from the start of the year on. Pure."""

from dataclasses import dataclass
from datetime import date

from indicators.periods.calendars import Kind, PeriodError
from indicators.periods.series import Frequency, previous, same_last_year, to_date_of
from indicators.periods.spans import ONE_DAY, PeriodSpan


@dataclass(frozen=True, slots=True)
class Stretch:
    """Whole days, both ends included; none where the last comes before the first."""

    starts: date
    ends: date

    @property
    def is_empty(self) -> bool:
        return self.ends < self.starts


def stretch_of(span: PeriodSpan, role: str, *, frequency: Frequency) -> Stretch | None:
    """The days of a role as of `indicators.formulas.SourcePeriod` that is added up; None where there are none
    to say (week 53 of last year, ten days of a year that does not begin with them).

    to_date and to_date_last_year: to the end of the period; to_date_before: to the day before it begins;
    to_date_earlier: to the day before the period before it begins. ValueError for another role.
    """
    try:
        match role:
            case "to_date":
                return _to_date(span)
            case "to_date_last_year":
                then = same_last_year(span)
                return None if then is None else _to_date(then)
            case "to_date_before":
                return Stretch(_start_of_year(span), span.starts - ONE_DAY)
            case "to_date_earlier":
                return Stretch(_start_of_year(span), previous(span, frequency=frequency).starts - ONE_DAY)
    except PeriodError:
        return None
    raise ValueError(f"not added up: {role}")


def is_first_of_year(span: PeriodSpan) -> bool:
    """Whether the period before it is of the year before; PeriodError as of `to_date_of`."""
    return span.starts <= _start_of_year(span)


def _to_date(span: PeriodSpan) -> Stretch:
    return Stretch(_start_of_year(span), span.ends)


def _start_of_year(span: PeriodSpan) -> date:
    return span.starts if span.kind in (Kind.YEAR, Kind.TO_DATE) else to_date_of(span).starts
