"""Nhập thay: the officer, or the level above, types what a unit that is cut off phoned in, marked as such."""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from indicators.answers import plain
from indicators.layout import FormLayout
from submissions.actions.accept import accept_if_automatic
from submissions.actions.save_draft import faults_of_words
from submissions.background import background_of
from submissions.drafts import layout_for, unknown_cell_words
from submissions.enclosed import FileEntry, dumped
from submissions.enclosing import put_aside
from submissions.lists import tidied
from submissions.locking import lock
from submissions.messages import problems_as_dicts
from submissions.models import Draft, Enclosure, Revision, Submission
from submissions.permissions import check_may
from submissions.readiness import blocking
from submissions.revisions import Told
from submissions.sealing import seal
from submissions.sheet import Enclosed, Sheet, recomputed
from submissions.transitions import Action, check_same_form, check_step, status_after
from submissions.words import SECTION_LENGTH, required
from units.errors import BadContent, wrong_field
from units.models import User

LONGEST_NAME = 200


def enter_for(
    *, submission: Submission, sheet: Sheet, told_by: str, told_how: str, by: User, at: datetime
) -> Submission:
    """Seal and send a sheet, with its lists and the files that `put_aside_for` kept. `told_by`: who said the
    figures, in words; `told_how` is a `Revision.Told`. Nobody signs. Accepted at once where acceptance is
    automatic.

    The unit's own draft stays its own; an untouched one takes the cells, so that the unit may go on from
    them. BadContent with the problems while something is missing or wrong; nothing is kept then.
    """
    check_may(by, Action.ENTER_FOR, submission)
    told = _told(told_by, told_how)
    sheet = _checked(submission, sheet, by)
    with transaction.atomic():
        version = submission.assignment.round.version_id
        submission = lock(submission)
        step = check_step(submission, Action.ENTER_FOR)
        check_same_form(submission, version)
        _fill_untouched(submission.draft, sheet, by=by, at=at)
        submission.prepared_by, submission.prepared_at = by, at
        via = Revision.Via.FOR_UNIT.value
        revision = seal(submission, sheet, by=by, at=at, event=step.event, via=via, told=told)
        files = [one.id for found in sheet.enclosures.values() for one in found]
        submission.enclosures.filter(pk__in=files).update(revision=revision)
        submission.status, submission.sent = status_after(submission, step), revision
        submission.save(update_fields=["status", "sent", "prepared_by", "prepared_at"])
        submission.comments.filter(resolved_at__isnull=True).update(resolved_at=at)
        return accept_if_automatic(submission, at=at)


def _told(told_by: str, told_how: str) -> Told:
    """Who said it and how; BadContent names both fields when both are missing."""
    name, faults = "", []
    try:
        name = required(told_by, missing=_("Hãy ghi ai báo số liệu: họ tên, chức vụ."), longest=LONGEST_NAME)
    except BadContent as error:
        faults.append(wrong_field("told_by", error.messages[0]))
    if told_how not in Revision.Told.values:
        faults.append(wrong_field("told_how", _("Hãy chọn số liệu được báo bằng cách nào.")))
    if faults:
        problems = [problem for fault in faults for problem in fault.problems]
        raise BadContent(" ".join(fault.messages[0] for fault in faults), problems=problems)
    return Told(name, told_how)


def _checked(submission: Submission, sheet: Sheet, by: User) -> Sheet:
    """The sheet with its words tidied and its other cells filled in, or BadContent that names all that stands
    in the way."""
    layout = layout_for(submission)
    background = background_of(submission)
    inputs = {address for address, *_place, cell in layout.places() if cell.kind == "input"}
    inputs |= recomputed(Sheet(layout, {}), background).opened
    unknown = [address for address in {**sheet.cells, **sheet.unread} if address not in inputs]
    unknown += [address for address in sheet.texts if address not in layout.for_words]
    if unknown:
        raise BadContent(unknown_cell_words(layout, unknown[0]), code="unknown_cell")
    _check_files(sheet, put_aside(submission, by))
    explained = {
        address: required(text, missing="") for address, text in sheet.explanations.items() if text.strip()
    }
    texts = {address: _text(layout, address, text) for address, text in sheet.texts.items()}
    sheet = recomputed(replace(sheet, texts=texts, explanations=explained), background)
    problems = [problem for problem in blocking(sheet) if problem.code not in _NOT_BY_PHONE]
    if problems:
        raise BadContent(
            _("Chưa gửi được: còn %(count)d lỗi hoặc cảnh báo. Hãy sửa các ô được nêu.")
            % {"count": len(problems)},
            code="not_ready",
            problems=problems_as_dicts(problems, layout),
        )
    return sheet


def _text(layout: FormLayout, address: str, text: str) -> str:
    asked = layout.list_at.get(address)
    if asked is None:
        return required(text, missing="", longest=SECTION_LENGTH)
    kept = tidied(text, asked)
    faults = list(faults_of_words(layout, address, kept))
    if faults:
        raise BadContent(faults[0], code="text_not_kept")
    return kept


def _check_files(sheet: Sheet, kept: Iterable[Enclosure]) -> None:
    known = {one.pk for one in kept}
    if any(one.id not in known for found in sheet.enclosures.values() for one in found):
        raise BadContent(_("Có tệp kèm theo không còn ở đây. Hãy chọn lại tệp."), code="unknown_enclosure")


_NOT_BY_PHONE = frozenset({"no_enclosure", "empty_list"})
"""Who phones may have no papers and no lists to send: what is missing comes when the unit reports itself."""


def _entry(one: Enclosed) -> FileEntry:
    return FileEntry(id=one.id, file=one.file, kind=one.kind, size=one.size, sha256=one.sha256, gone=False)


def _fill_untouched(draft: Draft, sheet: Sheet, *, by: User, at: datetime) -> None:
    if draft.version:
        return
    cells = {address: {"v": plain(answer), "n": 1, "by": by.pk} for address, answer in sheet.cells.items()}
    texts = {address: {"v": text, "n": 1, "by": by.pk} for address, text in sheet.texts.items()}
    draft.cells = json.dumps(cells, ensure_ascii=False, separators=(",", ":"))
    draft.texts = json.dumps(texts, ensure_ascii=False, separators=(",", ":"))
    draft.files = dumped(
        {address: [_entry(one) for one in found] for address, found in sheet.enclosures.items()}
    )
    draft.version, draft.saved_by, draft.saved_at = 1, by, at
    draft.save(update_fields=["cells", "texts", "files", "version", "saved_by", "saved_at"])
