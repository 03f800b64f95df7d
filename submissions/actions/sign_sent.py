"""Ký sau: the head signs what the clerk has sent already; from then on it can count."""

from datetime import datetime

from django.db import transaction

from submissions.actions.accept import accept_if_automatic
from submissions.actions.sign_and_submit import check_capacity
from submissions.locking import lock
from submissions.models import Signature, Submission
from submissions.own_work import is_own
from submissions.permissions import check_may, check_may_sign_as, check_not_own
from submissions.transitions import Action, check_seen, check_step, status_after
from units.actions.record_event import record_event
from units.models import User


def sign_sent(
    *,
    submission: Submission,
    by: User,
    at: datetime,
    capacity: str = "head",
    revision: int | None = None,
) -> Submission:
    """Sign the revision sent last. `revision`: the number the signer read; Conflict when another was sent.

    Where acceptance is automatic, the report is accepted in the same transaction.
    """
    check_may(by, Action.SIGN_SENT, submission)
    check_capacity(capacity)
    check_may_sign_as(by, capacity, submission)
    with transaction.atomic():
        submission = lock(submission)
        step = check_step(submission, Action.SIGN_SENT)
        check_not_own(by, Action.SIGN_SENT, submission)
        sent = check_seen(submission, revision)
        event = record_event(
            kind=step.event,
            by=by,
            at=at,
            subject=submission,
            unit=submission.assignment.responsible_id,
            data={"revision": sent.number, "sha256": sent.sha256, "signed_as": capacity}
            | ({"one_person": True} if is_own(by, submission) else {}),
        )
        sent.signature = Signature.objects.create(
            revision=sent, signed_by=by, signed_as=capacity, signed_at=at, event=event.pk
        )
        submission.status = status_after(submission, step)
        return accept_if_automatic(submission, at=at)
