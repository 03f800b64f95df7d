"""Ký và gửi: the head signs, the report is sealed as a revision and sent."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from submissions.actions.accept import accept_if_automatic
from submissions.conditions import is_unsigned
from submissions.locking import lock
from submissions.models import Revision, Status, Submission
from submissions.permissions import check_may, check_may_sign_as, check_not_own
from submissions.readiness import check_read, ready_sheet
from submissions.sealing import seal
from submissions.transitions import Action, check_step, status_after
from units.errors import BadContent
from units.models import User


def sign_and_submit(
    *,
    submission: Submission,
    by: User,
    at: datetime,
    capacity: str = "head",
    via: str = "form",
    seen_version: int | None = None,
    seen_digest: str = "",
) -> Submission:
    """Seal what the draft says and send it. `capacity` is a `Revision.Capacity`, `via` a `Revision.Via`.

    `seen_version`: the draft's version the signer read; `seen_digest`: of the sheet with its computed and
    carried cells (`revisions.digest_of`). Conflict when either has changed since.

    Where no signature comes before sending the clerk sends, and nobody has signed yet (`sign_sent` may
    follow). Where acceptance is automatic and no signature is to come, the report is accepted in the same
    transaction. BadContent with the problems while not ready.
    """
    action = _action(submission)
    check_may(by, action, submission)
    check_capacity(capacity)
    if action is Action.SIGN_AND_SUBMIT:
        check_may_sign_as(by, capacity, submission)
    if via not in (Revision.Via.FORM, Revision.Via.WORKBOOK, Revision.Via.API):
        raise BadContent(_("Không rõ báo cáo được gửi bằng cách nào."), code="unknown_via")
    with transaction.atomic():
        submission = lock(submission)
        step = check_step(submission, action)
        check_not_own(by, action, submission)
        check_read(submission, seen_version)
        sheet = ready_sheet(submission, seen=seen_digest)
        if action is Action.SUBMIT_UNSIGNED:
            submission.prepared_by, submission.prepared_at, capacity = by, at, ""
        revision = seal(submission, sheet, by=by, at=at, capacity=capacity, via=via, event=step.event)
        submission.status, submission.sent = status_after(submission, step), revision
        submission.save(update_fields=["status", "sent", "prepared_by", "prepared_at"])
        submission.comments.filter(resolved_at__isnull=True).update(resolved_at=at)
        return accept_if_automatic(submission, at=at)


def _action(submission: Submission) -> Action:
    """What waits for a signature is signed, also where its regime asks for none any more."""
    if is_unsigned(submission) and submission.status != Status.AWAITING_SIGN_OFF:
        return Action.SUBMIT_UNSIGNED
    return Action.SIGN_AND_SUBMIT


def check_capacity(capacity: str) -> None:
    """BadContent unless it is a capacity in which one may sign."""
    if capacity not in Revision.Capacity.values:
        raise BadContent(
            _("Tư cách ký phải là một trong: %(known)s.") % {"known": ", ".join(Revision.Capacity.values)},
            code="unknown_capacity",
        )
