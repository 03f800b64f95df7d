"""Rút lại: the unit takes back what it sent and nobody has reviewed yet."""

from datetime import datetime

from django.db import transaction

from submissions.bindings import key_space
from submissions.figures import remove_pending
from submissions.locking import lock
from submissions.models import Submission
from submissions.permissions import check_may
from submissions.transitions import Action, check_step, status_after
from units.actions.record_event import record_event
from units.models import User


def withdraw(*, submission: Submission, by: User, at: datetime) -> Submission:
    """The sealed revision stays in the history; its provisional figures go."""
    check_may(by, Action.WITHDRAW, submission)
    with transaction.atomic():
        submission = lock(submission)
        step = check_step(submission, Action.WITHDRAW)
        assert submission.sent is not None  # by the constraint on submitted reports
        remove_pending(key_space(submission), revision=submission.sent.pk)
        submission.status = status_after(submission, step)
        submission.save(update_fields=["status"])
        record_event(
            kind=step.event,
            by=by,
            at=at,
            subject=submission,
            unit=submission.assignment.responsible_id,
            data={"revision": submission.sent.number},
        )
    return submission
