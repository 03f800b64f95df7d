"""Sealing what is sent: the revision, its event, and the provisional figures that stand from then on."""

import json
from datetime import datetime

from indicators.queries import effective_due
from submissions.bindings import figure_rows, key_space
from submissions.enclosing import send_enclosures
from submissions.figures import figures_of, write_pending
from submissions.models import Revision, Submission
from submissions.originals import send_uploads
from submissions.own_work import is_own
from submissions.revisions import NOT_TOLD, Told, digest_of, document_of
from submissions.sheet import Sheet
from units.actions.record_event import record_event
from units.models import Event, User


def seal(
    submission: Submission,
    sheet: Sheet,
    *,
    by: User,
    at: datetime,
    event: str,
    via: str,
    capacity: str = "",
    told: Told = NOT_TOLD,
) -> Revision:
    """The next revision of a locked report, with its event; its figures stand as provisional."""
    document = document_of(sheet, submission, told=told)
    number = submission.sent.number + 1 if submission.sent else 1
    is_late = _is_late(submission, at)
    data = {
        "revision": number,
        "sha256": digest_of(document),
        "signed_as": capacity,
        "via": via,
        "late": is_late,
    }
    happened = record_event(
        kind=event,
        by=by,
        at=at,
        subject=submission,
        unit=submission.assignment.responsible_id,
        data=data
        | ({"told_by": told.by, "told_how": told.how} if told.how else {})
        | ({"one_person": True} if capacity and is_own(by, submission) else {}),
    )
    revision = Revision.objects.create(
        submission=submission,
        number=number,
        document=document,
        sha256=digest_of(document),
        via=via,
        prepared_by=submission.prepared_by or by,
        prepared_at=submission.prepared_at or at,
        signed_by=by,
        signed_as=capacity,
        sent_at=at,
        is_late=is_late,
        reason=_reason(submission),
        told_by=told.by,
        told_how=told.how,
        event=happened.pk,
    )
    if not told.how:  # what others typed does not come from the unit's files
        send_uploads(submission, revision)
        send_enclosures(submission, sheet, revision)
    _stand_pending(submission, sheet, revision)
    return revision


def _is_late(submission: Submission, at: datetime) -> bool:
    """By when the round first received it: what was returned had come in. What the unit itself took back had
    not. A correction is not late: what it corrects was there."""
    if submission.accepted_id is not None:
        return False
    return (_first_received(submission) or at) > effective_due(submission.assignment)


def _first_received(submission: Submission) -> datetime | None:
    """When the first sending came in that was then returned. No query for what is sent the first time."""
    if submission.sent_id is None:
        return None
    returned = Event.objects.filter(
        kind="submission.returned", subject_type="submission", subject_id=submission.pk
    )
    data = returned.order_by("pk").values_list("data", flat=True).first()
    if data is None:
        return None
    number: int = json.loads(data)["revision"]
    return submission.revisions.values_list("sent_at", flat=True).get(number=number)


def _reason(submission: Submission) -> str:
    """Why an accepted report is corrected; empty for one that was never accepted."""
    if submission.accepted_id is None:
        return ""
    granted = submission.correction_requests.filter(granted=True).order_by("pk").last()
    return granted.reason if granted else ""


def _stand_pending(submission: Submission, sheet: Sheet, revision: Revision) -> None:
    """Provisional figures of what was sent, with tombstones over accepted ones that it says no more."""
    version = submission.assignment.round.version_id
    rows = figure_rows(sheet, submission, version=version, revision=revision.pk, since=revision.event)
    said = {row.key for row in rows}
    counted = (
        figures_of(key_space(submission), revision=submission.accepted_id) if submission.accepted_id else []
    )
    blank = [row.key for row in counted if row.key not in said]
    write_pending(rows, blank=blank, revision=revision.pk, since=revision.event)
