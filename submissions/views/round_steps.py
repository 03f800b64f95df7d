"""`/dot-bao-cao/<round>/viec/<step>/`: what an officer does with a round, looked at first, then done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from indicators.actions.close_round import reopen_round
from indicators.actions.extend_deadline import extend_deadline, retract_extension
from indicators.actions.stop_asking_again import stop_asking_again
from indicators.models import Assignment, ReportingRound, TemplateVersion
from indicators.permissions import may_manage_regime
from submissions import round_previews as previews
from submissions.actions.close_round import close_round
from submissions.actions.exempt import exempt, lift_exemption
from submissions.actions.move_round import move_round
from submissions.reminders import unsent_duties
from submissions.views.rounds import asked_again_until, round_within_reach
from submissions.wording import moment_words, period_words
from units.asking import day_from
from units.clock import read_clock
from units.errors import BadContent, Conflict, NotAllowed, NotWithinReach
from units.models import User

NAMED = 300


@dataclass(frozen=True, slots=True)
class Doing:
    """One request: who, which round, the duties chosen on its page."""

    request: HttpRequest
    user: User
    round: ReportingRound
    at: datetime

    @property
    def reason(self) -> str:
        return self.request.POST.get("reason", "")

    def duties(self) -> QuerySet[Assignment]:
        """The duties ticked, or all of the round."""
        every = Assignment.objects.filter(round=self.round).select_related(
            "round__template__regime", "round__period"
        )
        if self.request.POST.get("ai") == "tat-ca":
            return every
        ticked = (text for text in self.request.POST.getlist("nv")[:10_000] if text.isascii())
        return every.filter(pk__in=[int(text) for text in ticked if text.isdigit() and len(text) < 10])

    def unsent(self) -> list[Assignment]:
        return list(self.duties().filter(unsent_duties()).order_by("pk"))

    def extended(self) -> list[Assignment]:
        return list(self.duties().filter(extended_to__isnull=False).order_by("pk"))

    def exempted(self) -> list[Assignment]:
        return list(self.duties().filter(exempted_at__isnull=False).order_by("pk"))

    def version(self) -> TemplateVersion:
        """The published version named, of this form, else the newest."""
        number = self.request.POST.get("phien-ban", "")
        found = TemplateVersion.objects.filter(template=self.round.template_id, published_at__isnull=False)
        if number.isascii() and number.isdigit() and len(number) < 6:
            found = found.filter(number=int(number))
        version = found.order_by("-number").first()
        if version is None:
            raise NotWithinReach(_("Không có phiên bản biểu mẫu này."))
        return version


def _until(doing: Doing) -> datetime:
    """The new due time as typed; BadContent when there is none."""
    day, _unread = day_from(doing.request.POST, "until-day")
    clock = read_clock(doing.request.POST.get("until-hour", ""))
    if day is None or not 1900 < day.year < 9000 or clock is None:
        raise BadContent(_("Hãy ghi hạn mới: ngày và giờ, ví dụ 20/11/2026 và 17:00."), code="until_missing")
    return timezone.make_aware(datetime.combine(day, clock))


# ---- the deeds --------------------------------------------------------------------------------------------


def _extend(doing: Doing) -> str:
    rows = extend_deadline(
        assignments=doing.unsent(), until=_until(doing), reason=doing.reason, by=doing.user, at=doing.at
    )
    until = rows[0].extended_to
    assert until is not None
    words = ngettext(
        "Đã gia hạn cho %(n)d đơn vị đến %(at)s.", "Đã gia hạn cho %(n)d đơn vị đến %(at)s.", len(rows)
    )
    return words % {"n": len(rows), "at": moment_words(until)}


def _retract(doing: Doing) -> str:
    rows = retract_extension(assignments=doing.extended(), by=doing.user, at=doing.at)
    return ngettext("Đã bỏ gia hạn của %(n)d đơn vị.", "Đã bỏ gia hạn của %(n)d đơn vị.", len(rows)) % {
        "n": len(rows)
    }


def _exempt(doing: Doing) -> str:
    rows = exempt(assignments=doing.unsent(), reason=doing.reason, by=doing.user, at=doing.at)
    return ngettext("Đã miễn báo cáo cho %(n)d đơn vị.", "Đã miễn báo cáo cho %(n)d đơn vị.", len(rows)) % {
        "n": len(rows)
    }


def _lift(doing: Doing) -> str:
    rows = lift_exemption(assignments=doing.exempted(), by=doing.user, at=doing.at)
    return ngettext("%(n)d đơn vị lại phải báo cáo.", "%(n)d đơn vị lại phải báo cáo.", len(rows)) % {
        "n": len(rows)
    }


def _close(doing: Doing) -> str:
    close_round(reporting_round=doing.round, by=doing.user, at=doing.at, reason=doing.reason)
    return _("Đã khóa đợt báo cáo. Mở lại được khi cần.")


def _reopen(doing: Doing) -> str:
    reopen_round(reporting_round=doing.round, by=doing.user, at=doing.at, reason=doing.reason)
    return _("Đã mở lại đợt báo cáo.")


def _move(doing: Doing) -> str:
    version = doing.version()
    plan = move_round(reporting_round=doing.round, version=version, by=doing.user, at=doing.at)
    return _("Đã chuyển đợt sang phiên bản %(number)d; %(lost)d đơn vị được báo có số cần nhập lại.") % {
        "number": version.number,
        "lost": len(plan.with_losses),
    }


def _stop(doing: Doing) -> str:
    stop_asking_again(regime=doing.round.template.regime, by=doing.user, at=doing.at)
    return _("Đã ngừng hỏi lại: từ ngày mai không mở đợt mới.")


def _of_exemption(doing: Doing) -> previews.Preview:
    chosen = doing.unsent()
    others = doing.duties().filter(exempted_at__isnull=True).count() - len(chosen)
    return previews.of_exemption(chosen, left_out=others)


Look = Callable[[Doing], previews.Preview]
STEPS: dict[str, tuple[Look, Callable[[Doing], str]]] = {
    "gia-han": (lambda doing: previews.of_extension(doing.unsent()), _extend),
    "bo-gia-han": (lambda doing: previews.of_retraction(doing.extended()), _retract),
    "mien": (_of_exemption, _exempt),
    "bo-mien": (lambda doing: previews.of_lifting(doing.exempted()), _lift),
    "khoa": (lambda doing: previews.of_closing(doing.round), _close),
    "mo-lai": (lambda doing: previews.of_reopening(doing.round), _reopen),
    "ngung-hoi-lai": (lambda doing: previews.of_stopping(doing.round, asked_again_until(doing.round)), _stop),
    "phien-ban": (lambda doing: previews.of_move(doing.round, doing.version()), _move),
}


@require_POST
def round_step(request: HttpRequest, round_id: int, name: str) -> HttpResponse:
    """Look (`buoc=xem`), then do (`buoc=lam`); what is refused comes back with all that was typed."""
    user = request.user
    assert isinstance(user, User)
    reporting_round = round_within_reach(user, round_id)
    if name not in STEPS:
        raise Http404
    if not may_manage_regime(user, reporting_round.template.regime):  # who sees the round may know that much
        raise NotAllowed(_("Chỉ công chức phụ trách chế độ báo cáo được làm việc này."))
    doing = Doing(request, user, reporting_round, timezone.now())
    look, act = STEPS[name]
    if request.POST.get("buoc") != "lam":
        return _page(doing, look(doing))
    try:
        said = act(doing)
    except BadContent as error:
        return _page(doing, look(doing), refused=error.messages[0])
    except Conflict as error:
        messages.error(request, error.message)
    else:
        messages.success(request, said)
    return redirect("round", round_id)


def _page(doing: Doing, preview: previews.Preview, *, refused: str = "") -> HttpResponse:
    given = doing.request.POST
    context: dict[str, Any] = {
        "round": doing.round,
        "period_name": period_words(doing.round.period_code),
        "preview": preview,
        "shown": preview.units[:NAMED],
        "more": max(0, len(preview.units) - NAMED),
        "refused": refused,
        "given": {name: given.get(name, "") for name in ("reason", "until-day", "until-hour")},
        "until_day": given.get("until-day", ""),
        "until_hour": given.get("until-hour", "17:00"),
        "kept": [
            *(("nv", text) for text in given.getlist("nv")[:10_000]),
            *((name, given[name]) for name in ("ai", "phien-ban") if name in given),
        ],
    }
    status = 422 if refused else 200
    return render(doing.request, "submissions/round_step.html", context, status=status)
