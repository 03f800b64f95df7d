"""The rounds that ought to be open by now, and opening them (the daily job)."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from indicators.actions.open_round import open_round
from indicators.calendars import calendar_named, calendars_read_once
from indicators.models import Assignment, Regime, ReportingRound, Template
from indicators.periods import Frequency, code_of, spans


def due_openings(*, at: datetime) -> list[tuple[Template, str]]:
    """Published templates with the codes of periods that ended (or soon will, as the regime says) unasked."""
    today = timezone.localdate(at)
    templates = (
        Template.objects.filter(versions__published_at__lte=at)
        .select_related("regime__calendar", "regime__owner")
        .order_by("code")
        .distinct()
    )
    asked = set(ReportingRound.objects.values_list("template", "period_code"))
    with calendars_read_once():
        return [
            (template, code)
            for template in templates
            for code in _codes_until(template.regime, today)
            if (template.pk, code) not in asked
        ]


def open_due_rounds(*, at: datetime) -> list[tuple[ReportingRound, list[Assignment]]]:
    """Open every due round as the system; the new rounds with their duties."""
    return [
        open_round(template=template, period_code=code, by=None, at=at)
        for template, code in due_openings(at=at)
    ]


def _codes_until(regime: Regime, today: date) -> list[str]:
    last = today + timedelta(regime.opens_days_before_end - 1)
    until = min(last, regime.ends_on) if regime.ends_on else last
    if until < regime.starts_on:
        return []
    found = spans(calendar_named(regime.calendar.code), Frequency(regime.frequency), regime.starts_on, until)
    return [code_of(span) for span in found]
