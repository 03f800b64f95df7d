"""Free a unit from one duty: it is not expected any more, and lowers no coverage."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from indicators.models import Assignment
from indicators.permissions import check_may_manage_regime
from units.actions.record_event import record_event
from units.errors import BadContent, Conflict
from units.models import User


def exempt(*, assignment: Assignment, reason: str, by: User, at: datetime) -> Assignment:
    """The duty, exempted. Totals expect one unit less: the caller above marks them in its transaction."""
    check_may_manage_regime(by, assignment.round.template.regime)
    if not reason.strip():
        raise BadContent(_("Hãy ghi lý do miễn báo cáo."), code="reason_missing")
    with transaction.atomic():
        assignment = Assignment.objects.select_for_update().get(pk=assignment.pk)
        if assignment.exempted_at is not None:
            raise Conflict(_("Đơn vị đã được miễn báo cáo này."), code="already_exempt")
        assignment.exempted_at, assignment.exempted_by = at, by
        assignment.exemption_reason = reason
        assignment.save(update_fields=["exempted_at", "exempted_by", "exemption_reason"])
        record_event(
            kind="assignment.exempted",
            by=by,
            at=at,
            subject=assignment,
            unit=assignment.responsible_id,
            data={"reason": reason},
        )
    return assignment
