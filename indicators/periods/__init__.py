"""Calendars, periods and deadlines as frozen data. Pure: knows no Django, no clock, no settings."""

from indicators.periods.calendars import (
    CALENDAR_YEAR,
    CALENDARS,
    ND09,
    SCHOOL,
    Calendar,
    CutOff,
    Kind,
    PeriodError,
    YearDay,
)
from indicators.periods.codes import code_of, parse_period
from indicators.periods.deadlines import (
    Anchor,
    CountIn,
    DeadlineRule,
    add_working_days,
    due,
    is_working_day,
    next_working_day,
    working_days,
)
from indicators.periods.labels import label_of, short_label_of
from indicators.periods.series import (
    Frequency,
    by_difference,
    previous,
    quarters_by_difference,
    same_last_year,
    spans,
    to_date_series,
)
from indicators.periods.spans import PeriodSpan, names_of, nominal_end, span_of, span_on

__all__ = [
    "CALENDARS",
    "CALENDAR_YEAR",
    "ND09",
    "SCHOOL",
    "Anchor",
    "Calendar",
    "CountIn",
    "CutOff",
    "DeadlineRule",
    "Frequency",
    "Kind",
    "PeriodError",
    "PeriodSpan",
    "YearDay",
    "add_working_days",
    "by_difference",
    "code_of",
    "due",
    "is_working_day",
    "label_of",
    "names_of",
    "next_working_day",
    "nominal_end",
    "parse_period",
    "previous",
    "quarters_by_difference",
    "same_last_year",
    "short_label_of",
    "span_of",
    "span_on",
    "spans",
    "to_date_series",
    "working_days",
]
