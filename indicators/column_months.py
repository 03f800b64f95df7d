"""The periods an officer may choose for a line or column that is asked only in some: as the regime names
them.
"""

from datetime import date

from django.utils.translation import gettext as _

from indicators.calendars import calendar_named
from indicators.models import Regime, Template, TemplateDraft
from indicators.periods import Frequency, Kind, PeriodSpan, spans
from indicators.recognition.found import FoundColumn, FoundRow

_MONTHS = range(1, 13)
_NAMED_BY_MONTH = frozenset({Frequency.DAY, Frequency.WEEK, Frequency.TEN_DAYS})


def month_choices(
    draft: TemplateDraft, asked: FoundRow | FoundColumn | None, *, year: int
) -> list[tuple[int, str, bool]]:
    """(month of the last day, the period in words, whether it is asked then). Empty where there is nothing
    to choose: no line, no column of figures, or one period a year.
    """
    if asked is None or (isinstance(asked, FoundColumn) and asked.kind != "data"):
        return []
    words = _words(_regime(draft), year=year)
    if len(words) < 2:
        return []
    words |= {month: _any(month) for month in asked.months if month not in words}
    return [(month, words[month], not asked.months or month in asked.months) for month in sorted(words)]


def _regime(draft: TemplateDraft) -> Regime | None:
    """The draft's, else the one of the form it is a version of."""
    if draft.regime is not None:
        return draft.regime
    template = Template.objects.select_related("regime__calendar").filter(code=draft.code).first()
    return None if template is None else template.regime


def _words(regime: Regime | None, *, year: int) -> dict[int, str]:
    if regime is None or Frequency(regime.frequency) in _NAMED_BY_MONTH:
        return {month: _any(month) for month in _MONTHS}
    calendar = calendar_named(regime.calendar.code)
    found: dict[int, PeriodSpan] = {}
    for span in spans(calendar, Frequency(regime.frequency), date(year, 1, 1), date(year, 12, 31)):
        found.setdefault(span.ends.month, span)
    return {month: _every_year(span) for month, span in found.items()}


def _every_year(span: PeriodSpan) -> str:
    """ "Quý 4", "9 tháng": of no year in particular."""
    if span.kind is Kind.YEAR:
        return _("Cả năm")
    if span.kind is Kind.HALF:
        return _("6 tháng đầu năm") if span.number == 1 else _("6 tháng cuối năm")
    words = {
        Kind.QUARTER: _("Quý %(number)d"),
        Kind.TO_DATE: _("%(number)d tháng"),
        Kind.MONTH: _("Tháng %(number)d"),
    }
    return words[span.kind] % {"number": span.number}


def _any(month: int) -> str:
    return _("kỳ kết thúc trong tháng %(month)d") % {"month": month}
