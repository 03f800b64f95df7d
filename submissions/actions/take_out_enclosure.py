"""Bỏ tài liệu kèm theo, and the way back: it stays at hand until the report is sent."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from submissions.enclosed import dumped, file_entries
from submissions.enclosing import check_room
from submissions.locking import lock
from submissions.models import Enclosure, Submission
from submissions.permissions import check_may
from submissions.transitions import Action, check_step
from units.actions.record_event import record_event
from units.errors import Conflict
from units.models import User


def take_out_enclosure(*, enclosure: Enclosure, by: User, at: datetime) -> Submission:
    """The file is no more of the draft; what was sent with it keeps it. Twice has one effect."""
    return _turn(enclosure, gone=True, by=by, at=at)


def put_back_enclosure(*, enclosure: Enclosure, by: User, at: datetime) -> Submission:
    """Hoàn tác. Conflict when it was sent, or cleared away, without it meanwhile."""
    return _turn(enclosure, gone=False, by=by, at=at)


def _turn(enclosure: Enclosure, *, gone: bool, by: User, at: datetime) -> Submission:
    check_may(by, Action.EDIT, enclosure.submission)
    with transaction.atomic():
        submission = lock(enclosure.submission)
        check_step(submission, Action.EDIT)
        draft = submission.draft
        files = file_entries(draft.files)
        address, entry = next(
            ((at, one) for at, found in files.items() for one in found if one["id"] == enclosure.pk),
            ("", None),
        )
        if entry is None:
            raise Conflict(_("Tài liệu này không còn ở bản nháp. Hãy tải lại trang."))
        if entry["gone"] is gone:
            return submission
        if not gone:
            check_room(files, address, entry["size"])
        entry["gone"] = gone
        draft.files = dumped(files)
        draft.version, draft.saved_by, draft.saved_at = draft.version + 1, by, at
        draft.save(update_fields=["files", "version", "saved_by", "saved_at"])
        record_event(
            kind="submission.enclosure_removed" if gone else "submission.enclosure_restored",
            by=by, at=at, subject=submission, unit=submission.assignment.responsible_id,
            data={"file": entry["file"], "sha256": entry["sha256"]},
        )  # fmt: skip
    return submission
