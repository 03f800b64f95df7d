"""Kèm tài liệu khi nhập thay: a file for what somebody is about to enter for a unit, not in its draft."""

from datetime import datetime

from django.db import transaction

from submissions.actions.enclose import document_in
from submissions.drafts import layout_for
from submissions.enclosing import asked_document, check_room, entries_of, put_aside
from submissions.locking import lock
from submissions.models import Enclosure, Submission
from submissions.originals import stored
from submissions.permissions import check_may
from submissions.transitions import Action, check_step
from units.actions.record_event import record_event
from units.models import User


def put_aside_for(
    *, submission: Submission, key: str, content: bytes, file_name: str, by: User, at: datetime
) -> Enclosure:
    """Kept until `enter_for` sends it, or dropped with what was never sent. The same bytes twice have one
    effect.

    BadContent: not a document that is taken, too many or too much of them, or the form does not ask for it.
    """
    check_may(by, Action.ENTER_FOR, submission)
    kind, name = document_in(content, file_name)
    with transaction.atomic():
        submission = lock(submission)
        check_step(submission, Action.ENTER_FOR)
        asked = asked_document(layout_for(submission), key)
        original = stored(content, kind=kind.value)
        here = put_aside(submission, by)
        same = next((one for one in here if one.key == key and one.original_id == original.pk), None)
        if same is not None:
            return same
        check_room(entries_of(here), asked.address, len(content))
        made = Enclosure.objects.create(
            submission=submission, original=original, key=key, file_name=name, added_by=by, added_at=at
        )
        record_event(
            kind="submission.enclosure_added", by=by, at=at, subject=submission,
            unit=submission.assignment.responsible_id,
            data={
                "file": name, "for": asked.title, "sha256": original.sha256, "size": len(content),
                "entered_for": True,
            },
        )  # fmt: skip
    return made
