"""What is asked, in which form, by when."""

from indicators.models.breakdown import Breakdown, Category, Dimension
from indicators.models.calendar import Calendar, Holiday, Period
from indicators.models.catalogue import DataPoint, Indicator, IndicatorBreakdown, IndicatorOption
from indicators.models.measure import UnitOfMeasure
from indicators.models.regime import FirstSource, Regime
from indicators.models.round import Assignment, ReportingRound
from indicators.models.template import Edition, Template, TemplateCell, TemplateVersion
from indicators.models.version import IndicatorVersion

__all__ = [
    "Assignment",
    "Breakdown",
    "Calendar",
    "Category",
    "DataPoint",
    "Dimension",
    "Edition",
    "FirstSource",
    "Holiday",
    "Indicator",
    "IndicatorBreakdown",
    "IndicatorOption",
    "IndicatorVersion",
    "Period",
    "Regime",
    "ReportingRound",
    "Template",
    "TemplateCell",
    "TemplateVersion",
    "UnitOfMeasure",
]
