"""`/duyet-so-lieu/`: a round as a matrix, units down, what matters across. Requests for correction on top."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from indicators.answers import Answer, Sign, format_amount, format_answer
from indicators.calendars import period_named
from indicators.forms import layout_of
from indicators.layout import FormLayout
from indicators.models import Period, Regime, ReportingRound
from indicators.periods import Frequency, PeriodError, same_last_year
from indicators.queries import reachable_rounds
from submissions.models import Figure, Status
from submissions.queries import Duty, duties_of, reachable_submissions, review_queue
from submissions.views.report import sent_sheet
from submissions.wording import BADGES, short_period_words
from units.models import User
from units.permissions import READS_EVERYTHING, VERBS, has_role, units_where


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A unit's row: its duty, the chosen figure now and a year before."""

    duty: Duty
    now: str
    before: str
    change: str
    explained: int


@require_GET
def review_list(request: HttpRequest) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    now = timezone.now()
    rounds = list(_rounds(user)[:40])
    shown = next((r for r in rounds if str(r.pk) == request.GET.get("round")), rounds[0] if rounds else None)
    context: dict[str, Any] = {
        "rounds": [(r.pk, f"{_called(r)} · {short_period_words(r.period_code)}") for r in rounds],
        "round": shown,
        "requests": [duty for duty in review_queue(user, at=now) if duty.has_open_correction],
        "statuses": [(value.value, str(BADGES[value][1])) for value in Status],
    }
    if shown is not None:
        context |= _matrix(request, user, shown)
    return render(request, "submissions/review_list.html", context)


def _called(one: ReportingRound) -> str:
    """A form by its code, as people know it; an ad-hoc request by its name."""
    is_ad_hoc = one.template.regime.kind == Regime.Kind.AD_HOC
    return f"{one.template.name} ({one.template.code})" if is_ad_hoc else one.template.code


def _rounds(user: User) -> QuerySet[ReportingRound]:
    """Rounds that report to the person's units, the newest first."""
    rounds = reachable_rounds(user).select_related("template__regime", "version", "period")
    rounds = rounds.defer("version__workbook")
    if not has_role(user, READS_EVERYTHING):
        rounds = rounds.filter(assignments__recipient__in=_reviewed_units(user)).distinct()
    return rounds.order_by("-period__ends", "template__code")


def _reviewed_units(user: User) -> frozenset[int]:
    return units_where(user, [role for role, verbs in VERBS.items() if "review" in verbs])


def _matrix(request: HttpRequest, user: User, shown: ReportingRound) -> dict[str, Any]:
    layout = layout_of(shown.version)
    inputs = [a for a, *_place, cell in layout.places() if cell.kind in ("input", "computed")]
    address = request.GET.get("row", "")
    if address not in inputs:
        address = inputs[0]
    reports = reachable_submissions(user).filter(assignment__round=shown)
    duties = duties_of(reports, at=timezone.now())
    before = _year_before(shown, address, [duty.submission.assignment.subject_id for duty in duties])
    status = request.GET.get("status", "")
    late = request.GET.get("late") == "1"
    lines = [
        _line(duty, layout, address, before)
        for duty in sorted(duties, key=lambda duty: duty.subject.sort_key)
        if (status not in Status.values or duty.status == status) and (not late or duty.is_late)
    ]
    return {
        "lines": lines,
        "row": address,
        "row_said": layout.place_of[address][1].name,
        "rows": [(a, _row_words(layout, a)) for a in inputs],
        "status": status if status in Status.values else "",
        "status_said": str(BADGES[Status(status)][1]) if status in Status.values else "",
        "late": late,
        "is_compared": _is_compared(shown),
        "counts": _counts(duties),
    }


def _counts(duties: list[Duty]) -> dict[str, int]:
    waiting = sum(1 for duty in duties if duty.status == Status.SUBMITTED)
    accepted = sum(1 for duty in duties if duty.submission.accepted_id is not None)
    return {
        "all": len(duties),
        "waiting": waiting,
        "accepted": accepted,
        "missing": sum(1 for duty in duties if duty.submission.sent_id is None),
        "late": sum(1 for duty in duties if duty.is_late),
    }


def _line(duty: Duty, layout: FormLayout, address: str, before: dict[int, Answer]) -> ReviewLine:
    submission = duty.submission
    sheet = sent_sheet(submission) if submission.sent is not None else None
    now = sheet.cells.get(address) if sheet else None
    earlier = before.get(submission.assignment.subject_id)
    return ReviewLine(
        duty=duty,
        now=format_answer(now),
        before=format_answer(earlier),
        change=_change(now, earlier),
        explained=len(sheet.explanations) if sheet else 0,
    )


def _change(now: Answer | None, before: Answer | None) -> str:
    """“▲ 5,2%”, “▼ 1,0%”; nothing when either is no number or the base is 0."""
    if now is None or before is None or now.scaled is None or not before.scaled:
        return ""
    rate = Fraction(now.scaled - before.scaled, abs(before.scaled)) * 100
    if rate == 0:
        return "0,0%"
    return f"{'▲' if rate > 0 else '▼'} {format_amount(abs(rate), decimals=1)}%"


def _year_before(shown: ReportingRound, address: str, subjects: list[int]) -> dict[int, Answer]:
    """The accepted answers of the same period of last year, by unit: units that stand today."""
    if not _is_compared(shown):
        return {}
    try:
        span = same_last_year(period_named(shown.period_code))
    except PeriodError:
        return {}
    bound = shown.version.cells.filter(address=address).values_list("data_point", "edition").first()
    if span is None or bound is None:
        return {}
    decimals = layout_of(shown.version).place_of[address][3].decimals
    figures = Figure.objects.filter(
        period__in=_period_ids(shown, span.starts, span.ends),
        data_point=bound[0],
        edition=bound[1],
        unit__in=subjects,
    )
    return {
        unit: Answer(Sign(sign), amount, decimals)
        for unit, amount, sign in figures.values_list("unit", "amount", "sign")
    }


def _is_compared(shown: ReportingRound) -> bool:
    """What is asked day by day, or at once, has no same period of last year that says anything."""
    return shown.template.regime.frequency != Frequency.DAY


def _period_ids(shown: ReportingRound, starts: date, ends: date) -> list[int]:
    periods = Period.objects.filter(calendar=shown.period.calendar_id, starts=starts, ends=ends)
    return list(periods.values_list("pk", flat=True))


def _row_words(layout: FormLayout, address: str) -> str:
    row = layout.place_of[address][1]
    return f"{row.number} {row.name}".strip()
