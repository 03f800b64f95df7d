"""`/chi-tieu/ra-soat/`: the yearly review of regimes, with the burden each one is."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from indicators.actions.name_steward import end_steward, name_steward
from indicators.actions.review_regime import review_regime
from indicators.burden import Load, loads_in
from indicators.models import Regime, RegimeReview, Steward
from indicators.permissions import check_may_name_steward, may_name_steward, may_review_regime
from indicators.reviews import latest_reviews, unapproved_regimes
from indicators.stewards import is_steward, stewards_on
from submissions.burden import minutes_of, seconds_at_work
from units.asking import number_from
from units.errors import BadContent, NotWithinReach
from units.models import Unit, User
from units.queries import names_of
from units.reach import reachable_unit_ids
from units.unit_field import fault_words, read_unit


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A regime that is due for review in a year, or was reviewed; `review`: the latest one."""

    regime: Regime
    owner: str
    units: int
    per_unit: int
    repeated: int
    minutes: int | None
    review: RegimeReview | None
    is_done: bool
    may_review: bool
    waits: bool
    """For the steward's approval."""

    @property
    def is_suspended(self) -> bool:
        return self.review is not None and self.review.outcome == RegimeReview.Outcome.SUSPENDED


@require_http_methods(["GET", "HEAD", "POST"])
def reviews(request: HttpRequest) -> HttpResponse:
    """POST: `che_do` a regime's number, `outcome` of `RegimeReview.Outcome`, `reason`."""
    user = request.user
    assert isinstance(user, User)
    if request.method == "POST":
        return _reviewed(request, user)
    today = timezone.localdate()
    lines = _lines(user, loads_in(today.year, on=today), year=today.year)
    context = {
        "year": today.year,
        "lines": lines,
        "sentence": _sentence(lines, today.year),
        "may_approve": is_steward(user),
        "may_name": may_name_steward(user),
        "stewards": _stewards(),
    }
    return render(request, "submissions/regime_reviews.html", context)


def _reviewed(request: HttpRequest, user: User) -> HttpResponse:
    number = number_from(request.GET, "che_do", default=0)
    regime = Regime.objects.filter(pk=number).exclude(kind=Regime.Kind.AD_HOC).first()
    if regime is None:
        raise NotWithinReach(_("Không có chế độ báo cáo này."))
    outcome, reason = request.POST.get("outcome", ""), request.POST.get("reason", "")
    try:
        review = review_regime(regime=regime, outcome=outcome, reason=reason, by=user, at=timezone.now())
    except BadContent as refused:
        messages.error(request, refused.message)
    else:
        said = {"code": regime.code, "outcome": review.get_outcome_display()}
        messages.success(request, _("Chế độ %(code)s: %(outcome)s.") % said)
    return redirect("regime-reviews")


def _lines(user: User, loads: list[Load], *, year: int) -> list[ReviewLine]:
    """Those not reviewed yet first, then by what they ask."""
    due = [load for load in loads if load.regime.kind != Regime.Kind.AD_HOC]
    latest = latest_reviews([load.regime.pk for load in due])
    names = names_of({load.regime.owner_id for load in due}, on=timezone.localdate())
    waiting = unapproved_regimes([load.regime.pk for load in due])
    spent = seconds_at_work(user, year, unit=None)
    lines = [
        ReviewLine(
            regime=load.regime,
            owner=names.get(load.regime.owner_id, ""),
            units=len(load.units),
            per_unit=load.per_unit,
            repeated=load.repeated,
            minutes=minutes_of(spent.get(load.regime.pk, [])),
            review=(review := latest.get(load.regime.pk)),
            is_done=review is not None and review.year == year,
            may_review=may_review_regime(user, load.regime),
            waits=load.regime.pk in waiting,
        )
        for load in due
    ]
    return sorted(lines, key=lambda line: (line.is_done, -line.per_unit, line.regime.code))


def _stewards() -> list[tuple[Steward, str]]:
    today = timezone.localdate()
    rows = list(stewards_on(today))
    names = names_of({row.unit_id for row in rows}, on=today)
    return [(row, names.get(row.unit_id, "")) for row in rows]


@require_POST
def stewards(request: HttpRequest) -> HttpResponse:
    """`unit`, as a person writes it, becomes steward; or `end` names one, by its number, that is no more."""
    user = request.user
    assert isinstance(user, User)
    check_may_name_steward(user)
    ending = number_from(request.POST, "end", default=0)
    if ending:
        steward = Steward.objects.filter(pk=ending).first()
        if steward is None:
            raise NotWithinReach(_("Không có chủ trì danh mục này."))
        end_steward(steward=steward, by=user, at=timezone.now())
        messages.success(request, _("Đã thôi chủ trì danh mục."))
        return redirect("regime-reviews")
    text, today = request.POST.get("unit", "").replace("\x00", "")[:200], timezone.localdate()
    named = read_unit(text, on=today, within=reachable_unit_ids(user))
    if named.unit is None:
        messages.error(request, fault_words(named, text))
        return redirect("regime-reviews")
    name_steward(unit=Unit.objects.get(pk=named.unit), by=user, at=timezone.now())
    messages.success(request, _("Đã chọn chủ trì danh mục. Chế độ mới cần được duyệt trước khi mở đợt."))
    return redirect("regime-reviews")


def _sentence(lines: list[ReviewLine], year: int) -> str:
    numbers = {
        "year": year,
        "open": sum(1 for line in lines if not line.is_done and not line.is_suspended),
        "all": len(lines),
        "suspended": sum(1 for line in lines if line.is_suspended),
    }
    return (
        _("Năm %(year)d còn %(open)d/%(all)d chế độ chưa rà soát; %(suspended)d chế độ đang tạm dừng.")
        % numbers
    )
