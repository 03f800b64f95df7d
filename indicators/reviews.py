"""Which regimes were reviewed, and which are suspended."""

from collections.abc import Collection

from django.db.models import Max
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from indicators.models import Regime, RegimeReview
from units.errors import Conflict


def latest_reviews(regimes: Collection[int] | None = None) -> dict[int, RegimeReview]:
    """Regime → its latest review, of these regimes or of all. One query."""
    rows = RegimeReview.objects.all() if regimes is None else RegimeReview.objects.filter(regime__in=regimes)
    newest = rows.order_by().values("regime").annotate(newest=Max("pk")).values("newest")
    found = RegimeReview.objects.filter(pk__in=newest).select_related("reviewed_by")
    return {row.regime_id: row for row in found}


def suspended_regimes() -> frozenset[int]:
    """One query."""
    return frozenset(
        regime
        for regime, review in latest_reviews().items()
        if review.outcome == RegimeReview.Outcome.SUSPENDED
    )


def suspension_of(regime: Regime) -> RegimeReview | None:
    """The review that suspended it, while it is so. One query."""
    review = latest_reviews([regime.pk]).get(regime.pk)
    return review if review is not None and review.outcome == RegimeReview.Outcome.SUSPENDED else None


def check_not_suspended(regime: Regime) -> None:
    """Conflict with who suspended it, when and why."""
    review = suspension_of(regime)
    if review is not None:
        raise Conflict(suspension_words(regime, review), code="regime_suspended")


def suspension_words(regime: Regime, review: RegimeReview) -> str:
    return _(
        "Chế độ %(code)s tạm dừng từ ngày %(day)s nên không mở đợt báo cáo: “%(reason)s” (%(by)s). "
        "Muốn mở, hãy cho chạy lại ở trang rà soát."
    ) % {
        "code": regime.code,
        "day": localtime(review.reviewed_at).strftime("%d/%m/%Y"),
        "reason": review.reason,
        "by": review.reviewed_by.full_name,
    }
