"""Read an uploaded workbook and say what it holds, before anything of it is saved."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from indicators.answers import Answer, format_answer
from indicators.forms import layout_asked
from indicators.layout import FormLayout
from indicators.models import TemplateVersion
from submissions.background import working_sheet
from submissions.drafts import layout_for
from submissions.models import Submission
from submissions.originals import file_name_kept
from submissions.permissions import check_may
from submissions.rules import Problem, check
from submissions.sheet import Sheet, recomputed
from submissions.transitions import Action
from submissions.upload_closed import check_takes_workbook
from submissions.workbook_marks import expected_of, mark_keys
from submissions.workbook_messages import period_question, reading_problems, refusal_message
from submissions.workbooks.back import WorkbookSheet, read_workbook_file
from submissions.workbooks.correcting import corrected
from submissions.workbooks.former import brought_over, is_placed
from submissions.workbooks.kinds import opened
from submissions.workbooks.recognising import Expected
from submissions.workbooks.refused import Refused
from units.actions.record_event import record_event
from units.models import User


@dataclass(frozen=True, slots=True)
class Refusal:
    """The file as a whole is not taken. `message` is translated."""

    code: str
    message: str


@dataclass(frozen=True)
class WorkbookReading:
    """What a workbook says. With a `refusal` there is no sheet.

    `layout` has rows where they stand in the file. `changes`: address → (old, new), in Vietnamese notation as
    typed, "" for none; notes too. `needs_confirmation`: the question to answer before it may be saved, or "".
    `version` is the draft's that `changes` are against. `of_file` are the problems the reading found, the
    rest of `problems` are the rules'. `file` is what stands in the file itself, before corrections, and
    `as_in_file` the same as a page shows it: address → text, of the cells for typing, notes and lists.
    `kind` is a `FileKind`.
    """

    layout: FormLayout
    version: int
    sheet: Sheet | None = None
    problems: tuple[Problem, ...] = ()
    changes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    needs_confirmation: str = ""
    refusal: Refusal | None = None
    is_savable: bool = False
    is_saved: bool = False
    of_file: tuple[Problem, ...] = ()
    file: WorkbookSheet | None = None
    as_in_file: Mapping[str, str] = field(default_factory=dict)
    kind: str = ""

    def problems_in_words(self) -> list[dict[str, Any]]:
        """code, severity, address, row, column, cell, message: for the page and the API."""
        return reading_problems(self.problems, self.layout)


def read_workbook(
    *,
    submission: Submission,
    content: bytes,
    file_name: str,
    by: User,
    at: datetime,
    confirm_period: bool = False,
    corrections: Mapping[str, str] = MappingProxyType({}),
    action: Action = Action.EDIT,
) -> WorkbookReading:
    """Nothing of the file is saved; a refused file leaves an event. NotAllowed, Conflict (not editable: with
    what to do instead).

    `corrections`: address → what was typed over what the file says there, in Vietnamese notation. `action`:
    FILL_FOR where the file is another unit's, for the same people as `fill_for`.
    """
    check_may(by, action, submission)
    check_takes_workbook(submission, action)
    layout, version = layout_for(submission), submission.draft.version
    draft = working_sheet(submission)
    try:
        read = _read(submission, content, layout, draft)
    except Refused as refused:
        record_event(
            kind="submission.workbook_refused",
            by=by,
            at=at,
            subject=submission,
            unit=submission.assignment.responsible_id,
            data={"file": file_name_kept(file_name), "code": refused.code},
        )
        refusal = Refusal(refused.code, refusal_message(refused))
        return WorkbookReading(layout, version, refusal=refusal)
    fixed = corrected(read, corrections, opened=draft.opened)
    found = _against_draft(fixed, draft, submission, confirm_period=confirm_period)
    texts = {**_sections(draft), **_shown(_with_uncovered(read, draft))}
    asked = (*draft.typed, *layout.for_words)
    as_in_file = {address: texts.get(address, "") for address in asked}
    return replace(found, file=read, as_in_file=as_in_file, kind=opened(content)[0].value)


def _read(submission: Submission, content: bytes, layout: FormLayout, draft: Sheet) -> WorkbookSheet:
    """The file in the present form. One of another version (by its marks; or, without any, where it is the
    last version line by line and not the present one) is brought over through data points."""

    def read_as(form: FormLayout, known: Expected) -> WorkbookSheet:
        return read_workbook_file(
            content,
            layout=form,
            expected=known,
            keys=mark_keys(),
            opened=draft.opened,
            reused=draft.background.reused,
        )

    expected = expected_of(submission)
    read = read_as(layout, expected)
    told = next((problem for problem in read.problems if problem.code == "other_version"), None)
    if told is None and is_placed(read):
        return read
    number = int(told.params["version"]) if told else expected.marks.version - 1
    former = _version(submission, number)
    if former is None:
        return read
    other = read_as(former, replace(expected, marks=replace(expected.marks, version=number)))
    if told is None:
        if not is_placed(other):
            return read
        told = Problem("other_version", "warning", "", {"version": number})
    over = brought_over(other, layout)
    return replace(over, problems=(told, *over.problems))


def _version(submission: Submission, number: int) -> FormLayout | None:
    """Another version of the form that was in service."""
    versions = TemplateVersion.objects.filter(template=submission.assignment.round.template_id)
    found = versions.filter(number=number, published_at__isnull=False).defer("workbook").first()
    return None if found is None else layout_asked(submission.assignment.round, found)


def _against_draft(
    read: WorkbookSheet, draft: Sheet, submission: Submission, *, confirm_period: bool
) -> WorkbookReading:
    said = _with_uncovered(read, draft)
    words = {**_sections(draft), **said.texts}  # a workbook has no room for sections: "" is one emptied here
    texts = {address: text for address, text in words.items() if text}
    said = replace(said, texts=texts, explanations=draft.explanations, enclosures=draft.enclosures)
    sheet = recomputed(said, draft.background)
    changes = _changes(draft, sheet)
    asks = ""
    if read.other_period and not confirm_period:
        asks = period_question(read.other_period, expected=submission.assignment.round.period_code)
    of_file = (*read.problems, *_cleared(changes, read.layout))
    return WorkbookReading(
        layout=read.layout,
        version=submission.draft.version,
        sheet=sheet,
        problems=(*of_file, *_by_rules(sheet, read.problems)),
        changes=changes,
        needs_confirmation=asks,
        is_savable=read.is_savable and not asks,
        of_file=of_file,
    )


def _with_uncovered(read: WorkbookSheet, draft: Sheet) -> Sheet:
    """Cells of which a file of another version can say nothing stay as they are in the draft."""
    covers = read.covers
    if covers is None:
        return read.sheet
    typed = frozenset(draft.typed) - covers
    return replace(
        read.sheet,
        cells={**{a: said for a, said in draft.cells.items() if a in typed}, **read.sheet.cells},
        texts={**{a: said for a, said in draft.texts.items() if a not in covers}, **read.sheet.texts},
        unread={**{a: said for a, said in draft.unread.items() if a not in covers}, **read.sheet.unread},
    )


def _sections(draft: Sheet) -> dict[str, str]:
    return {address: said for address, said in draft.texts.items() if address not in draft.layout.notes}


def _by_rules(sheet: Sheet, said: tuple[Problem, ...]) -> list[Problem]:
    """What the rules find, but not a second time what the reading has said of a cell it could not read."""
    unread = {problem.address for problem in said if problem.severity == "error" and problem.address}
    return [found for found in check(sheet) if found.code != "unreadable" or found.address not in unread]


def _cleared(changes: Mapping[str, tuple[str, str]], layout: FormLayout) -> list[Problem]:
    """One warning that names the cells the draft would lose."""
    cells = [layout.where(address) for address, (_old, new) in changes.items() if not new]
    if not cells:
        return []
    named = ", ".join(cells[:10]) + (" …" if len(cells) > 10 else "")
    return [Problem("clears", "warning", "", {"count": len(cells), "cells": named})]


def _changes(draft: Sheet, sheet: Sheet) -> dict[str, tuple[str, str]]:
    """Address → (old, new) of what may be typed where the two differ, in the form's order."""
    old, new = _shown(draft), _shown(sheet)
    addresses = [*sheet.typed, *sheet.layout.for_words]
    return {
        address: (old.get(address, ""), new.get(address, ""))
        for address in addresses
        if old.get(address, "") != new.get(address, "")
    }


def _shown(sheet: Sheet) -> dict[str, str]:
    answers: Mapping[str, Answer] = sheet.cells
    return {
        **{address: format_answer(answer) for address, answer in answers.items()},
        **{address: unread.text for address, unread in sheet.unread.items()},
        **sheet.texts,
    }
