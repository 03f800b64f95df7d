"""What is asked, in which form, by when."""

from indicators.models.breakdown import Breakdown, Category, Dimension
from indicators.models.calendar import Calendar, CalendarRow, Period
from indicators.models.catalogue import DataPoint, Indicator, IndicatorBreakdown, IndicatorOption
from indicators.models.days_off import DaysOffChange, Holiday
from indicators.models.deadline import DeadlineRule
from indicators.models.draft import DraftStep, TemplateDraft
from indicators.models.former_owner import FormerOwner
from indicators.models.lowered_check import LoweredCheck
from indicators.models.measure import UnitOfMeasure
from indicators.models.reading_grant import ReadingGrant
from indicators.models.regime import AdHocRequest, FirstSource, Regime, RegimeDocument, RegimeUnit
from indicators.models.regime_review import RegimeReview
from indicators.models.repeat import RepeatChoice
from indicators.models.round import Assignment, ReportingRound
from indicators.models.steward import Steward
from indicators.models.template import (
    NEVER,
    Edition,
    Template,
    TemplateCell,
    TemplateVersion,
    asks_in,
    edition_of,
    month_bit,
)
from indicators.models.version import IndicatorVersion

__all__ = [
    "NEVER",
    "AdHocRequest",
    "Assignment",
    "Breakdown",
    "Calendar",
    "CalendarRow",
    "Category",
    "DataPoint",
    "DaysOffChange",
    "DeadlineRule",
    "Dimension",
    "DraftStep",
    "Edition",
    "FirstSource",
    "FormerOwner",
    "Holiday",
    "Indicator",
    "IndicatorBreakdown",
    "IndicatorOption",
    "IndicatorVersion",
    "LoweredCheck",
    "Period",
    "ReadingGrant",
    "Regime",
    "RegimeDocument",
    "RegimeReview",
    "RegimeUnit",
    "RepeatChoice",
    "ReportingRound",
    "Steward",
    "Template",
    "TemplateCell",
    "TemplateDraft",
    "TemplateVersion",
    "UnitOfMeasure",
    "asks_in",
    "edition_of",
    "month_bit",
]
