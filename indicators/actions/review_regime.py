"""Approve a regime before first use; review it each year: keep it, suspend it, or let it go on."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.duties import given_reason
from indicators.models import Regime, RegimeReview
from indicators.permissions import check_may_approve, check_may_review_regime
from indicators.reviews import suspension_of
from units.actions.record_event import record_event
from units.errors import BadContent, Conflict
from units.models import User


def review_regime(*, regime: Regime, outcome: str, reason: str, by: User, at: datetime) -> RegimeReview:
    """BadContent when it is suspended or taken up again without a reason; Conflict when it is so already.

    Rounds that are open go on: who was asked still answers.
    """
    if outcome == RegimeReview.Outcome.APPROVED:
        check_may_approve(by)
    else:
        check_may_review_regime(by, regime)
    if outcome not in RegimeReview.Outcome.values:
        raise BadContent(_("Hãy chọn giữ hay tạm dừng."), code="unknown_outcome")
    needs_none = outcome in (RegimeReview.Outcome.KEPT, RegimeReview.Outcome.APPROVED)
    if not needs_none or reason.strip():
        reason = given_reason(reason, missing=_("Hãy ghi lý do tạm dừng hoặc cho chạy lại."))
    with transaction.atomic():
        regime = Regime.objects.select_for_update().get(pk=regime.pk)
        is_suspended = suspension_of(regime) is not None
        if is_suspended and outcome != RegimeReview.Outcome.RESUMED:
            raise Conflict(_("Chế độ này đang tạm dừng. Hãy cho chạy lại trước."), code="suspended")
        if not is_suspended and outcome == RegimeReview.Outcome.RESUMED:
            raise Conflict(_("Chế độ này đang chạy."), code="not_suspended")
        review = RegimeReview.objects.create(
            regime=regime, year=timezone.localdate(at).year, outcome=outcome, reason=reason.strip(),
            reviewed_at=at, reviewed_by=by,
        )  # fmt: skip
        record_event(
            kind=f"regime.{outcome}",
            by=by,
            at=at,
            subject=regime,
            unit=regime.owner_id,
            data={"code": regime.code, "year": review.year, "reason": review.reason},
        )
    return review
