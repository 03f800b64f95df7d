"""What is asked, in which form, by when."""

from indicators.models.calendar import Calendar, CalendarRow, Period
from indicators.models.catalogue import Breakdown, DataPoint, Indicator
from indicators.models.days_off import DaysOffChange, Holiday
from indicators.models.deadline import DeadlineRule
from indicators.models.lowered_check import LoweredCheck
from indicators.models.regime import AdHocRequest, FirstSource, Regime, RegimeDocument, RegimeUnit
from indicators.models.round import Assignment, ReportingRound
from indicators.models.template import Edition, Template, TemplateCell, TemplateVersion, edition_of

__all__ = [
    "AdHocRequest",
    "Assignment",
    "Breakdown",
    "Calendar",
    "CalendarRow",
    "DataPoint",
    "DaysOffChange",
    "DeadlineRule",
    "Edition",
    "FirstSource",
    "Holiday",
    "Indicator",
    "LoweredCheck",
    "Period",
    "Regime",
    "RegimeDocument",
    "RegimeUnit",
    "ReportingRound",
    "Template",
    "TemplateCell",
    "TemplateVersion",
    "edition_of",
]
