"""From a table to the rows of a tree: headings by name in any order, each cell read or a problem. Pure.

Needed are columns for code, name and kind. A row without a parent stands on top; without a relation it is an
administrative one; without a first day it has the one given for the whole file.
"""

from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import NamedTuple

from units.codes import CODE, strange_signs, typed_code
from units.kinds import code_digits, kind_named, kind_words, name_without_word
from units.loading.table import MAX_ROWS, Cell, FileRefused, Table, TableRow, filled_down
from units.loading.tree import Column, TreeProblem, TreeRow
from units.loading.written_days import day_of
from units.vietnamese import clean_name, search_key

HEADINGS: dict[Column, tuple[str, ...]] = {
    "code": ("ma", "ma don vi", "ma dinh danh", "code", "unit code"),
    "name": ("ten", "ten don vi", "name", "unit name"),
    "kind": ("loai hinh", "loai", "loai hinh don vi", "loai don vi", "kind", "type"),
    "parent": ("ma cap tren", "cap tren", "ma don vi cap tren", "truc thuoc", "parent", "parent code"),
    "placement": ("quan he", "loai quan he", "relation", "placement", "placement kind"),
    "start": (
        "tu ngay",
        "ngay bat dau",
        "hieu luc tu",
        "from",
        "valid from",
        "start",
        "begins",
        "start date",
    ),
    "end": (
        "den ngay",
        "den het ngay",
        "ngay ket thuc",
        "to",
        "valid to",
        "end",
        "ends",
        "until",
        "end date",
    ),
}
REQUIRED: tuple[Column, ...] = ("code", "name", "kind")
RELATIONS = {
    "": "administrative",
    "hanh chinh": "administrative",
    "administrative": "administrative",
    "nganh doc": "vertical",
    "vertical": "vertical",
    "dia ban": "located_in",
    "located in": "located_in",
}
_MEANINGS = {word: column for column, words in HEADINGS.items() for word in words}
_ROWS_OF_TITLE = 20
_NOTHING = Cell("")


class TreeFile(NamedTuple):
    rows: list[TreeRow]
    problems: list[TreeProblem]
    doubtful: frozenset[str]
    """Codes of rows with a problem."""
    total: int
    """Rows below the headings that say something."""
    unread: tuple[str, ...] = ()
    """Headings of columns that are not read."""


def tree_rows(table: Table, *, default_start: date | None = None, has_digits: bool = False) -> TreeFile:
    """Return the rows that can be read, and a problem for each cell that cannot.

    `has_digits`: the codes are the official ones, whose number of digits follows from the kind.
    FileRefused: no_headings, missing_headings, heading_twice, no_rows, too_many_rows.
    """
    at, columns = _headings(table)
    below = filled_down(table.rows[at + 1 :], table.merged)
    if not below:
        raise FileRefused("no_rows")
    if len(below) > MAX_ROWS:
        raise FileRefused("too_many_rows", maximum=MAX_ROWS)
    reading = _Reading(columns, table.serial_base, default_start, has_digits)
    read = [reading.row(row) for row in below]
    rows = [row for row in read if row is not None]
    unread = tuple(
        heading
        for number, cell in enumerate(table.rows[at].cells)
        if number not in columns.values() and (heading := clean_name(cell.text))
    )
    return TreeFile(rows, reading.problems, frozenset(reading.doubtful), len(below), unread)


def _headings(table: Table) -> tuple[int, dict[Column, int]]:
    """Where the headings are: the row near the top that names the most columns."""
    found = [_columns(row) for row in table.rows[:_ROWS_OF_TITLE]]
    best = max(range(len(found)), key=lambda number: len(found[number]), default=0)
    if not found or len(found[best]) < 2:
        raise FileRefused("no_headings")
    columns: dict[Column, int] = {}
    for column, number in found[best]:
        if column in columns:
            raise FileRefused("heading_twice", column=column)
        columns[column] = number
    missing = [column for column in REQUIRED if column not in columns]
    if missing:
        raise FileRefused("missing_headings", columns=",".join(missing))
    return best, columns


def _columns(row: TableRow) -> list[tuple[Column, int]]:
    keys = [search_key(cell.text) for cell in row.cells]
    return [(_MEANINGS[key], number) for number, key in enumerate(keys) if key in _MEANINGS]


class _Reading:
    """Reads row after row; what cannot be read is added to `problems`."""

    def __init__(
        self, columns: dict[Column, int], serial_base: int, default_start: date | None, has_digits: bool
    ) -> None:
        self.problems: list[TreeProblem] = []
        self.doubtful: set[str] = set()
        self._columns = columns
        self._serial_base = serial_base
        self._default_start = default_start
        self._has_digits = has_digits
        self._row = 0

    def row(self, row: TableRow) -> TreeRow | None:
        self._row, before = row.number, len(self.problems)
        cells = {column: _cell(row, number) for column, number in self._columns.items()}
        code = self._code("code", cells["code"])
        kind = self._kind(cells["kind"])
        name = self._name(cells["name"], kind)
        parent = self._code("parent", cells.get("parent", _NOTHING))
        placement = self._relation(cells.get("placement", _NOTHING))
        start = self._day("start", cells.get("start", _NOTHING)) or self._default_start
        end = self._day("end", cells.get("end", _NOTHING))
        if len(self.problems) == before:
            self._check(code, kind, parent, start, end)
        if len(self.problems) > before or start is None:
            self.doubtful.add(code)
            return None
        return TreeRow(row.number, code, name, kind, parent, placement, start, end)

    def _check(self, code: str, kind: str, parent: str, start: date | None, end: date | None) -> None:
        digits = code_digits(kind) if self._has_digits else 0
        if digits and not (code.isdigit() and len(code) == digits):
            self._say("code", "wrong_digits", code=code, kind=kind, digits=digits)
        if code == parent:
            self._say("parent", "own_parent")
        if start is None:
            self._say("start", "no_start")
        elif end is not None and end < start:
            self._say("end", "ends_before", start=start, end=end)

    def _text(self, column: Column, cell: Cell) -> str | None:
        if cell.origin == "error":
            self._say(column, "cell_error", text=cell.text[:20])
            return None
        if cell.origin == "no_value":
            self._say(column, "cell_no_value")
            return None
        return cell.text.strip()

    def _code(self, column: Column, cell: Cell) -> str:
        text = self._text(column, cell)
        if text is None:
            return ""
        code = typed_code(_whole_number(text) if cell.origin == "number" else text)
        if not code:
            if column == "code":
                self._say(column, "no_code")
        elif cell.origin == "number" and not code.isdigit():
            self._say(column, "number_code", text=text[:40])
        elif not CODE.fullmatch(code):
            strange = strange_signs(code)
            self._say(column, "strange_code" if strange else "bad_code", text=code[:60], signs=strange)
        return code

    def _kind(self, cell: Cell) -> str:
        text = self._text("kind", cell)
        if text is None:
            return ""
        kind = kind_named(text)
        if not text:
            self._say("kind", "no_kind")
        elif not kind:
            near = get_close_matches(search_key(text), kind_words(), 1)
            self._say("kind", "unknown_kind", text=text[:60], near=kind_named(near[0]) if near else "")
        return kind

    def _name(self, cell: Cell, kind: str) -> str:
        text = self._text("name", cell)
        if text is None:
            return ""
        name = name_without_word(clean_name(text), kind)
        if not search_key(name) or len(name) > 200:
            self._say("name", "bad_name" if name else "no_name")
        return name

    def _relation(self, cell: Cell) -> str:
        text = self._text("placement", cell)
        key = search_key(text or "")
        if text is not None and (key not in RELATIONS or (text and not key)):
            self._say("placement", "unknown_relation", text=text[:60])
        return RELATIONS.get(key, "")

    def _day(self, column: Column, cell: Cell) -> date | None:
        text = self._text(column, cell)
        if not text:
            return None
        day = day_of(text, is_number=cell.origin == "number", serial_base=self._serial_base)
        if day is None:
            self._say(column, "unreadable_date", text=text[:40])
        return day

    def _say(self, column: Column, problem: str, /, **params: str | int | date | None) -> None:
        self.problems.append(TreeProblem(self._row, column, problem, params))


def _cell(row: TableRow, number: int) -> Cell:
    return row.cells[number] if number < len(row.cells) else _NOTHING


def _whole_number(text: str) -> str:
    """33 and 33.0 and 3.3E1 are the number 33; another number stays the text it is."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    is_whole = number.is_finite() and abs(number) < 10**15 and number == number.to_integral_value()
    return str(int(number)) if is_whole else text
