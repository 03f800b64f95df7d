"""A unit that was cut off says its own figures: what was entered for it counts until its own are accepted."""

from datetime import datetime

from django.db import transaction

from submissions.locking import lock
from submissions.models import Submission
from submissions.permissions import check_may
from submissions.transitions import Action, check_step, status_after
from units.actions.record_event import record_event
from units.models import User


def report_itself(*, submission: Submission, by: User, at: datetime) -> Submission:
    """The report is with the unit again, as a correction that nobody had to grant."""
    check_may(by, Action.REPORT_ITSELF, submission)
    with transaction.atomic():
        submission = lock(submission)
        step = check_step(submission, Action.REPORT_ITSELF)
        submission.status = status_after(submission, step)
        submission.save(update_fields=["status"])
        record_event(
            kind=step.event,
            by=by,
            at=at,
            subject=submission,
            unit=submission.assignment.responsible_id,
        )
    return submission
