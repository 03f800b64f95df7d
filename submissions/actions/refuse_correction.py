"""Không đồng ý đính chính: the report stays as it was accepted."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from submissions.corrections import answer_request
from submissions.locking import lock
from submissions.models import Submission
from submissions.permissions import check_may
from submissions.transitions import Action, check_step
from submissions.words import required
from units.actions.record_event import record_event
from units.models import User


def refuse_correction(*, submission: Submission, by: User, at: datetime, reason: str) -> Submission:
    check_may(by, Action.REFUSE_CORRECTION, submission)
    reason = required(reason, missing=_("Hãy ghi lý do không đồng ý đính chính."))
    with transaction.atomic():
        submission = lock(submission)
        step = check_step(submission, Action.REFUSE_CORRECTION)
        request = answer_request(submission, granted=False, by=by, at=at, words=reason)
        record_event(
            kind=step.event,
            by=by,
            at=at,
            subject=submission,
            unit=submission.assignment.responsible_id,
            data={"request": request.pk, "reason": reason},
        )
    return submission
