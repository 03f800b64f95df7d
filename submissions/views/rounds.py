"""`/dot-bao-cao/`: each round as one line; one round with who has sent and who has not."""

import json
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from indicators.closings import closes_at
from indicators.models import AdHocRequest, Edition, Regime, ReportingRound, TemplateVersion
from indicators.permissions import may_manage_regime
from indicators.queries import reachable_assignments, reachable_rounds
from submissions.actions.remind import Reminded, remind
from submissions.coverage import coverage
from submissions.filling_in import fills_for_many
from submissions.permissions import may_remind
from submissions.round_lines import FILTERS, NO_COUNTS, counts_of, lines_of
from submissions.wording import period_words, time_left
from units.asking import Paging, number_from
from units.errors import BadContent, NotWithinReach
from units.event_words import event_words
from units.models import Event, User
from units.permissions import has_verb

A_PAGE, LINES_A_PAGE = 30, 200
OPEN, CLOSED, ALL = "mo", "khoa", "tat-ca"


@require_GET
def rounds(request: HttpRequest) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    now = timezone.now()
    shown = request.GET.get("xem", OPEN)
    shown = shown if shown in (OPEN, CLOSED, ALL) else OPEN
    found = reachable_rounds(user).filter(_which(shown))
    paging = Paging(number_from(request.GET, "trang", default=1), found.count(), A_PAGE)
    page = list(
        found.select_related("template__regime", "period").order_by(
            "-period__ends", "template__code", "edition", "pk"
        )[paging.offset : paging.offset + paging.size]
    )
    counted = counts_of(user, [one.pk for one in page], at=now)
    context = {
        "lines": [
            {
                "round": one,
                "left": time_left(one.due_at, now),
                "is_past": now > one.due_at,
                "edition": edition_words(one),
                "is_ad_hoc": one.template.regime.kind == Regime.Kind.AD_HOC,
                **counted.get(one.pk, NO_COUNTS),
            }
            for one in page
        ],
        "paging": paging,
        "shown": shown,
        "tabs": [(OPEN, _("đang mở")), (CLOSED, _("đã khóa")), (ALL, _("tất cả"))],
        "is_officer": has_verb(user, "define"),
    }
    return render(request, "submissions/rounds.html", context)


def _which(shown: str) -> Q:
    return {OPEN: Q(closed_at__isnull=True), CLOSED: Q(closed_at__isnull=False)}.get(shown, Q())


def edition_words(one: ReportingRound) -> str:
    """ "số ước tính"; nothing for the official figures."""
    if one.edition == Edition.OFFICIAL:
        return ""
    return _("số %(edition)s") % {"edition": Edition(one.edition).label}


@require_GET
def round_(request: HttpRequest, round_id: int) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    shown, now = round_within_reach(user, round_id), timezone.now()
    counts = counts_of(user, [shown.pk], at=now).get(shown.pk, NO_COUNTS)
    asked = request.GET.get("xem", "chua-gui" if counts["missing"] else "tat-ca")
    which = asked if asked in FILTERS else "tat-ca"
    page = number_from(request.GET, "trang", default=1)
    start = (page - 1) * LINES_A_PAGE
    lines, total = lines_of(user, shown, which=which, at=now, offset=start, limit=LINES_A_PAGE)
    manages = may_manage_regime(user, shown.template.regime)
    context: dict[str, Any] = {
        "round": shown,
        "edition": edition_words(shown),
        "period_name": period_words(shown.period_code),
        "left": time_left(shown.due_at, now),
        "is_past": now > shown.due_at,
        "is_open": shown.closed_at is None,
        "closes_at": closes_at(shown),
        "is_ad_hoc": shown.template.regime.kind == Regime.Kind.AD_HOC,
        "asked_again_until": asked_again_until(shown),
        "counts": counts,
        "tabs": _tabs(counts),
        "which": which,
        "lines": lines,
        "paging": Paging(page, total, LINES_A_PAGE),
        "manages": manages,
        "may_enter": manages and shown.closed_at is None and shown.template.regime.lets_others_enter,
        "many": shown.closed_at is None and fills_for_many(user, shown),
        "may_remind": counts["missing"] > 0 and shown.closed_at is None and _may_remind(user, shown),
        "others": _other_versions(shown) if manages else [],
        "happened": _happened(shown),
    }
    return render(request, "submissions/round.html", context)


def asked_again_until(shown: ReportingRound) -> date | None:
    """The last day on which an ad-hoc request will be asked once more; None when it will not."""
    request = AdHocRequest.objects.filter(regime=shown.template.regime_id).first()
    until = request.repeats_until if request is not None else None
    return until if until is not None and until > timezone.localdate() else None


def _tabs(counts: dict[str, int]) -> list[tuple[str, str, int]]:
    sent = counts["expected"] - counts["missing"]
    tabs = [
        ("chua-gui", _("chưa gửi"), counts["missing"]),
        ("da-gui", _("đã gửi"), sent),
        ("gia-han", _("được gia hạn"), counts["extended"]),
        ("mien", _("được miễn"), counts["exempt"]),
        ("tat-ca", _("tất cả"), counts["expected"] + counts["exempt"]),
    ]
    return [tab for tab in tabs if tab[2] or tab[0] in ("chua-gui", "tat-ca")]


def _may_remind(user: User, shown: ReportingRound) -> bool:
    recipients = reachable_assignments(user).filter(round=shown).order_by().values_list("recipient")
    return any(may_remind(user, recipient) for (recipient,) in recipients.distinct())


def _other_versions(shown: ReportingRound) -> list[int]:
    """Numbers of the published versions the round could go on with, the newest first."""
    found = TemplateVersion.objects.filter(template=shown.template_id, published_at__isnull=False)
    return list(found.exclude(pk=shown.version_id).order_by("-number").values_list("number", flat=True)[:5])


def _happened(shown: ReportingRound) -> list[dict[str, Any]]:
    """What was done with the round, the latest first."""
    found = Event.objects.filter(subject_type="reportinground", subject_id=shown.pk)
    return [
        {
            "at": event.at,
            "who": event.actor.full_name if event.actor else _("hệ thống"),
            "did": event_words(event.kind),
            "why": json.loads(event.data).get("reason", ""),
        }
        for event in found.select_related("actor").order_by("-pk")[:20]
    ]


@require_POST
def remind_round(request: HttpRequest, round_id: int) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    shown = round_within_reach(user, round_id)
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


def round_within_reach(user: User, round_id: int) -> ReportingRound:
    """The round, or NotWithinReach."""
    found = (
        reachable_rounds(user)
        .filter(pk=round_id)
        .select_related("template__regime", "period", "version", "closed_by")
        .defer("version__workbook")
        .first()
    )
    if found is None:
        raise NotWithinReach(_("Không có đợt báo cáo này trong phạm vi của anh/chị."))
    return found
