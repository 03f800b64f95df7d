"""Trả lại để sửa: the recipient returns the report with words on cells."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from indicators.forms import layout_asked
from indicators.layout import FormLayout
from submissions.bindings import key_space
from submissions.drafts import layout_for
from submissions.figures import remove_pending
from submissions.locking import lock
from submissions.models import Comment, Submission
from submissions.permissions import check_may
from submissions.revisions import version_said
from submissions.transitions import Action, check_seen, check_step, status_after
from submissions.words import required
from units.actions.record_event import record_event
from units.errors import BadContent
from units.models import User


def return_for_changes(
    *,
    submission: Submission,
    by: User,
    at: datetime,
    reason: str = "",
    comments: Mapping[str, str] | None = None,
    revision: int | None = None,
) -> Submission:
    """`comments` by address of a cell or note; `reason` is about the whole report. One of them is needed."""
    check_may(by, Action.RETURN_FOR_CHANGES, submission)
    words = _words(submission, reason, comments or {})
    with transaction.atomic():
        submission = lock(submission)
        step = check_step(submission, Action.RETURN_FOR_CHANGES)
        sent = check_seen(submission, revision)
        remove_pending(key_space(submission), revision=sent.pk)
        submission.status = status_after(submission, step)
        submission.save(update_fields=["status"])
        Comment.objects.bulk_create(
            Comment(submission=submission, revision=sent, address=address, text=text, made_by=by, made_at=at)
            for address, text in words.items()
        )
        record_event(
            kind=step.event,
            by=by,
            at=at,
            subject=submission,
            unit=submission.assignment.responsible_id,
            data={"revision": sent.number, "comments": words},
        )
    return submission


def _layout(submission: Submission) -> FormLayout:
    """The form that is looked at: the one in which the report was sent."""
    if submission.sent is None:
        return layout_for(submission)
    submission.sent.submission = submission
    return layout_asked(submission.assignment.round, version_said(submission.sent))


def _words(submission: Submission, reason: str, comments: Mapping[str, str]) -> dict[str, str]:
    """What is said, by address ("" is the whole report), tidied; BadContent when nothing is."""
    layout = _layout(submission)
    given = {**({"": reason} if reason.strip() else {}), **comments}
    unknown = [a for a in comments if a and a not in layout.place_of and a not in layout.notes]
    if unknown:
        raise BadContent(
            _("Biểu này không có ô “%(address)s”.") % {"address": unknown[0][:200]}, code="unknown_cell"
        )
    missing = _("Hãy ghi cần sửa gì: nhận xét ở từng ô hoặc lý do chung.")
    if not given:
        raise BadContent(missing, code="text_missing")
    return {address: required(text, missing=missing) for address, text in given.items()}
