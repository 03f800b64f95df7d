"""Kèm tài liệu: put a file to what the form asks for. What kind of file it is, its content says."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from submissions.documents.kinds import DocumentKind, kind_of
from submissions.documents.words import SENTENCES
from submissions.drafts import layout_for
from submissions.enclosed import FileEntry, dumped, file_entries
from submissions.enclosing import asked_document, check_room
from submissions.locking import lock
from submissions.models import Enclosure, Submission
from submissions.originals import file_name_kept, stored
from submissions.permissions import check_may
from submissions.transitions import Action, check_step
from submissions.workbooks.refused import Refused
from units.actions.record_event import record_event
from units.errors import BadContent
from units.models import User

_ENDINGS = {DocumentKind.JPG: ("jpg", "jpeg", "jpe", "jfif")}


def enclose(
    *, submission: Submission, key: str, content: bytes, file_name: str, by: User, at: datetime
) -> Enclosure:
    """Keep a file with the draft. The same bytes a second time under the same `key` have no effect.

    BadContent: not a document that is taken, too many or too much of them, or the form does not ask for it.
    """
    check_may(by, Action.EDIT, submission)
    kind, name = document_in(content, file_name)
    with transaction.atomic():
        submission = lock(submission)
        check_step(submission, Action.EDIT)
        asked = asked_document(layout_for(submission), key)
        draft = submission.draft
        files = file_entries(draft.files)
        here = files.setdefault(asked.address, [])
        digest = hashlib.sha256(content).hexdigest()
        same = next((entry for entry in here if entry["sha256"] == digest), None)
        if same is not None and not same["gone"]:
            return Enclosure.objects.get(pk=same["id"])
        check_room(files, asked.address, len(content))
        made = Enclosure.objects.create(
            submission=submission, original=stored(content, kind=kind.value), key=key, file_name=name,
            added_by=by, added_at=at,
        )  # fmt: skip
        if same is not None:
            here.remove(same)
        here.append(FileEntry(id=made.pk, file=name, kind=kind, size=len(content), sha256=digest, gone=False))
        draft.files = dumped(files)
        draft.version, draft.saved_by, draft.saved_at = draft.version + 1, by, at
        draft.save(update_fields=["files", "version", "saved_by", "saved_at"])
        record_event(
            kind="submission.enclosure_added", by=by, at=at, subject=submission,
            unit=submission.assignment.responsible_id,
            data={"file": name, "for": asked.title, "sha256": digest, "size": len(content)},
        )  # fmt: skip
    return made


def document_in(content: bytes, file_name: str) -> tuple[DocumentKind, str]:
    """What a file is, and the name it is kept under; BadContent when no such document is taken."""
    kind = _kind(content)
    return kind, _with_ending(file_name_kept(file_name), kind)


def _kind(content: bytes) -> DocumentKind:
    try:
        return kind_of(content)
    except Refused as refused:
        raise BadContent(_(SENTENCES[refused.code]) % refused.params, code=refused.code) from refused


def _with_ending(name: str, kind: DocumentKind) -> str:
    """An ending that says what it is: "ảnh.png.exe" becomes "ảnh.png.exe.png"."""
    _stem, point, ending = name.rpartition(".")
    if point and ending.lower() in _ENDINGS.get(kind, (kind.value,)):
        return name
    return f"{name[:190]}.{kind.value}"
