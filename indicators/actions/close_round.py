"""Close a round: nothing more is sent, and who is missing stays missing; and open it again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from indicators.duties import LONGEST_REASON, given_reason
from indicators.models import ReportingRound
from indicators.permissions import check_may_manage_regime
from units.actions.record_event import record_event
from units.errors import Conflict
from units.models import User
from units.vietnamese import clean_name


def close_round(
    *, reporting_round: ReportingRound, by: User | None, at: datetime, reason: str = ""
) -> ReportingRound:
    """The round, closed; `by` None is the system. Reports under way are the caller's knowledge:
    `submissions.actions.close_round`.
    """
    if by is not None:
        check_may_manage_regime(by, reporting_round.template.regime)
    with transaction.atomic():
        closing = ReportingRound.objects.select_for_update().get(pk=reporting_round.pk)
        if closing.closed_at is not None:
            raise Conflict(_("Đợt báo cáo đã khóa rồi."), code="already_closed")
        closing.closed_at, closing.closed_by = at, by
        closing.save(update_fields=["closed_at", "closed_by"])
        _record("round.closed", closing, by=by, at=at, reason=reason)
    return closing


def reopen_round(*, reporting_round: ReportingRound, by: User, at: datetime, reason: str) -> ReportingRound:
    """The round, open until a person closes it; BadContent without a reason."""
    check_may_manage_regime(by, reporting_round.template.regime)
    reason = given_reason(reason, missing=_("Hãy ghi lý do mở lại đợt báo cáo."))
    with transaction.atomic():
        opening = ReportingRound.objects.select_for_update().get(pk=reporting_round.pk)
        if opening.closed_at is None:
            raise Conflict(_("Đợt báo cáo đang mở."), code="not_closed")
        opening.closed_at = opening.closed_by = None
        opening.reopened_at = at
        opening.save(update_fields=["closed_at", "closed_by", "reopened_at"])
        _record("round.reopened", opening, by=by, at=at, reason=reason)
    return opening


def _record(kind: str, changed: ReportingRound, *, by: User | None, at: datetime, reason: str) -> None:
    record_event(
        kind=kind,
        by=by,
        at=at,
        subject=changed,
        unit=changed.template.regime.owner_id,
        data={
            "template": changed.template.code,
            "period": changed.period_code,
            "reason": clean_name(reason)[:LONGEST_REASON],
        },
    )
