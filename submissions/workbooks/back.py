"""An uploaded workbook as a `Sheet`, and everything that is to be said about it."""

import contextlib
import math
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from indicators.answers import (
    BOUND,
    MAX_DECIMALS,
    Answer,
    AnswerError,
    Sign,
    from_number,
    parse_answer,
    round_half_up,
)
from indicators.layout import FormLayout
from submissions.rules.problem import Problem
from submissions.sheet import Sheet, Unread
from submissions.workbooks.contents import Contents, SheetContents, Value, read_contents
from submissions.workbooks.escaping import unescape
from submissions.workbooks.lines import Line, lines_of, number_of
from submissions.workbooks.list_sheets import READ_COLUMNS, READ_ROWS, read_lists, sheet_names
from submissions.workbooks.marks import MARK_SHEET
from submissions.workbooks.placing import absent_filled, place_rows, unasked
from submissions.workbooks.pool import Pool
from submissions.workbooks.recognising import Expected, recognise
from submissions.workbooks.references import column_number, reference_of

MAX_NOTE = 1000
MAX_TYPED = 100
MARGIN_ROWS, MARGIN_COLUMNS = 200, 10
"""Read beyond the blank's own size: rows and columns people add."""
SAID_UNASKED = 20
_SURE = 10**8
"""Whole numbers up to here are in bounds with any decimals, and exact in a float."""
_MOST_KEPT = 1 << 14

BLOCKING = frozenset(
    {"formula_without_value", "row_missing", "row_twice", "columns_moved", "note_too_long", "note_hidden"}
    | {"list_columns_missing", "list_without_value"}
)
"""Problems for which nothing of the file is saved: some number would silently be left out."""


@dataclass(frozen=True, slots=True)
class WorkbookSheet:
    """`layout` has the rows where they stand in this file (for messages); the sheet keeps the form's own.

    `other_period`: what the file says its period is, when that is not the duty's; "" when it agrees. `name`:
    of the worksheet. `covers`: the addresses it can say something of (None: all of the form). `cell_at`:
    address → cell of the file, where that is not the layout's.
    """

    sheet: Sheet
    layout: FormLayout
    problems: tuple[Problem, ...]
    other_period: str = ""
    name: str = ""
    covers: frozenset[str] | None = None
    cell_at: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_savable(self) -> bool:
        """Nothing was left out (whether the period is right is another question)."""
        return not any(problem.code in BLOCKING for problem in self.problems)


def read_workbook_file(
    content: bytes,
    *,
    layout: FormLayout,
    expected: Expected,
    keys: Sequence[bytes],
    opened: Collection[str] = (),
    reused: Collection[str] = (),
    pool: Pool | None = None,
) -> WorkbookSheet:
    """From bytes to a sheet. Refused with a code when the file as a whole is not taken.

    `opened`: carried cells that are for typing. What stands in the others, in computed cells and in those
    `reused` from other forms, is read as it is, to be compared: a formula there is no wonder.
    """
    rows = max(row.excel_row for table in layout.tables for row in table.rows)
    columns = max(column_number(column.excel_column) for table in layout.tables for column in table.columns)
    contents = read_contents(
        content,
        wanted=[layout.sheet, MARK_SHEET, *sheet_names(layout)],
        rows=max(rows + MARGIN_ROWS, READ_ROWS if layout.lists else 0),
        columns=max(columns + MARGIN_COLUMNS, READ_COLUMNS if layout.lists else 0),
        pool=pool,
    )
    return sheet_from_workbook(layout, contents, expected=expected, keys=keys, opened=opened, reused=reused)


def sheet_from_workbook(
    layout: FormLayout,
    contents: Contents,
    *,
    expected: Expected,
    keys: Sequence[bytes],
    opened: Collection[str] = (),
    reused: Collection[str] = (),
) -> WorkbookSheet:
    """Recognise, place, read. Refused: marks_changed, other_form, other_unit."""
    known = recognise(contents, layout=layout, expected=expected, keys=keys)
    read = read_form(layout, known.sheet, opened=opened, reused=reused)
    lists, said = read_lists(layout, contents)
    return replace(
        read,
        sheet=replace(read.sheet, texts={**read.sheet.texts, **lists}) if lists else read.sheet,
        problems=(*known.problems, *read.problems, *said),
        other_period=known.other_period,
    )


def read_form(
    layout: FormLayout,
    printed: SheetContents,
    *,
    opened: Collection[str] = (),
    reused: Collection[str] = (),
) -> WorkbookSheet:
    """Place and read the form on a sheet that was recognised."""
    placed = place_rows(layout, printed)
    reading = Reading(printed)
    for line in lines_of(placed.layout):
        if line.place not in placed.missing:
            reading.read_line(line, opened=opened, reused=reused)
    for address, (table, row, column) in placed.layout.notes.items():
        value = printed.value(row.excel_row, number_of(column))
        if value != "" and (table.key, row.key) not in placed.missing:
            reading.read_note(address, value)
    reading.problems += _absent(placed.layout, printed)
    for reference in list(unasked(placed.layout, printed))[:SAID_UNASKED]:
        reading.problems.append(Problem("not_asked", "warning", "", {"cell": reference}))
    sheet = Sheet(layout=layout, cells=reading.cells, texts=reading.texts, unread=reading.unread)
    return WorkbookSheet(sheet, placed.layout, (*placed.problems, *reading.problems), name=printed.name)


def _absent(layout: FormLayout, printed: SheetContents) -> Iterator[Problem]:
    """One warning a line or column that the period does not ask and the file fills."""
    for one, cells in absent_filled(layout, printed).items():
        named = ", ".join(cells[:SAID_UNASKED]) + (" …" if len(cells) > SAID_UNASKED else "")
        params: dict[str, str | int] = {one.what: one.words, "count": len(cells), "cells": named}
        yield Problem(f"{one.what}_absent", "warning", "", params)


class Reading:
    """Cells and notes of one sheet, collected."""

    def __init__(self, sheet: SheetContents) -> None:
        self.sheet = sheet
        self.is_plain = not (sheet.errors or sheet.formulas)
        self.cells: dict[str, Answer] = {}
        self.texts: dict[str, str] = {}
        self.unread: dict[str, Unread] = {}
        self.problems: list[Problem] = []

    def read_line(self, line: Line, *, opened: Collection[str], reused: Collection[str]) -> None:
        """The cells of a line. A typed whole number, which most are, is read right here."""
        at, is_plain, cells = line.at, self.is_plain, self.cells
        values = self.sheet.rows[at - 1] if 0 < at <= len(self.sheet.rows) else ()
        width = len(values)
        for address, index, decimals, is_input in line.cells:
            if not ((is_input and address not in reused) or address in opened):
                self.read_computed(address, at, index + 1, decimals)
            elif not is_plain:
                self.read_cell(address, at, index + 1, decimals)
            elif index < width:
                value = values[index]
                if type(value) is float and (answer := _WHOLE[decimals][value]) is not None:
                    cells[address] = answer
                elif value != "":
                    self.read_value(address, value, decimals)

    def read_cell(self, address: str, row: int, column: int, decimals: int) -> None:
        if not self.is_plain and self._has_no_value(address, reference_of(row, column)):
            return
        value = self.sheet.value(row, column)
        if type(value) is float and (answer := _WHOLE[decimals][value]) is not None:
            self.cells[address] = answer
        elif value != "":
            self.read_value(address, value, decimals)

    def _has_no_value(self, address: str, reference: str) -> bool:
        """An error, or a formula without a result; a formula with one is said so."""
        if reference in self.sheet.errors:
            self._cannot_read(address, "excel_error", self.sheet.errors[reference])
            return True
        has_value = self.sheet.formulas.get(reference)
        if has_value is not None:
            self.problems.append(
                Problem("formula", "warning", address)
                if has_value
                else Problem("formula_without_value", "error", address)
            )
        return has_value is False

    def read_value(self, address: str, value: Value, decimals: int) -> None:
        """What stands in a cell for typing, which is not empty."""
        if isinstance(value, bool):
            self._cannot_read(address, "truth", "TRUE" if value else "FALSE")
        elif isinstance(value, dict):
            self._cannot_read(address, "date", value["d"][:MAX_TYPED])
        else:
            self._read_answer(address, value, decimals)

    def read_computed(self, address: str, row: int, column: int, decimals: int) -> None:
        """What the file says a cell comes to, rounded as the cell is; what is no answer says nothing."""
        value = self.sheet.value(row, column)
        if isinstance(value, float) and math.isfinite(value):
            scaled = round_half_up(Decimal(repr(value)), decimals=decimals)
            if abs(scaled) <= BOUND:
                self.cells[address] = Answer(Sign.NUMBER, scaled, decimals)
        elif isinstance(value, str):
            with contextlib.suppress(AnswerError):
                if (answer := parse_answer(unescape(value), decimals=decimals)) is not None:
                    self.cells[address] = answer

    def _read_answer(self, address: str, value: str | float, decimals: int) -> None:
        try:
            if isinstance(value, str):
                answer = parse_answer(unescape(value), decimals=decimals)
            else:
                answer = from_number(value, decimals=decimals)
        except AnswerError as error:
            typed = unescape(value) if isinstance(value, str) else _as_typed(value)
            self.unread[address] = Unread(_shown(typed), error.code, error.params)
            return
        if answer is not None:
            self.cells[address] = answer

    def _cannot_read(self, address: str, code: str, text: str) -> None:
        self.unread[address] = Unread(text, code)
        self.problems.append(Problem(code, "error", address, {"text": text}))

    def read_note(self, address: str, value: Value) -> None:
        text = _note_text(value)
        if any(unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t" for char in text):
            self.problems.append(Problem("note_hidden", "error", address))
        elif len(text) > MAX_NOTE:
            found = {"found": len(text), "maximum": MAX_NOTE}
            self.problems.append(Problem("note_too_long", "error", address, found))
        elif text:
            self.texts[address] = text


class _Whole(dict[float, Answer | None]):
    """Whole number → answer with so many decimals; None for any other number. Most of a form's are small and
    seen before."""

    def __init__(self, decimals: int) -> None:
        super().__init__()
        self._decimals = decimals

    def __missing__(self, value: float) -> Answer | None:
        if not (-_SURE <= value <= _SURE and value.is_integer()):
            return None
        answer = Answer(Sign.NUMBER, int(value) * 10**self._decimals, self._decimals)
        if len(self) < _MOST_KEPT:
            self[value] = answer
        return answer


_WHOLE = tuple(_Whole(decimals) for decimals in range(MAX_DECIMALS + 1))


def _note_text(value: Value) -> str:
    if isinstance(value, dict):
        return value["d"]
    if isinstance(value, float):
        return _as_typed(value)
    text = unescape(str(value)).replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text).strip()


def _as_typed(value: float) -> str:
    """A number as a Vietnamese clerk would type it: "1,25"; what is kept when it cannot be an answer."""
    if not math.isfinite(value):
        return "∞"
    text = f"{Decimal(repr(value)):f}"
    return text.removesuffix(".0").replace(".", ",")


def _shown(text: str) -> str:
    """What is kept of an unreadable text: no control characters, not endless."""
    clean = "".join(char if unicodedata.category(char) not in ("Cc", "Cs") else "�" for char in text)
    return clean[: MAX_TYPED - 1] + "…" if len(clean) > MAX_TYPED else clean
