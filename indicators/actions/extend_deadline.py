"""Give units more time, and take it back."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from indicators.duties import check_may_change, given_reason, locked
from indicators.models import Assignment
from units.actions.record_event import NewEvent, record_events
from units.errors import BadContent, Conflict
from units.models import Event, User

EXTENDED = "assignment.extended"
_FIELDS = ["extended_to", "extended_by", "extension_reason"]


def extend_deadline(
    *, assignments: Sequence[Assignment], until: datetime, reason: str, by: User | None, at: datetime
) -> list[Assignment]:
    """The duties, due at `until` from now on. BadContent when that is not later than before."""
    check_may_change(assignments, by)
    reason = given_reason(reason, missing=_("Hãy ghi lý do gia hạn."))
    with transaction.atomic():
        rows = locked(assignments)
        if until <= at or any(until <= (row.extended_to or row.due_at) for row in rows):
            raise BadContent(_("Hạn mới phải sau bây giờ và sau hạn hiện nay."), code="not_later")
        record_events(
            NewEvent(EXTENDED, at=at, by=by, subject=row, unit=row.responsible_id, data=data)
            for row in rows
            for data in ({"until": until.isoformat(), "reason": reason, "before": _before(row)},)
        )
        said = {"extended_to": until, "extended_by": by, "extension_reason": reason}
        Assignment.objects.filter(pk__in=[row.pk for row in rows]).update(**said)
        for row in rows:
            row.extended_to, row.extended_by, row.extension_reason = until, by, reason
    return rows


def retract_extension(*, assignments: Sequence[Assignment], by: User, at: datetime) -> list[Assignment]:
    """The duties, due as before their last extension. Conflict when one of them is not extended."""
    check_may_change(assignments, by)
    with transaction.atomic():
        rows = locked(assignments)
        if any(row.extended_to is None for row in rows):
            raise Conflict(_("Có đơn vị không được gia hạn. Hãy tải lại trang."), code="not_extended")
        earlier = _said_before(rows)
        for row in rows:
            row.extended_to, row.extended_by_id, row.extension_reason = earlier[row.pk]
        Assignment.objects.bulk_update(rows, _FIELDS, batch_size=500)
        record_events(
            NewEvent("assignment.extension_retracted", at=at, by=by, subject=row, unit=row.responsible_id)
            for row in rows
        )
    return rows


def _before(row: Assignment) -> dict[str, Any] | None:
    if row.extended_to is None:
        return None
    return {
        "until": row.extended_to.isoformat(),
        "by": row.extended_by_id,
        "reason": row.extension_reason,
    }


def _said_before(rows: Iterable[Assignment]) -> dict[int, tuple[datetime | None, int | None, str]]:
    """Duty → what stood before the extension that stands now; one that nothing is known of was the first."""
    standing = {row.pk: row.extended_to for row in rows}
    told = Event.objects.filter(kind=EXTENDED, subject_type="assignment", subject_id__in=list(standing))
    found: dict[int, tuple[datetime | None, int | None, str]] = dict.fromkeys(standing, (None, None, ""))
    for duty, text in told.order_by("pk").values_list("subject_id", "data"):
        data = json.loads(text)
        before = data.get("before")
        if duty is None or parse_datetime(data["until"]) != standing[duty]:
            continue
        if before:
            found[duty] = (parse_datetime(before["until"]), before["by"], before["reason"])
        else:
            found[duty] = (None, None, "")
    return found
