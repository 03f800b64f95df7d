"""Hoàn tác: take a whole upload out of the draft again, corrections typed with it included."""

import json
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from submissions.drafts import Entry, entries
from submissions.locking import lock
from submissions.models import Submission, Upload
from submissions.originals import standing_upload
from submissions.permissions import check_may
from submissions.transitions import Action, check_step
from units.actions.record_event import record_event
from units.errors import Conflict
from units.models import User


def undo_upload(*, submission: Submission, upload: int, by: User, at: datetime) -> tuple[int, int]:
    """(cells put back, cells that were changed since and stay). Conflict unless it is the last one there.

    `upload` is the number of the one that the person saw.
    """
    check_may(by, Action.EDIT, submission)
    with transaction.atomic():
        submission = lock(submission)
        check_step(submission, Action.EDIT)
        standing = _standing(submission, upload)
        back, stay = _put_back(submission, standing, by=by, at=at)
        standing.undone_by, standing.undone_at = by, at
        standing.save(update_fields=["undone_by", "undone_at"])
        record_event(
            kind="submission.upload_undone",
            by=by,
            at=at,
            subject=submission,
            unit=submission.assignment.responsible_id,
            data={"file": standing.file_name, "sha256": standing.sha256, "cells": back, "stay": stay},
        )
    return back, stay


def _standing(submission: Submission, upload: int) -> Upload:
    standing = standing_upload(submission)
    if standing is None or standing.pk != upload:
        raise Conflict(_("Tệp này đã được hoàn tác, hoặc đã có tệp khác nạp sau. Hãy tải lại trang."))
    if standing.form_id != submission.assignment.round.version_id:
        raise Conflict(_("Biểu mẫu đã đổi phiên bản từ khi nạp tệp nên không hoàn tác được nữa."))
    return standing


def _put_back(submission: Submission, upload: Upload, *, by: User, at: datetime) -> tuple[int, int]:
    draft = submission.draft
    before = json.loads(upload.before)
    version = draft.version + 1
    cells, texts = entries(draft.cells), entries(draft.texts)
    back = sum(
        _put(document, before[part], upload.version, version, by)
        for part, document in (("cells", cells), ("texts", texts))
    )
    draft.cells, draft.texts = _dumped(cells), _dumped(texts)
    draft.nothing_to_report = before["nothing_to_report"] and back == upload.changed
    draft.version, draft.saved_by, draft.saved_at = version, by, at
    draft.save(update_fields=["cells", "texts", "nothing_to_report", "version", "saved_by", "saved_at"])
    return back, upload.changed - back


def _put(kept: dict[str, Entry], before: dict[str, Entry | None], made: int, version: int, by: User) -> int:
    """How many went back: those that still stand as the upload made them."""
    untouched = [address for address in before if address in kept and kept[address]["n"] == made]
    for address in untouched:
        old = before[address] or {"v": None}
        kept[address] = {**old, "n": version, "by": by.pk}  # type: ignore[typeddict-item]
    return len(untouched)


def _dumped(document: dict[str, Entry]) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))
