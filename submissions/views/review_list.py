"""`/duyet-so-lieu/`: a round as a matrix, units down, what matters across. Requests for correction on top."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from indicators.forms import layout_asked
from indicators.layout import FormLayout
from indicators.models import Regime, ReportingRound
from indicators.queries import reachable_rounds
from submissions.models import Status
from submissions.permissions import units_reviewed_by
from submissions.queries import Duty, asks_for_correction, duties_of, reachable_submissions
from submissions.review_matrix import ReviewLine, in_wanted_order, lines_of
from submissions.round_past import RoundPast
from submissions.wording import BADGES, short_period_words
from units.models import User
from units.permissions import READS_EVERYTHING, has_role


@require_GET
def review_list(request: HttpRequest) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    rounds = list(_rounds(user)[:40])
    shown = next((r for r in rounds if str(r.pk) == request.GET.get("round")), rounds[0] if rounds else None)
    duties, requests = _duties(user, shown)
    context: dict[str, Any] = {
        "rounds": [(r.pk, f"{_called(r)} · {short_period_words(r.period_code)}") for r in rounds],
        "round": shown,
        "requests": requests,
        "statuses": [(value.value, str(BADGES[value][1])) for value in Status],
    }
    if shown is not None:
        context |= _matrix(request, user, shown, duties)
    return render(request, "submissions/review_list.html", context)


def _duties(user: User, shown: ReportingRound | None) -> tuple[list[Duty], list[Duty]]:
    """Those of the round, and those of any round where a correction is asked for. Three queries."""
    mine = units_reviewed_by(user)
    asked = Q(
        asks_for_correction(),
        status=Status.ACCEPTED,
        assignment__recipient__in=mine,
        assignment__round__closed_at__isnull=True,
    )
    reports = reachable_submissions(user).filter(
        asked | Q(assignment__round=shown), assignment__exempted_at__isnull=True
    )
    duties = duties_of(reports, at=timezone.now())
    requests = [duty for duty in duties if _is_asked(duty) and duty.assignment.recipient_id in mine]
    return [duty for duty in duties if shown and duty.assignment.round_id == shown.pk], requests


def _is_asked(duty: Duty) -> bool:
    return duty.has_open_correction and duty.assignment.round.closed_at is None


def _called(one: ReportingRound) -> str:
    """A form by its code, as people know it; an ad-hoc request by its name."""
    is_ad_hoc = one.template.regime.kind == Regime.Kind.AD_HOC
    return f"{one.template.name} ({one.template.code})" if is_ad_hoc else one.template.code


def _rounds(user: User) -> QuerySet[ReportingRound]:
    """Rounds that report to the person's units, the newest first."""
    rounds = reachable_rounds(user).select_related("template__regime", "version", "period")
    rounds = rounds.defer("version__workbook")
    if not has_role(user, READS_EVERYTHING):
        rounds = rounds.filter(assignments__recipient__in=units_reviewed_by(user)).distinct()
    return rounds.order_by("-period__ends", "template__code")


def _matrix(request: HttpRequest, user: User, shown: ReportingRound, duties: list[Duty]) -> dict[str, Any]:
    layout = layout_asked(shown)
    inputs = [a for a, *_place, cell in layout.places() if cell.kind in ("input", "computed")]
    address = request.GET.get("row", "")
    if address not in inputs:
        address = inputs[0]
    every, past = lines_of(duties, shown, address, reviewed=units_reviewed_by(user))
    status, late, look = (request.GET.get(name, "") for name in ("status", "late", "xem"))
    order = request.GET.get("xep", "")
    lines = [
        line
        for line in in_wanted_order(every, order)
        if (status not in Status.values or line.duty.status == status)
        and (late != "1" or line.duty.is_late)
        and (look not in LOOKS or LOOKS[look](line))
    ]
    return {
        "lines": lines,
        "plain": [line for line in lines if line.is_plain],
        "row": address,
        "row_said": layout.place_of[address][1].name,
        "rows": [(a, _row_words(layout, a)) for a in inputs],
        "columns": _columns(past, order),
        "status": status if status in Status.values else "",
        "late": late == "1",
        "look": look if look in LOOKS else "",
        "looks": [(value, str(words)) for value, words in LOOK_WORDS.items()],
        "filters": _filters(status, late, look),
        "past": past,
        "counts": _counts(every),
    }


LOOKS: dict[str, Callable[[ReviewLine], bool]] = {
    "can-xem": lambda line: bool(line.questions or line.explained),
    "khong-gi": lambda line: line.is_plain,
}
LOOK_WORDS = {
    "can-xem": gettext_lazy("có câu hỏi hoặc giải trình"),
    "khong-gi": gettext_lazy("chờ duyệt, không có gì phải hỏi"),
}


def _filters(status: str, late: str, look: str) -> str:
    """What is filtered, in words."""
    said = [
        str(BADGES[Status(status)][1]) if status in Status.values else "",
        _("muộn") if late == "1" else "",
        str(LOOK_WORDS.get(look, "")),
    ]
    return "; ".join(filter(None, said))


def _columns(past: RoundPast, order: str) -> list[dict[str, str]]:
    """Headings, with where a click sorts; numbers and times greatest first."""
    moved = _("Cùng kỳ") if past.last_year else _("Kỳ trước")
    headings = [
        ("ten", _("Đơn vị"), ""),
        ("", _("Trạng thái"), ""),
        ("gui", _("Gửi lúc"), ""),
        ("giai-trinh", _("Giải trình"), "number"),
        ("cau-hoi", _("Câu hỏi"), "number"),
        ("", _("Ghi chú"), "number"),
        ("", _("Kỳ này"), "number"),
        *([("doi", moved, "number")] if past.last_year or past.last else []),
        *([("", _("Kỳ trước"), "number")] if past.last_year and past.last else []),
    ]
    return [_column(key, words, look, order) for key, words, look in headings]


def _column(key: str, words: str, look: str, order: str) -> dict[str, str]:
    is_sorted, falls = key == order.removeprefix("-") and key != "", order.startswith("-")
    first = key if key == "ten" else f"-{key}"
    turned = key if falls else f"-{key}"
    direction = ("descending" if falls else "ascending") if is_sorted else ""
    return {
        "words": words,
        "look": look,
        "next": "" if not key else turned if is_sorted else first,
        "sorted": direction,
    }


def _counts(lines: list[ReviewLine]) -> dict[str, int]:
    duties = [line.duty for line in lines]
    return {
        "all": len(duties),
        "waiting": sum(1 for duty in duties if duty.status == Status.SUBMITTED),
        "accepted": sum(1 for duty in duties if duty.submission.accepted_id is not None),
        "missing": sum(1 for duty in duties if duty.submission.sent_id is None),
        "late": sum(1 for duty in duties if duty.is_late),
        "asked": sum(1 for line in lines if line.questions),
    }


def _row_words(layout: FormLayout, address: str) -> str:
    row = layout.place_of[address][1]
    return f"{row.number} {row.name}".strip()
