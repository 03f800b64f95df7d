"""Which regimes were reviewed, and which open no rounds."""

from collections.abc import Collection

from django.db.models import Case, Exists, Max, OuterRef, Q, QuerySet, Subquery, When
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from indicators.models import Regime, RegimeReview, ReportingRound
from indicators.stewards import stewards_on
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


def unapproved_regimes(among: Collection[int] | None = None) -> frozenset[int]:
    """Those never used that wait for the steward, while there is one. Two queries at most.

    One that has opened rounds is in use; ad-hoc requests cannot wait.
    """
    if not stewards_on(timezone.localdate()).exists():
        return frozenset()
    waiting = Regime.objects.filter(_never_used_nor_approved())
    waiting = waiting if among is None else waiting.filter(pk__in=among)
    return frozenset(waiting.values_list("pk", flat=True))


def _never_used_nor_approved() -> Q:
    reviews, rounds = RegimeReview.objects.filter(regime=OuterRef("pk")), ReportingRound.objects
    return (
        ~Q(kind=Regime.Kind.AD_HOC)
        & ~Exists(reviews.filter(outcome=RegimeReview.Outcome.APPROVED))
        & ~Exists(rounds.filter(template__regime=OuterRef("pk")))
    )


def with_silence(regimes: QuerySet[Regime]) -> QuerySet[Regime]:
    """Annotated with `is_silent`: as `silent_regimes`, within the same query."""
    latest = RegimeReview.objects.filter(regime=OuterRef("pk")).order_by("-pk").values("outcome")[:1]
    waits = Q(Exists(stewards_on(timezone.localdate()))) & _never_used_nor_approved()
    return regimes.annotate(
        latest_outcome=Subquery(latest),
        is_silent=Case(
            When(Q(latest_outcome=RegimeReview.Outcome.SUSPENDED) | waits, then=True), default=False
        ),
    )


def silent_regimes() -> frozenset[int]:
    """Those that open no rounds: suspended, or not approved yet."""
    return suspended_regimes() | unapproved_regimes()


def suspension_of(regime: Regime) -> RegimeReview | None:
    """The review that suspended it, while it is so. One query."""
    review = latest_reviews([regime.pk]).get(regime.pk)
    return review if review is not None and review.outcome == RegimeReview.Outcome.SUSPENDED else None


def check_may_ask(regime: Regime) -> None:
    """Conflict with who suspended it, when and why; or while it waits for the steward."""
    said = silence_words(regime)
    if said:
        raise Conflict(said, code="regime_silent")


def silence_words(regime: Regime) -> str:
    """Why a regime opens no rounds; "" when it does."""
    review = suspension_of(regime)
    if review is not None:
        return suspension_words(regime, review)
    if unapproved_regimes([regime.pk]):
        return _(
            "Chế độ %(code)s chưa được chủ trì danh mục duyệt nên chưa mở đợt báo cáo. "
            "Xem trang rà soát chế độ báo cáo."
        ) % {"code": regime.code}
    return ""


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
