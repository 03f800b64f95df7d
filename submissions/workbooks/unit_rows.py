"""One workbook for many units: a row each, read back. Pure; which units they are is not known here.

Columns are known by their keys (a hidden row of cell addresses), by the printed words over them, or by the
numbering row where the form has a single line, as in an agency's own consolidated form.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from indicators.answers import Answer
from indicators.layout import Column, FormLayout, Table
from submissions.rules.problem import Problem
from submissions.sheet import Unread
from submissions.workbooks.back import Reading, read_form
from submissions.workbooks.contents import Contents, SheetContents
from submissions.workbooks.labels import bare
from submissions.workbooks.marks import MARK_SHEET, Marks, read_marks
from submissions.workbooks.placing import same_number
from submissions.workbooks.recognising import is_form, printed_unit
from submissions.workbooks.refused import Refused

SHEET = "Nhiều đơn vị"
HEADER_WITHIN = 40
"""The header is looked for in so many rows."""
MOST_SHEETS = 250
_CODE = frozenset(map(bare, ("Mã đơn vị", "Mã ĐVHC", "Mã số đơn vị", "Mã xã", "Mã đơn vị hành chính")))
_NAME = frozenset(
    map(
        bare,
        (
            "Tên đơn vị", "Đơn vị", "Đơn vị báo cáo", "Xã, phường", "Xã/phường", "Tên xã, phường",
            "Địa phương",
            "Xã, phường, đặc khu", "Xã, phường, thị trấn", "Đơn vị hành chính", "Tên đơn vị hành chính",
            "Tên xã", "Tên địa phương",
        ),
    )
)  # fmt: skip
_SUMS = frozenset(map(bare, ("Tổng số", "Cộng", "Tổng cộng", "Toàn tỉnh", "Toàn huyện", "Tổng", "Chung")))


@dataclass(frozen=True, slots=True)
class UnitRow:
    """What the file says of one unit. `place` is a row ("12") or a sheet's name; `code`, `name` as printed.

    Nothing of the unit is to be saved when `problems` hold an error or `unread` holds anything.
    """

    place: str
    code: str
    name: str
    cells: Mapping[str, Answer]
    texts: Mapping[str, str] = field(default_factory=dict)
    unread: Mapping[str, Unread] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    where: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ManyUnits:
    """`columns`: address → column number, empty where each unit has a sheet. `marks`: None without any."""

    rows: tuple[UnitRow, ...]
    marks: Marks | None
    columns: Mapping[str, int]
    left_out: int = 0


def asked_in_rows(layout: FormLayout) -> list[str]:
    """The cells for typing, in reading order: a column each."""
    return [address for address, *_place, cell in layout.places() if cell.kind == "input"]


_WORDS = "words over the columns of its cells"


def words_over(layout: FormLayout, address: str) -> str:
    """What is printed over the column of a cell: its line and its column of the form. Kept with the form."""
    kept: dict[str, str] = vars(layout).setdefault(_WORDS, {})
    if address not in kept:
        kept[address] = _words_over(layout, address)
    return kept[address]


def _words_over(layout: FormLayout, address: str) -> str:
    table, row, column, _cell = layout.place_of[address]
    line = " ".join(part for part in (row.number, row.name) if part)
    data = [one for one in table.columns if one.kind == "data"]
    if len(data) == 1:
        return line
    over = _head_of(table, column)
    if sum(_head_of(table, one) == over for one in data) > 1:  # "Số lượt" under two headings
        over = column.label or over
    return over if len(table.rows) == 1 else f"{line} – {over}"


def _head_of(table: Table, column: Column) -> str:
    words = next((head.text for head in reversed(table.header) if table.columns[head.column] == column), "")
    return words or column.label or column.number


def read_many_units(contents: Contents, *, layout: FormLayout, keys: Sequence[bytes]) -> ManyUnits:
    """Rows of units, or a sheet a unit. Refused: marks_changed, other_form, no_units, columns_unknown."""
    marked = contents.sheets.get(MARK_SHEET)
    marks = None if marked is None else read_marks(marked.text(1, 1), keys=keys)
    if marks is not None and marks.template != layout.code:
        raise Refused("other_form", found=marks.template, expected=layout.code)
    sheets = [sheet for name, sheet in contents.sheets.items() if name != MARK_SHEET]
    for sheet in sheets:
        found = _header(sheet, layout)
        if found is not None:
            rows, left_out = _rows(sheet, layout, found)
            return ManyUnits(tuple(rows), marks, found.columns, left_out)
    forms = [sheet for sheet in sheets if is_form(sheet, layout)]
    if not forms:
        raise Refused("no_units")
    return ManyUnits(tuple(_of_sheet(sheet, layout) for sheet in forms), marks, {})


# ---- a row a unit -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Header:
    last_row: int
    code: int | None
    name: int | None
    columns: dict[str, int]


def _header(sheet: SheetContents, layout: FormLayout) -> _Header | None:
    """Where units and cells stand; None when it lists no units. Refused: columns_unknown, column_twice."""
    for at in range(1, min(len(sheet.rows), HEADER_WITHIN) + 1):
        heads = {column: bare(sheet.text(at, column)) for column in range(1, len(sheet.rows[at - 1]) + 1)}
        code = next((column for column, words in heads.items() if words in _CODE), None)
        name = next((column for column, words in heads.items() if words in _NAME and column != code), None)
        if code is None and name is None:
            continue
        columns, last = _columns(sheet, layout, at, after=max(code or 0, name or 0))
        if columns:
            return _Header(last, code, name, columns)
        if code is not None:
            raise Refused("columns_unknown", row=at)
    return None


def _columns(sheet: SheetContents, layout: FormLayout, at: int, *, after: int) -> tuple[dict[str, int], int]:
    """Cell → column, and the last row of the header."""
    asked = asked_in_rows(layout)
    below = range(at, min(at + 6, len(sheet.rows)) + 1)
    keys = set(asked)
    for row in below:
        found = [(sheet.text(row, column), column) for column in _filled(sheet, row)]
        named = [(key, column) for key, column in found if key in keys]
        if named:
            return _once(named), _last_of_header(sheet, row)
    known, last = _by_words(sheet, layout, asked, below)
    if len(known) == len(asked):
        return known, last
    numbers = _numbers(layout)
    for row in below:
        counted = [
            (address, column)
            for column in _filled(sheet, row)
            if column > after
            for number, address in numbers
            if same_number(sheet.text(row, column), number)
        ]
        if numbers and len(counted) == len(numbers):
            return _once(counted), row
    return known, last


def _by_words(
    sheet: SheetContents, layout: FormLayout, asked: Sequence[str], below: Iterable[int]
) -> tuple[dict[str, int], int]:
    """Cells by what is printed over their columns, in however many header rows; and the last of these."""
    over = _by_label(layout, asked) | {bare(words_over(layout, address)): address for address in asked}
    found = [
        (row, address, column)
        for row in below
        for column in _filled(sheet, row)
        if (address := over.get(bare(sheet.text(row, column)))) is not None
    ]
    last = max((row for row, *_rest in found), default=0)
    return _once([(address, column) for _row, address, column in found]), _last_of_header(sheet, last)


def _by_label(layout: FormLayout, asked: Sequence[str]) -> dict[str, str]:
    """An office's own headings, where a line of the form is one column: the line's words without its number,
    or after its Mã số. Only words that no other line has."""
    names: dict[str, list[str]] = {}
    for address in asked:
        table, row, _column, _cell = layout.place_of[address]
        if sum(1 for one in table.columns if one.kind == "data") == 1:
            for words in {bare(row.name), bare(row.label), bare(f"{row.code}{row.name}")} - {""}:
                names.setdefault(words, []).append(address)
    return {words: found[0] for words, found in names.items() if len(found) == 1}


def _numbers(layout: FormLayout) -> list[tuple[str, str]]:
    """Printed column number → cell, of a form with a single line."""
    lines = [(table, row) for table in layout.tables for row in table.rows if not row.is_heading]
    if len(lines) != 1:
        return []
    return [
        (column.number, address)
        for address, _table, _row, column, cell in layout.places()
        if cell.kind == "input" and column.number.strip()
    ]


def _once(found: Sequence[tuple[str, int]]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for address, column in found:
        if address in columns:
            raise Refused("column_twice", cell=address)
        columns[address] = column
    return columns


def _last_of_header(sheet: SheetContents, row: int) -> int:
    """A numbering row (A, B, C, 1, 2 …) may stand below the row by which columns are known."""
    texts = [sheet.text(row + 1, column) for column in sorted(_filled(sheet, row + 1))]
    numbering = len(texts) > 2 and all(len(text.strip("()")) <= 3 for text in texts)
    starts = texts[:1] in (["A"], ["(A)"], ["a"])
    counted = [text.partition("=")[0].strip("() ") for text in texts]
    is_counted = len(texts) > 2 and counted == [str(number) for number in range(1, len(texts) + 1)]
    return row + 1 if (numbering and starts) or is_counted else row


def _filled(sheet: SheetContents, row: int) -> list[int]:
    if not 0 < row <= len(sheet.rows):
        return []
    return [column for column, value in enumerate(sheet.rows[row - 1], 1) if value != ""]


def _rows(sheet: SheetContents, layout: FormLayout, header: _Header) -> tuple[list[UnitRow], int]:
    """The units' rows, and how many rows were no unit's: sums of others."""
    places = [
        (address, column, layout.place_of[address][3].decimals) for address, column in header.columns.items()
    ]
    found: list[UnitRow] = []
    left_out = 0
    for at in range(header.last_row + 1, len(sheet.rows) + 1):
        code = sheet.text(at, header.code) if header.code else ""
        name = sheet.text(at, header.name) if header.name else ""
        if not code and (not name or bare(name) in _SUMS):
            left_out += any(sheet.value(at, column) != "" for column in header.columns.values())
            continue
        reading = Reading(sheet)
        for address, column, decimals in places:
            reading.read_cell(address, at, column, decimals)
        found.append(UnitRow(str(at), code, name, reading.cells, {}, reading.unread, tuple(reading.problems)))
    return found, left_out


# ---- a sheet a unit ---------------------------------------------------------------------------------------


def _of_sheet(sheet: SheetContents, layout: FormLayout) -> UnitRow:
    read = read_form(layout, sheet)
    said = printed_unit(sheet, layout) or sheet.name
    asked = set(asked_in_rows(layout))
    return UnitRow(
        place=sheet.name,
        code="",
        name=said,
        cells={address: answer for address, answer in read.sheet.cells.items() if address in asked},
        texts=read.sheet.texts,
        unread={address: unread for address, unread in read.sheet.unread.items() if address in asked},
        problems=read.problems,
        where={address: read.layout.excel_cell(address) for address in asked},
    )
