"""`/dot-bao-cao/mo/`: opening a round by hand: which form and period, whom it will ask by when; then open."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from indicators.calendars import calendar_named, period_named
from indicators.models import Edition, Regime, ReportingRound, Template
from indicators.openings import Asking, asking
from indicators.periods import Frequency, PeriodError, PeriodSpan, code_of, spans
from indicators.permissions import agencies_of
from submissions.actions.open_rounds import open_round
from submissions.wording import period_words
from units.errors import BadContent
from units.models import User
from units.queries import describe_units

BACK, AHEAD = timedelta(days=400), timedelta(days=120)
MOST_PERIODS = 24
NAMED = 200


@require_http_methods(["GET", "HEAD", "POST"])
def new_round(request: HttpRequest) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    templates = _templates(user)
    given = request.POST if request.method == "POST" else request.GET
    template = next((one for one in templates if str(one.pk) == given.get("bieu")), None)
    if template is None and len(templates) == 1:
        template = templates[0]
    span = _span(given, template) if template is not None else None
    edition = _edition(given.get("an-ban", ""))
    refused = ""
    if request.method == "POST" and template is not None and span is not None:
        try:
            opened = open_round(
                template=template, period_code=code_of(span), edition=edition, by=user, at=timezone.now()
            )
        except BadContent as error:
            refused = error.messages[0]
        else:
            count = opened.assignments.count()
            messages.success(request, _("Đợt báo cáo đang mở, hỏi %(count)d đơn vị.") % {"count": count})
            return redirect("round", opened.pk)
    return _page(request, templates, template, span, edition, refused=refused)


def _templates(user: User) -> list[Template]:
    """Published forms of the person's agencies; ad-hoc ones open by themselves."""
    found = Template.objects.filter(
        regime__owner__in=agencies_of(user), versions__published_at__isnull=False
    ).exclude(regime__kind=Regime.Kind.AD_HOC)
    return list(found.select_related("regime__calendar", "regime__owner").order_by("code").distinct())


def _span(given: Mapping[str, str], template: Template) -> PeriodSpan | None:
    """The period asked for, when it is one of those the regime asks."""
    try:
        span = period_named(given.get("ky", ""))
    except PeriodError:
        return None
    offered = _spans(template.regime, timezone.localdate())
    return next((one for one in offered if one.dates == span.dates), None)


def _spans(regime: Regime, today: date) -> list[PeriodSpan]:
    """Periods that may be asked by hand, the latest first."""
    first, last = max(today - BACK, regime.starts_on), today + AHEAD
    if regime.ends_on is not None:
        last = min(last, regime.ends_on)
    cut = calendar_named(regime.calendar.code)
    found = list(spans(cut, Frequency(regime.frequency), first, last)) if first <= last else []
    return found[::-1][:MOST_PERIODS]


def _edition(text: str) -> int:
    return int(text) if text in {str(value) for value in Edition.values} else int(Edition.OFFICIAL)


def _page(
    request: HttpRequest,
    templates: list[Template],
    template: Template | None,
    span: PeriodSpan | None,
    edition: int,
    *,
    refused: str,
) -> HttpResponse:
    context: dict[str, Any] = {
        "templates": templates,
        "template": template,
        "periods": _offered(template, edition) if template is not None else [],
        "span_code": code_of(span) if span is not None else "",
        "period_name": period_words(code_of(span)) if span is not None else "",
        "editions": [(value, label, value == edition) for value, label in reversed(Edition.choices)],
        "edition": edition,
        "refused": refused,
    }
    if template is not None and span is not None:
        context |= _asked(template, span, edition, request)
    return render(request, "submissions/new_round.html", context, status=422 if refused else 200)


def _offered(template: Template, edition: int) -> list[tuple[str, str, bool]]:
    """(code, words, whether its round is there already)."""
    there = set(
        ReportingRound.objects.filter(template=template, edition=edition).values_list(
            "period__starts", "period__ends"
        )
    )
    return [
        (code_of(span), period_words(code_of(span)), (span.starts, span.ends) in there)
        for span in _spans(template.regime, timezone.localdate())
    ]


def _asked(template: Template, span: PeriodSpan, edition: int, request: HttpRequest) -> dict[str, Any]:
    existing = ReportingRound.objects.filter(
        template=template,
        period__calendar=template.regime.calendar_id,
        period__starts=span.starts,
        period__ends=span.ends,
        edition=edition,
    ).first()
    found: Asking | None = None
    problem = ""
    try:
        found = asking(template.regime, span, edition=edition, on=timezone.localdate())
    except BadContent as error:
        problem = error.messages[0]
    names = describe_units([found.recipients[0]]) if found is not None and found.recipients else {}
    return {
        "span": span,
        "existing": existing,
        "asking": found,
        "named": found.subjects[:NAMED] if found else [],
        "more": max(0, len(found.subjects) - NAMED) if found else 0,
        "recipient": next(iter(names.values()), None),
        "problem": problem,
    }
