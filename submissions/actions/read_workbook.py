"""Read an uploaded workbook and say what it holds, before anything of it is saved."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from indicators.answers import Answer, format_answer
from indicators.layout import FormLayout
from submissions.background import working_sheet
from submissions.drafts import layout_for
from submissions.models import Submission
from submissions.permissions import check_may
from submissions.rules import Problem, check
from submissions.sheet import Sheet, recomputed
from submissions.transitions import Action, check_step
from submissions.workbook_marks import expected_of, mark_keys
from submissions.workbook_messages import period_question, reading_problems, refusal_message
from submissions.workbooks.back import WorkbookSheet, read_workbook_file
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
    `version` is the draft's that `changes` are against.
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
) -> WorkbookReading:
    """Nothing of the file is saved; a refused file leaves an event. NotAllowed, Conflict (not editable)."""
    check_may(by, Action.EDIT, submission)
    check_step(submission, Action.EDIT)
    layout, version = layout_for(submission), submission.draft.version
    draft = working_sheet(submission)
    try:
        read = read_workbook_file(
            content,
            layout=layout,
            expected=expected_of(submission),
            keys=mark_keys(),
            opened=draft.opened,
            reused=draft.background.reused,
        )
    except Refused as refused:
        record_event(
            kind="submission.workbook_refused",
            by=by,
            at=at,
            subject=submission,
            unit=submission.assignment.responsible_id,
            data={"file": file_name[:200], "code": refused.code},
        )
        refusal = Refusal(refused.code, refusal_message(refused))
        return WorkbookReading(layout, version, refusal=refusal)
    return _against_draft(read, draft, submission, confirm_period=confirm_period)


def _against_draft(
    read: WorkbookSheet, draft: Sheet, submission: Submission, *, confirm_period: bool
) -> WorkbookReading:
    words = {**_sections(draft), **read.sheet.texts}  # a workbook has no room for sections
    kept = replace(read.sheet, texts=words, explanations=draft.explanations)
    sheet = recomputed(kept, draft.background)
    changes = _changes(draft, sheet)
    asks = ""
    if read.other_period and not confirm_period:
        asks = period_question(read.other_period, expected=submission.assignment.round.period_code)
    return WorkbookReading(
        layout=read.layout,
        version=submission.draft.version,
        sheet=sheet,
        problems=(*read.problems, *_cleared(changes, read.layout), *_by_rules(sheet, read.problems)),
        changes=changes,
        needs_confirmation=asks,
        is_savable=read.is_savable and not asks,
    )


def _sections(draft: Sheet) -> dict[str, str]:
    return {address: said for address, said in draft.texts.items() if address in draft.layout.section_at}


def _by_rules(sheet: Sheet, said: tuple[Problem, ...]) -> list[Problem]:
    """What the rules find, but not a second time what the reading has said of a cell it could not read."""
    unread = {problem.address for problem in said if problem.severity == "error" and problem.address}
    return [found for found in check(sheet) if found.code != "unreadable" or found.address not in unread]


def _cleared(changes: Mapping[str, tuple[str, str]], layout: FormLayout) -> list[Problem]:
    """One warning that names the cells the draft would lose."""
    cells = [layout.excel_cell(address) for address, (_old, new) in changes.items() if not new]
    if not cells:
        return []
    named = ", ".join(cells[:10]) + (" …" if len(cells) > 10 else "")
    return [Problem("clears", "warning", "", {"count": len(cells), "cells": named})]


def _changes(draft: Sheet, sheet: Sheet) -> dict[str, tuple[str, str]]:
    """Address → (old, new) of cells for typing and notes where they differ, in the form's order."""
    old, new = _shown(draft), _shown(sheet)
    addresses = [*sheet.typed, *sheet.layout.notes]
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
