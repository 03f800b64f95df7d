"""Trình ký: the clerk is done and asks the head to sign."""

from datetime import datetime

from django.db import transaction

from submissions.locking import lock
from submissions.models import Submission
from submissions.permissions import check_may
from submissions.readiness import ready_sheet
from submissions.transitions import Action, check_step, status_after
from units.actions.record_event import record_event
from units.models import User


def request_sign_off(*, submission: Submission, by: User, at: datetime) -> Submission:
    """BadContent with the problems while there are errors, or warnings without a word."""
    check_may(by, Action.REQUEST_SIGN_OFF, submission)
    with transaction.atomic():
        submission = lock(submission)
        step = check_step(submission, Action.REQUEST_SIGN_OFF)
        ready_sheet(submission)
        submission.status = status_after(submission, step)
        submission.prepared_by, submission.prepared_at = by, at
        submission.save(update_fields=["status", "prepared_by", "prepared_at"])
        record_event(
            kind=step.event,
            by=by,
            at=at,
            subject=submission,
            unit=submission.assignment.responsible_id,
            data={"draft": submission.draft.version},
        )
    return submission
