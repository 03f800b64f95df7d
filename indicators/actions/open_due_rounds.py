"""The rounds that ought to be open by now, and opening them (the daily job)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from indicators.actions.open_round import open_round
from indicators.calendars import calendar_named, calendars_read_once
from indicators.deadlines import DaysOff, days_off, due_by, rules_of
from indicators.models import Assignment, Edition, Regime, ReportingRound, Template
from indicators.periods import Frequency, PeriodSpan, ScopedRule, code_of, is_cut_off_early, spans
from indicators.reviews import silent_regimes

TIME_TO_ANSWER = timedelta(days=7)
"""A round that is due before its period ends, or asks for an estimate, opens so long before it is due."""
LOOK_AHEAD = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Opening:
    """A form that ought to be asked for a period and edition."""

    template: Template
    period_code: str
    edition: int


def due_openings(*, at: datetime) -> list[Opening]:
    """Published forms with periods whose day of opening has come and that nobody was asked for yet."""
    today = timezone.localdate(at)
    templates = (
        Template.objects.filter(versions__published_at__lte=at)
        .exclude(regime__in=silent_regimes())
        .select_related("regime__calendar", "regime__owner")
        .order_by("code")
        .distinct()
    )
    asked = set(
        ReportingRound.objects.values_list(
            "template", "period__calendar__code", "period__starts", "period__ends", "edition"
        )
    )
    with calendars_read_once():
        return [
            Opening(template, code_of(span), edition)
            for template in templates
            for span, edition in openings_until(template.regime, today)
            if (template.pk, *span.dates, edition) not in asked
        ]


def open_due_rounds(*, at: datetime) -> list[tuple[ReportingRound, list[Assignment]]]:
    """Open every due round as the system; the new rounds with their duties."""
    return [
        open_round(template=due.template, period_code=due.period_code, edition=due.edition, by=None, at=at)
        for due in due_openings(at=at)
    ]


def editions_of(rules: tuple[ScopedRule, ...]) -> list[int]:
    """The editions a regime asks for: those its rules name, and the official one where a rule is for all."""
    named = {scoped.edition for scoped in rules if scoped.edition is not None}
    return sorted(named | ({int(Edition.OFFICIAL)} if len(named) < len(rules) or not rules else set()))


def openings_until(regime: Regime, today: date) -> Iterator[tuple[PeriodSpan, int]]:
    """The periods and editions whose rounds ought to be open on a day, in order of the periods' ends."""
    rules = rules_of(regime)
    all_late = opens_late(regime, rules)
    days = DaysOff(frozenset(), frozenset()) if all_late else days_off()
    for span in _spans_until(regime, today + LOOK_AHEAD):
        if all_late and opens_as_usual(regime, span) > today:
            return
        for edition in editions_of(rules):
            if opens_on(regime, span, edition, rules, days) <= today:
                yield span, edition


def opens_late(regime: Regime, rules: Sequence[ScopedRule]) -> bool:
    """Whether every round opens as usual, after its period: then days off do not matter."""
    cut_early = calendar_named(regime.calendar.code).named_after is not None
    return all(_is_late(scoped, cut_early=cut_early) for scoped in rules)


def opens_on(
    regime: Regime, span: PeriodSpan, edition: int, rules: tuple[ScopedRule, ...], days: DaysOff
) -> date:
    """The day on which the round of a period and edition opens by itself."""
    cut_early = is_cut_off_early(span)
    early = [
        scoped
        for scoped in rules
        if scoped.edition in (None, edition) and not _is_late(scoped, cut_early=cut_early)
    ]
    dues = [timezone.localdate(due_by(scoped, span, days).at) for scoped in early]
    return min([opens_as_usual(regime, span), *(due - TIME_TO_ANSWER for due in dues)])


def opens_as_usual(regime: Regime, span: PeriodSpan) -> date:
    """The day after the period, or so many days before its end as the regime says."""
    return span.ends + timedelta(1 - regime.opens_days_before_end)


def _is_late(scoped: ScopedRule, *, cut_early: bool) -> bool:
    """Whether what a rule says is the official figures after the period, as usual; with data that are cut
    off before the period ends, after the cut-off, which is never sooner."""
    rule = scoped.rule
    comes_after = cut_early or (rule.offset > 0 if rule.fixed_day is None else rule.months_after > 0)
    return comes_after and scoped.edition in (None, Edition.OFFICIAL)


def _spans_until(regime: Regime, until: date) -> Iterator[PeriodSpan]:
    last = min(until, regime.ends_on) if regime.ends_on else until
    if last >= regime.starts_on:
        cut = calendar_named(regime.calendar.code)
        yield from spans(cut, Frequency(regime.frequency), regime.starts_on, last)
