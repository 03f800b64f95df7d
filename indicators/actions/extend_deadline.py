"""Give units more time."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from indicators.models import Assignment
from indicators.permissions import check_may_manage_regime
from units.actions.record_event import record_event
from units.errors import BadContent
from units.models import User


def extend_deadline(
    *, assignments: Sequence[Assignment], until: datetime, reason: str, by: User | None, at: datetime
) -> list[Assignment]:
    """The duties, due at `until` from now on. BadContent when that is not later than before."""
    for regime in {row.round.template.regime for row in assignments}:
        check_may_manage_regime(by, regime)
    if not reason.strip():
        raise BadContent(_("Hãy ghi lý do gia hạn."), code="reason_missing")
    with transaction.atomic():
        locked = list(
            Assignment.objects.select_for_update()
            .filter(pk__in=[row.pk for row in assignments])
            .order_by("pk")
        )
        for row in locked:
            if until <= (row.extended_to or row.due_at):
                raise BadContent(_("Hạn mới phải sau hạn hiện nay."), code="not_later")
            record_event(
                kind="assignment.extended",
                by=by,
                at=at,
                subject=row,
                unit=row.responsible_id,
                data={"until": until.isoformat(), "reason": reason},
            )
            row.extended_to, row.extended_by, row.extension_reason = until, by, reason
        Assignment.objects.bulk_update(locked, ["extended_to", "extended_by", "extension_reason"])
    return locked
