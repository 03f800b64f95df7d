"""Đề nghị đính chính: the unit asks to correct a report whose figures already count."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from submissions.locking import lock
from submissions.models import CorrectionRequest, Submission
from submissions.permissions import check_may
from submissions.transitions import Action, check_step
from submissions.words import required
from units.actions.record_event import record_event
from units.errors import Conflict
from units.models import User


def request_correction(*, submission: Submission, by: User, at: datetime, reason: str) -> Submission:
    """The report stays accepted; the recipient grants or refuses."""
    check_may(by, Action.REQUEST_CORRECTION, submission)
    reason = required(reason, missing=_("Hãy ghi lý do đính chính."))
    with transaction.atomic():
        submission = lock(submission)
        step = check_step(submission, Action.REQUEST_CORRECTION)
        if submission.correction_requests.filter(granted__isnull=True).exists():
            raise Conflict(
                _("Đã có một đề nghị đính chính đang chờ trả lời."), code="correction_already_asked"
            )
        CorrectionRequest.objects.create(submission=submission, reason=reason, asked_by=by, asked_at=at)
        record_event(
            kind=step.event,
            by=by,
            at=at,
            subject=submission,
            unit=submission.assignment.responsible_id,
            data={"reason": reason},
        )
    return submission
