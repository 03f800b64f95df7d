"""`/duyet-so-lieu/`: a round as a matrix, units down, what matters across. Requests for correction on top."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
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
from submissions.queries import Duty, asks_for_correction, duties_of, reachable_submissions, waiting_for
from submissions.review_matrix import (
    BY_NUMBERS,
    Looked,
    in_wanted_order,
    lines_of,
    looked_at,
    questions_asked,
    words_given,
)
from submissions.review_offer import needs_no_look, offer_of
from submissions.round_past import RoundPast
from submissions.standings import Standing, standings_of
from submissions.wording import BADGES, short_period_words
from units.models import User
from units.permissions import READS_EVERYTHING, has_role

A_PAGE = 200


@require_GET
def review_list(request: HttpRequest) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    rounds = list(_rounds(user)[:40])
    shown = _chosen(rounds, request.GET.get("round"))
    context: dict[str, Any] = {
        "rounds": [(r.pk, _round_words(r)) for r in rounds],
        "round": shown,
        "requests": _requests(user),
        "statuses": [(value.value, str(BADGES[value][1])) for value in Status],
    }
    if shown is not None:
        context |= _matrix(request, user, shown)
    return render(request, "submissions/review_list.html", context)


def _requests(user: User) -> list[Duty]:
    """Of any round, where a correction is asked for. Two queries."""
    asked = Q(
        asks_for_correction(),
        status=Status.ACCEPTED,
        assignment__recipient__in=units_reviewed_by(user),
        assignment__round__closed_at__isnull=True,
        assignment__exempted_at__isnull=True,
    )
    return duties_of(reachable_submissions(user).filter(asked), at=timezone.now())


def _chosen(rounds: Sequence[ReportingRound], asked: str | None) -> ReportingRound | None:
    """The one asked for; else the newest in which something waits for the person, else the newest."""
    if asked is not None and (found := [one for one in rounds if str(one.pk) == asked]):
        return found[0]
    return next((one for one in rounds if _waits(one)), rounds[0] if rounds else None)


def _waits(one: ReportingRound) -> bool:
    return bool(getattr(one, "waits", False))


def _round_words(one: ReportingRound) -> str:
    """A form by its code, as people know it; an ad-hoc request by its name."""
    is_ad_hoc = one.template.regime.kind == Regime.Kind.AD_HOC
    called = f"{one.template.name} ({one.template.code})" if is_ad_hoc else one.template.code
    words = f"{called} · {short_period_words(one.period_code)}"
    return _("%(round)s · có báo cáo chờ duyệt") % {"round": words} if _waits(one) else words


def _rounds(user: User) -> QuerySet[ReportingRound]:
    """Rounds that report to the person's units, the newest first; `waits`: for the person's answer."""
    rounds = reachable_rounds(user).select_related("template__regime", "version", "period")
    rounds = rounds.defer("version__workbook")
    if not has_role(user, READS_EVERYTHING):
        rounds = rounds.filter(assignments__recipient__in=units_reviewed_by(user)).distinct()
    waiting = waiting_for(user).filter(status=Status.SUBMITTED, assignment__round=OuterRef("pk"))
    return rounds.annotate(waits=Exists(waiting)).order_by("-period__ends", "template__code")


def _matrix(request: HttpRequest, user: User, shown: ReportingRound) -> dict[str, Any]:
    layout, now, mine = layout_asked(shown), timezone.now(), units_reviewed_by(user)
    inputs = [a for a, *_place, cell in layout.places() if cell.kind in ("input", "computed")]
    address = request.GET.get("row", "")
    address = address if address in inputs else inputs[0]
    asked = _Asked.of(request)
    every = standings_of(user, shown, at=now)
    waiting = {one.unit.id for one in every if one.status == Status.SUBMITTED}
    whole = None
    if waiting or asked.needs_numbers:
        whole = looked_at(user, shown, [one.unit.id for one in every], waiting=waiting)
    chosen = [
        one for one in in_wanted_order(every, whole, address, asked.order) if asked.takes(one, whole, mine)
    ]
    page = Paginator(chosen, A_PAGE).get_page(request.GET.get("trang"))
    on_page = list(page.object_list)
    looked = _beside(user, shown, on_page, whole, waiting)
    lines = lines_of(_duties(user, on_page), looked, address)
    return {
        "lines": lines,
        "page": page,
        "offer": offer_of(chosen, whole=whole, page=looked, mine=mine),
        "row": address,
        "row_said": layout.place_of[address][1].name,
        "rows": [(a, _row_words(layout, a)) for a in inputs],
        "columns": _columns(looked.past, asked.order),
        "asked": asked,
        "looks": [(value, str(words)) for value, words in LOOK_WORDS.items()],
        "filters": asked.in_words(),
        "past": looked.past,
        "counts": _counts(every, whole),
        "is_shallow": whole is not None and bool(waiting - whole.own_past),
    }


def _beside(
    user: User,
    shown: ReportingRound,
    page: Sequence[Standing],
    whole: Looked | None,
    waiting: AbstractSet[int],
) -> Looked:
    """What is set beside the lines of a page: known already in a round that was looked at whole."""
    if whole is not None and waiting <= whole.own_past:
        return whole
    units = [one.unit.id for one in page]
    return looked_at(user, shown, units, waiting=waiting & set(units), among=whole)


def _duties(user: User, page: Sequence[Standing]) -> list[Duty]:
    """The reports of a page in its order. Two queries."""
    reports = reachable_submissions(user).filter(pk__in=[one.report for one in page])
    found = {duty.submission.pk: duty for duty in duties_of(reports, at=timezone.now())}
    return [found[one.report] for one in page if one.report in found]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the address asks for; what is not known in it is left out."""

    status: str
    late: bool
    look: str
    order: str

    @classmethod
    def of(cls, request: HttpRequest) -> "_Asked":
        status, look = request.GET.get("status", ""), request.GET.get("xem", "")
        return cls(
            status if status in Status.values else "",
            request.GET.get("late") == "1",
            look if look in LOOK_WORDS else "",
            request.GET.get("xep", "")[:20],
        )

    @property
    def needs_numbers(self) -> bool:
        return bool(self.look) or self.order.removeprefix("-") in BY_NUMBERS

    def takes(self, one: Standing, looked: Looked | None, mine: AbstractSet[int]) -> bool:
        words, questions = words_given(one, looked), questions_asked(one, looked)
        looks = {
            "can-xem": bool(words or questions),
            "khong-gi": needs_no_look(one, looked, mine),
        }
        return (
            (not self.status or one.status == self.status)
            and (not self.late or one.is_late)
            and looks.get(self.look, True)
        )

    def in_words(self) -> list[tuple[str, str]]:
        """(parameter, what is filtered)."""
        return [
            *([("status", str(BADGES[Status(self.status)][1]))] if self.status else []),
            *([("late", _("muộn"))] if self.late else []),
            *([("xem", str(LOOK_WORDS[self.look]))] if self.look else []),
        ]


LOOK_WORDS = {
    "can-xem": gettext_lazy("có câu hỏi hoặc giải trình"),
    "khong-gi": gettext_lazy("chờ duyệt, không có gì phải hỏi"),
}


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


def _counts(every: list[Standing], looked: Looked | None) -> dict[str, int]:
    return {
        "all": len(every),
        "waiting": sum(1 for one in every if one.status == Status.SUBMITTED),
        "accepted": sum(1 for one in every if one.was_accepted),
        "missing": sum(1 for one in every if one.sent_at is None),
        "late": sum(1 for one in every if one.is_late),
        "asked": sum(1 for one in every if questions_asked(one, looked)),
    }


def _row_words(layout: FormLayout, address: str) -> str:
    row = layout.place_of[address][1]
    return row.words
