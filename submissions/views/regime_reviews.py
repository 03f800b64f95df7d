"""`/chi-tieu/ra-soat/`: the yearly review of regimes, with the burden each one is."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from indicators.actions.review_regime import review_regime
from indicators.burden import Load, loads_in
from indicators.models import Regime, RegimeReview
from indicators.permissions import may_review_regime
from indicators.reviews import latest_reviews
from submissions.burden import minutes_of, seconds_at_work
from units.asking import number_from
from units.errors import BadContent, NotWithinReach
from units.models import User
from units.queries import names_of


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
    context = {"year": today.year, "lines": lines, "sentence": _sentence(lines, today.year)}
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
        )
        for load in due
    ]
    return sorted(lines, key=lambda line: (line.is_done, -line.per_unit, line.regime.code))


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
