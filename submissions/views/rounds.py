"""`/dot-bao-cao/`: each open round as one line; who has not reported is one click away."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from indicators.models import ReportingRound
from indicators.queries import reachable_assignments, reachable_rounds, with_due
from submissions.actions.remind import Reminded, remind
from submissions.models import Status
from submissions.permissions import may_remind
from submissions.queries import WITH_THE_UNIT, coverage
from submissions.wording import period_words, time_left
from units.errors import BadContent, NotWithinReach
from units.models import User


@require_GET
def rounds(request: HttpRequest) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    now = timezone.now()
    shown = (
        reachable_rounds(user)
        .filter(closed_at__isnull=True)
        .select_related("template", "period")
        .order_by("-period__ends", "template__code")
        .distinct()
    )
    counted = _counts(user)
    lines = [
        {"round": r, "left": time_left(r.due_at, now), "is_past": now > r.due_at, **counted.get(r.pk, {})}
        for r in shown[:60]
    ]
    return render(request, "submissions/rounds.html", {"lines": lines})


def _counts(user: User) -> dict[int, dict[str, Any]]:
    """Per round: expected, sent, accepted, returned, missing, late. One query."""
    with_unit = Q(submission__accepted__isnull=True) & (
        Q(submission__status__in=WITH_THE_UNIT) | Q(submission__isnull=True)
    )
    late_now = with_unit & Q(due__lt=timezone.now())
    rows = (
        with_due(reachable_assignments(user))
        .filter(exempted_at__isnull=True)
        .values("round")
        .annotate(
            expected=Count("pk"),
            sent=Count("pk", filter=Q(submission__status=Status.SUBMITTED)),
            accepted=Count("pk", filter=Q(submission__accepted__isnull=False)),
            returned=Count("pk", filter=Q(submission__status=Status.RETURNED)),
            missing=Count("pk", filter=with_unit),
            late=Count("pk", filter=late_now | Q(submission__sent__is_late=True)),
        )
    )
    return {
        int(row["round"]): {name: count for name, count in row.items() if name != "round"} for row in rows
    }


@require_GET
def round_(request: HttpRequest, round_id: int) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    shown = _round(user, round_id)
    now = timezone.now()
    covered = coverage(shown, at=now, user=user)
    missing = {unit.id for unit in covered.missing}
    duties = {
        duty.subject_id: duty
        for duty in reachable_assignments(user)
        .filter(round=shown, subject__in=missing)
        .select_related("submission__draft")
    }
    context: dict[str, Any] = {
        "round": shown,
        "period_name": period_words(shown.period_code),
        "left": time_left(shown.due_at, now),
        "is_past": now > shown.due_at,
        "covered": covered,
        "missing": [(unit, duties[unit.id]) for unit in covered.missing if unit.id in duties],
        "may_remind": any(may_remind(user, duty.recipient_id) for duty in duties.values()),
    }
    return render(request, "submissions/round.html", context)


@require_POST
def remind_round(request: HttpRequest, round_id: int) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    shown = _round(user, round_id)
    covered = coverage(shown, at=timezone.now(), user=user)
    duties = list(
        reachable_assignments(user).filter(round=shown, subject__in=[unit.id for unit in covered.missing])
    )
    try:
        done = remind(assignments=duties, by=user, at=timezone.now(), words=request.POST.get("words", ""))
    except BadContent as error:
        messages.error(request, error.messages[0])
    else:
        _say(request, done)
    return redirect("round", round_id)


def _say(request: HttpRequest, done: Reminded) -> None:
    if done.units and not done.mails:
        messages.info(request, _("Các đơn vị này đã được đôn đốc hôm nay; không gửi thêm thư nào."))
        return
    messages.success(
        request,
        _("Đã gửi %(mails)d thư đôn đốc đến %(units)d đơn vị: %(names)s.")
        % {
            "mails": done.mails,
            "units": len(done.units),
            "names": ", ".join(unit.full_name for unit in done.units) or "–",
        },
    )
    if done.nobody:
        messages.warning(
            request,
            _("Chưa có ai nhận thư ở: %(names)s. Hãy nhờ quản trị bổ sung địa chỉ thư.")
            % {"names": ", ".join(unit.full_name for unit in done.nobody)},
        )


def _round(user: User, round_id: int) -> ReportingRound:
    found = (
        reachable_rounds(user)
        .filter(pk=round_id)
        .select_related("template", "period", "version")
        .defer("version__workbook")
        .first()
    )
    if found is None:
        raise NotWithinReach(_("Không có đợt báo cáo này trong phạm vi của anh/chị."))
    return found
