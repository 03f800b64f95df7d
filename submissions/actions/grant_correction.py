"""Đồng ý đính chính: the unit may correct; its accepted figures count until the new ones are accepted."""

from datetime import datetime

from django.db import transaction

from submissions.correction_draft import begin_correction
from submissions.corrections import answer_request
from submissions.locking import lock
from submissions.models import Submission
from submissions.permissions import check_may
from submissions.transitions import Action, check_step, status_after
from units.actions.record_event import record_event
from units.models import User


def grant_correction(*, submission: Submission, by: User, at: datetime) -> Submission:
    """The draft begins with what was accepted and with the figures of the request."""
    check_may(by, Action.GRANT_CORRECTION, submission)
    with transaction.atomic():
        submission = lock(submission)
        step = check_step(submission, Action.GRANT_CORRECTION)
        request = answer_request(submission, granted=True, by=by, at=at)
        filled = begin_correction(submission, request, at=at)
        submission.status = status_after(submission, step)
        submission.save(update_fields=["status"])
        record_event(
            kind=step.event,
            by=by,
            at=at,
            subject=submission,
            unit=submission.assignment.responsible_id,
            data={"request": request.pk, "reason": request.reason} | ({"filled": filled} if filled else {}),
        )
    return submission
