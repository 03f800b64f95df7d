"""What is asked, in which form, by when."""

from indicators.models.calendar import Calendar, Holiday, Period
from indicators.models.catalogue import Breakdown, DataPoint, Indicator
from indicators.models.lowered_check import LoweredCheck
from indicators.models.regime import FirstSource, Regime
from indicators.models.round import Assignment, ReportingRound
from indicators.models.template import Edition, Template, TemplateCell, TemplateVersion

__all__ = [
    "Assignment",
    "Breakdown",
    "Calendar",
    "DataPoint",
    "Edition",
    "FirstSource",
    "Holiday",
    "Indicator",
    "LoweredCheck",
    "Period",
    "Regime",
    "ReportingRound",
    "Template",
    "TemplateCell",
    "TemplateVersion",
]
