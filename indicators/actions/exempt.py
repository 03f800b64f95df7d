"""Free units from a duty: they are not expected any more, and lower no coverage; and expect them again."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from indicators.duties import check_may_change, given_reason, locked
from indicators.models import Assignment
from units.actions.record_event import NewEvent, record_events
from units.errors import Conflict
from units.models import User

_FIELDS = ["exempted_at", "exempted_by", "exemption_reason"]


def exempt(*, assignments: Sequence[Assignment], reason: str, by: User, at: datetime) -> list[Assignment]:
    """The duties, exempted. Totals expect so many less: the caller above marks them in its transaction."""
    check_may_change(assignments, by)
    reason = given_reason(reason, missing=_("Hãy ghi lý do miễn báo cáo."))
    with transaction.atomic():
        rows = locked(assignments)
        if any(row.exempted_at is not None for row in rows):
            raise Conflict(_("Đơn vị đã được miễn báo cáo này."), code="already_exempt")
        for row in rows:
            row.exempted_at, row.exempted_by, row.exemption_reason = at, by, reason
        Assignment.objects.bulk_update(rows, _FIELDS, batch_size=500)
        record_events(
            NewEvent(
                "assignment.exempted", at=at, by=by, subject=row, unit=row.responsible_id,
                data={"reason": reason},
            )
            for row in rows
        )  # fmt: skip
    return rows


def lift_exemption(*, assignments: Sequence[Assignment], by: User, at: datetime) -> list[Assignment]:
    """The duties, expected again. The caller above marks the totals."""
    check_may_change(assignments, by)
    with transaction.atomic():
        rows = locked(assignments)
        if any(row.exempted_at is None for row in rows):
            raise Conflict(_("Có đơn vị không được miễn. Hãy tải lại trang."), code="not_exempt")
        for row in rows:
            row.exempted_at = row.exempted_by = None
            row.exemption_reason = ""
        Assignment.objects.bulk_update(rows, _FIELDS, batch_size=500)
        record_events(
            NewEvent("assignment.exemption_lifted", at=at, by=by, subject=row, unit=row.responsible_id)
            for row in rows
        )
    return rows
