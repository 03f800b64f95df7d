"""The head sends the report back to the clerk instead of signing it, before it was sent or after."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from submissions.bindings import key_space
from submissions.figures import remove_pending
from submissions.locking import lock
from submissions.models import Comment, Status, Submission
from submissions.permissions import check_may
from submissions.transitions import Action, check_step, status_after
from submissions.words import required
from units.actions.record_event import record_event
from units.models import User


def send_back(*, submission: Submission, by: User, at: datetime, reason: str) -> Submission:
    """The reason stands as a comment on the whole report until it is sent; what was sent is taken back."""
    check_may(by, Action.SEND_BACK, submission)
    reason = required(reason, missing=_("Hãy ghi lý do để người lập biết cần sửa gì."))
    with transaction.atomic():
        submission = lock(submission)
        step = check_step(submission, Action.SEND_BACK)
        if submission.status == Status.SUBMITTED and submission.sent is not None:
            remove_pending(key_space(submission), revision=submission.sent.pk)
        submission.status = status_after(submission, step)
        submission.prepared_by = submission.prepared_at = None
        submission.save(update_fields=["status", "prepared_by", "prepared_at"])
        Comment.objects.create(submission=submission, text=reason, made_by=by, made_at=at)
        record_event(
            kind=step.event,
            by=by,
            at=at,
            subject=submission,
            unit=submission.assignment.responsible_id,
            data={"reason": reason},
        )
    return submission
