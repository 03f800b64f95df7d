"""Open a round: a form is asked for a period, and every unit concerned gets its duty."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.ad_hoc import due_of
from indicators.calendars import calendar_named, hold_calendar, period_named
from indicators.deadline_words import due_words, time_words
from indicators.deadlines import deadlines_of
from indicators.models import (
    Assignment,
    Calendar,
    Edition,
    Period,
    Regime,
    ReportingRound,
    Template,
    TemplateVersion,
)
from indicators.periods import Frequency, PeriodSpan, ad_hoc_code, code_of, spans
from indicators.permissions import check_may_manage_regime
from indicators.queries import latest_version
from indicators.reviews import check_may_ask
from indicators.subjects import Duty, duties_of
from units.actions.record_event import record_event
from units.errors import BadContent, Conflict
from units.models import User


def open_round(
    *,
    template: Template,
    period_code: str,
    by: User | None,
    at: datetime,
    edition: int = Edition.OFFICIAL,
) -> tuple[ReportingRound, list[Assignment]]:
    """The round and the duties made with it; a round that is already open comes back with no new duty.

    BadContent when the form is not published or the regime says no deadline; PeriodError when the code
    names no period; Conflict while the regime is suspended, or waits to be approved.
    Submissions are made with duties by `submissions.actions.open_rounds`, which wraps this.
    """
    check_may_manage_regime(by, template.regime)
    version = latest_version(template.pk)
    if version is None:
        raise BadContent(_("Biểu mẫu chưa được ban hành nên chưa mở được đợt báo cáo."), code="not_published")
    span = named_as_regime_does(period_named(period_code), template.regime)
    existing = _find(template, span, edition)
    if existing is not None:
        return existing, []
    check_may_ask(template.regime)
    try:
        with transaction.atomic():
            _hold_regime(template.regime)
            calendar = hold_calendar(span)
            return _open(
                template=template, version=version, span=span, calendar=calendar, edition=edition,
                by=by, at=at,
            )  # fmt: skip
    except IntegrityError:
        existing = _find(template, span, edition)
        if existing is None:
            raise
        return existing, []


def _hold_regime(regime: Regime) -> None:
    """Wait for whoever changes the regime; Conflict when it now cuts time differently than was read.

    What holds once a round was opened (`define_regime.FROZEN`) cannot change from here on.
    """
    held = Regime.objects.select_for_update().get(pk=regime.pk)
    if (held.calendar_id, held.frequency) != (regime.calendar_id, regime.frequency):
        raise Conflict(_("Chế độ vừa được sửa lịch hoặc kỳ báo cáo. Hãy thử lại."), code="regime_changed")


def named_as_regime_does(span: PeriodSpan, regime: Regime) -> PeriodSpan:
    """The same dates under the name the regime uses: 2026-3M, not 2026-Q1, where it is cumulative."""
    asked = spans(calendar_named(regime.calendar.code), Frequency(regime.frequency), span.ends, span.ends)
    return next((named for named in asked if named.dates == span.dates), span)


def _find(template: Template, span: PeriodSpan, edition: int) -> ReportingRound | None:
    return ReportingRound.objects.filter(
        template=template,
        period__calendar__code=span.calendar,
        period__starts=span.starts,
        period__ends=span.ends,
        edition=edition,
    ).first()


def _open(
    *,
    template: Template,
    version: TemplateVersion,
    span: PeriodSpan,
    calendar: Calendar,
    edition: int,
    by: User | None,
    at: datetime,
) -> tuple[ReportingRound, list[Assignment]]:
    period, _created = Period.objects.get_or_create(calendar=calendar, starts=span.starts, ends=span.ends)
    duties = duties_of(template.regime, last_day=span.ends, asked_on=timezone.localdate(at))
    dues = _dues(template.regime, span, duties, edition=edition)
    opened = ReportingRound.objects.create(
        template=template,
        version=version,
        period=period,
        period_code=_code(template, span),
        edition=edition,
        opened_at=at,
        due_at=dues.latest,
    )
    assignments = Assignment.objects.bulk_create(
        [
            Assignment(
                round=opened,
                subject_id=duty.subject,
                responsible_id=duty.responsible,
                recipient_id=duty.recipient,
                due_at=due_at,
                rule_id=rule,
            )
            for duty, (due_at, rule) in zip(duties, dues.each, strict=True)
        ],
        batch_size=1000,
    )
    record_event(
        kind="round.opened",
        by=by,
        at=at,
        subject=opened,
        unit=template.regime.owner_id,
        data={
            "template": template.code,
            "period": opened.period_code,
            "edition": Edition(edition).name.lower(),
            "duties": len(assignments),
            "due": dues.words,
        },
    )
    return opened, assignments


def _code(template: Template, span: PeriodSpan) -> str:
    if template.regime.kind == Regime.Kind.AD_HOC:
        return ad_hoc_code(template.code, span.starts)
    return code_of(span)


class _Dues(NamedTuple):
    """The latest due time; of each duty the due time and the rule it comes by, if any; both in words."""

    latest: datetime
    each: Sequence[tuple[datetime, int | None]]
    words: list[str]


def _dues(regime: Regime, span: PeriodSpan, duties: Sequence[Duty], *, edition: int) -> _Dues:
    if regime.kind == Regime.Kind.AD_HOC:
        due = due_of(regime.ad_hoc, span.starts)
        return _Dues(due, [(due, None) for _duty in duties], [time_words(due)])
    deadlines = deadlines_of(regime, span, edition=edition)
    latest = deadlines.latest_of(duty.kind for duty in duties)
    each = [(found.at, found.rule) for duty in duties for found in (deadlines.of(duty.kind),)]
    return _Dues(latest, each, [due_words(found) for found in deadlines.found])
