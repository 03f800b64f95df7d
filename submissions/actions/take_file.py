"""One workbook of a batch: whose it is, what it says, into the draft or why not. Reading saves nothing."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from indicators.answers import plain
from submissions.actions.fill_for import File, fill_for
from submissions.actions.read_workbook import WorkbookReading, read_workbook
from submissions.actions.save_workbook import keep_reading, keep_upload
from submissions.actions.sort_workbooks import report_of
from submissions.drafts import entries
from submissions.filling_in import Enterer
from submissions.models import BatchFile, Draft, Submission
from submissions.permissions import may_see_draft
from submissions.queries import reachable_submissions, units_filled_by
from submissions.transitions import Action
from submissions.workbook_marks import mark_keys
from submissions.workbook_messages import refusal_message
from submissions.workbooks.marks import Marks
from submissions.workbooks.refused import Refused
from submissions.workbooks.whose import marks_of
from units.errors import BadContent, Conflict, NotAllowed
from units.models import User


@dataclass(frozen=True, slots=True)
class Taken:
    """What is to be said of a file; `reading` while it can still be kept. `state` is a `BatchFile.State`."""

    state: str
    message: str = ""
    submission: Submission | None = None
    reading: WorkbookReading | None = None
    action: Action = Action.EDIT
    changed: int = 0
    errors: int = 0
    warnings: int = 0


class Reader:
    """The person whose files they are; what is looked up once for many files is remembered here."""

    def __init__(self, user: User) -> None:
        self.user = user
        self._enterer = Enterer(user)
        self._fills = units_filled_by(user)
        self._foreseen: dict[tuple[int, int], Submission] = {}

    def foresee(self, marks: Iterable[Marks]) -> None:
        """Look up the reports of some files at once: one by one costs more than all the rest of a file."""
        asked = {(one.round, one.unit) for one in marks}
        found = reachable_submissions(self.user).filter(
            assignment__round__in={round_ for round_, _unit in asked},
            assignment__subject__in={unit for _round, unit in asked},
        )
        pairs = {(one.assignment.round_id, one.assignment.subject_id): one for one in found}
        self._foreseen = {pair: one for pair, one in pairs.items() if pair in asked}

    def whose(self, marks: Marks) -> tuple[Submission | None, Action]:
        """The person's own report; else the one it may be filled in for."""
        own = report_of(self.user, marks) if self._fills else None
        if own is not None:
            return own, Action.EDIT
        found = self._foreseen.get((marks.round, marks.unit))
        may = found is not None and self._enterer.may_enter(found)
        return (found if may else None), Action.FILL_FOR


def marks_in(content: bytes) -> Marks | Taken:
    """Whose file it says it is; or why it cannot be taken."""
    try:
        marks = marks_of(content, keys=mark_keys())
    except Refused as refused:
        return _refused(refusal_message(refused))
    if marks is None:
        return _refused(
            _("Tệp không có dấu nhận dạng nên không biết của báo cáo nào. Hãy mở báo cáo rồi nạp tệp ở đó.")
        )
    return marks


def read_file(*, content: bytes, name: str, marks: Marks, reader: Reader, at: datetime) -> Taken:
    """What the file says against the draft; nothing is kept yet. `reader` has foreseen the marks."""
    submission, action = reader.whose(marks)
    if submission is None:
        said = _("Tệp này của %(unit)s (biểu %(form)s): không có báo cáo đó trong phạm vi anh/chị được nhập.")
        return _refused(said % {"unit": marks.unit_name, "form": marks.template})
    try:
        reading = read_workbook(
            submission=submission, content=content, file_name=name, by=reader.user, at=at, action=action
        )
    except (Conflict, NotAllowed) as error:
        return _refused(_words(error), submission)
    return _looked_at(reading, submission, action, reader.user)


def _looked_at(reading: WorkbookReading, submission: Submission, action: Action, user: User) -> Taken:
    if reading.refusal is not None:
        return _refused(reading.refusal.message, submission)
    if reading.needs_confirmation:
        return _refused(
            reading.needs_confirmation + " " + _("Nếu đúng, hãy nạp tệp ở trang của báo cáo."), submission
        )
    if not reading.is_savable:
        said = next((one["message"] for one in reading.problems_in_words() if one["severity"] == "error"), "")
        return _refused(_("Có chỗ không đọc được nên không lưu gì của tệp.") + f" {said}", submission)
    fault = _not_for_others(reading, submission, user) if action is Action.FILL_FOR else ""
    if fault:
        return _refused(fault, submission)
    errors = sum(1 for problem in reading.problems if problem.severity == "error")
    return Taken(
        BatchFile.State.SAVED,
        submission=submission,
        reading=reading,
        action=action,
        errors=errors,
        warnings=len(reading.problems) - errors,
    )


def _not_for_others(reading: WorkbookReading, submission: Submission, user: User) -> str:
    """Why another's file of the unit is not taken: a cell nobody can read, or over what the unit typed."""
    assert reading.sheet is not None
    unread = [reading.layout.excel_cell(address) for address in reading.sheet.unread]
    if unread:
        said = _("Không đọc được %(count)d ô (%(cells)s) nên không lưu gì của tệp. Hãy sửa tệp rồi nạp lại.")
        return said % {"count": len(unread), "cells": ", ".join(unread[:10])}
    kept = entries(submission.draft.cells)
    foreign = [
        address
        for address, (old, new) in reading.changes.items()
        if new and old and address in kept and kept[address]["by"] != user.pk
    ]
    if foreign and not may_see_draft(user, submission):
        said = _("đơn vị đã tự nhập %(count)d ô khác với tệp; không ghi đè.") % {"count": len(foreign)}
        return said[:1].upper() + said[1:]
    return ""


def keep_file(*, taken: Taken, content: bytes, name: str, by: User, at: datetime) -> Taken:
    """What was read goes into the draft, wholly; or the Taken that says why not."""
    submission, reading = taken.submission, taken.reading
    if submission is None or reading is None:
        return taken
    try:
        with transaction.atomic():
            if taken.action is Action.EDIT:
                keep_reading(
                    submission=submission, reading=reading, content=content, file_name=name, by=by, at=at
                )
                changed = len(reading.changes)
            else:
                changed = _fill(submission, reading, content, name, by=by, at=at)
    except (Conflict, NotAllowed, BadContent) as error:
        return _refused(_words(error), submission)
    state = BatchFile.State.SAVED if changed else BatchFile.State.SAME
    return Taken(state, submission=submission, changed=changed, errors=taken.errors, warnings=taken.warnings)


def _fill(
    submission: Submission, reading: WorkbookReading, content: bytes, name: str, *, by: User, at: datetime
) -> int:
    """As a row of a workbook of many units: an empty cell changes nothing. How many cells and notes."""
    assert reading.sheet is not None
    said = [address for address, (_old, new) in reading.changes.items() if new]
    cells = {a: plain(reading.sheet.cells[a]) for a in said if a in reading.sheet.cells}
    texts = {a: reading.changes[a][1] for a in said if a in reading.layout.notes}
    if not cells and not texts:
        return 0
    Submission.objects.select_for_update().only("pk").get(pk=submission.pk)
    before = Draft.objects.get(submission=submission)
    filled = fill_for(
        submission=submission,
        cells=cells,
        texts=texts,
        seen_version=reading.version,
        file=File(name, hashlib.sha256(content).hexdigest()),
        by=by,
        at=at,
    )
    if filled:
        version = Draft.objects.values_list("version", flat=True).get(pk=before.pk)
        keep_upload(submission, before, version, content, name, {*cells, *texts}, by=by, at=at)
    return len(cells) + len(texts) if filled else 0


def _refused(message: str, submission: Submission | None = None) -> Taken:
    return Taken(BatchFile.State.REFUSED, message, submission)


def _words(error: Conflict | NotAllowed | BadContent) -> str:
    return error.messages[0] if isinstance(error, BadContent) else str(error)
