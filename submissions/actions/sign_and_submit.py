"""Ký và gửi: the head signs, the report is sealed as a revision and sent."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from indicators.models import Regime
from indicators.queries import effective_due
from submissions.actions.accept import accept
from submissions.bindings import figure_rows, key_space
from submissions.figures import figures_of, write_pending
from submissions.locking import lock
from submissions.models import Revision, Submission
from submissions.permissions import check_may
from submissions.readiness import check_read, ready_sheet
from submissions.revisions import digest_of, document_of
from submissions.sheet import Sheet
from submissions.transitions import Action, check_step, is_unsigned, status_after
from units.actions.record_event import record_event
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

    Where the regime asks for no signature the clerk sends, and nobody has signed. Where acceptance is
    automatic the report is accepted in the same transaction. BadContent with the problems while not ready.
    """
    action = Action.SUBMIT_UNSIGNED if is_unsigned(submission) else Action.SIGN_AND_SUBMIT
    check_may(by, action, submission)
    _check_words(capacity, via)
    with transaction.atomic():
        submission = lock(submission)
        step = check_step(submission, action)
        check_read(submission, seen_version)
        sheet = ready_sheet(submission, seen=seen_digest)
        if action is Action.SUBMIT_UNSIGNED:
            submission.prepared_by, submission.prepared_at, capacity = by, at, ""
        revision = _seal(submission, sheet, by=by, at=at, capacity=capacity, via=via, event=step.event)
        _stand_pending(submission, sheet, revision)
        submission.status, submission.sent = status_after(submission, step), revision
        submission.save(update_fields=["status", "sent", "prepared_by", "prepared_at"])
        submission.comments.filter(resolved_at__isnull=True).update(resolved_at=at)
        if submission.assignment.round.template.regime.acceptance == Regime.Acceptance.AUTOMATIC:
            submission = accept(submission=submission, by=None, at=at)
    return submission


def _check_words(capacity: str, via: str) -> None:
    if capacity not in Revision.Capacity.values:
        raise BadContent(
            _("Tư cách ký phải là một trong: %(known)s.") % {"known": ", ".join(Revision.Capacity.values)},
            code="unknown_capacity",
        )
    if via not in Revision.Via.values:
        raise BadContent(_("Không rõ báo cáo được gửi bằng cách nào."), code="unknown_via")


def _seal(
    submission: Submission, sheet: Sheet, *, by: User, at: datetime, capacity: str, via: str, event: str
) -> Revision:
    document = document_of(sheet, submission)
    number = submission.sent.number + 1 if submission.sent else 1
    # A correction is not late: what it corrects was there.
    is_late = submission.accepted_id is None and at > effective_due(submission.assignment)
    happened = record_event(
        kind=event,
        by=by,
        at=at,
        subject=submission,
        unit=submission.assignment.responsible_id,
        data={
            "revision": number,
            "sha256": digest_of(document),
            "signed_as": capacity,
            "via": via,
            "late": is_late,
        },
    )
    return Revision.objects.create(
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
        event=happened.pk,
    )


def _reason(submission: Submission) -> str:
    """Why an accepted report is corrected; empty for one that was never accepted."""
    if submission.accepted_id is None:
        return ""
    granted = submission.correction_requests.filter(granted=True).order_by("pk").last()
    return granted.reason if granted else ""


def _stand_pending(submission: Submission, sheet: Sheet, revision: Revision) -> None:
    """Provisional figures of what was sent, with tombstones over accepted ones that it says no more."""
    rows = figure_rows(sheet, submission, revision=revision.pk, since=revision.event)
    said = {row.key for row in rows}
    counted = (
        figures_of(key_space(submission), revision=submission.accepted_id) if submission.accepted_id else []
    )
    blank = [row.key for row in counted if row.key not in said]
    write_pending(rows, blank=blank, revision=revision.pk, since=revision.event)
