"""Bỏ chỉ tiêu: an entry that nothing uses and that never changed goes, as if it had not been written."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from indicators.catalogue_reading import definition_of
from indicators.definitions import Held, to_data
from indicators.models import Indicator
from indicators.permissions import check_may_define
from submissions.redefined import held_by_answers
from units.actions.record_event import record_event
from units.errors import Conflict
from units.models import User


def remove_indicator(*, indicator: Indicator, by: User | None, at: datetime) -> None:
    """Conflict that says why when it is used: then it is ended by its last day in force. The log keeps it."""
    check_may_define(by, owner=indicator.owner_id)
    with transaction.atomic():
        indicator = Indicator.objects.select_for_update().get(pk=indicator.pk)
        if reason := why_it_stays(indicator):
            raise Conflict(reason, code="indicator_used")
        data = {"code": indicator.code, "name": indicator.name, "was": to_data(definition_of(indicator))}
        record_event(
            kind="indicator.removed", by=by, at=at, subject=indicator, unit=indicator.owner_id, data=data
        )
        indicator.data_points.all().delete()
        indicator.delete()


def why_it_stays(indicator: Indicator) -> str:
    """Why it cannot be removed any more; "" when it can. Ten queries at most."""
    held = held_by_answers([indicator]).get(indicator.pk, Held())
    if held.figures or held.asked or held.used:
        return _("Chỉ tiêu đang được dùng nên không bỏ được. Hãy ghi ngày hết hiệu lực.")
    if indicator.successors.exists():
        return _("Chỉ tiêu khác thay thế chỉ tiêu này nên không bỏ được.")
    if indicator.versions.count() > 1:
        return _("Chỉ tiêu đã qua sửa đổi; các phiên bản được giữ lại. Hãy ghi ngày hết hiệu lực.")
    return ""
