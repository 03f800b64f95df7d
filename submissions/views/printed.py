"""The official form as a page prints it: header rows, lines, cells with what stands in them.

Built from `FormLayout` and a sheet; knows no request and no database.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from indicators.answers import format_answer
from indicators.layout import (
    Cell,
    Column,
    Enclosure,
    FormLayout,
    HeaderCell,
    Row,
    RowList,
    Section,
    Table,
    address_of,
)
from indicators.printed import FEW
from submissions.enclosed import removed_from
from submissions.lists import lines_of
from submissions.opening import opening_columns
from submissions.sheet import Enclosed, Sheet

SEVERITIES = ("error", "warning", "question", "comment", "note")
"""The most severe first: what colours a cell."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence at a cell: a problem, or a person's comment."""

    text: str
    severity: str = "comment"
    by: str = ""


@dataclass(slots=True)
class PrintedCell:
    """One cell of a line. `kind`: label, number, code, unit, none (not asked), input, computed, carried,
    reused (had from another form), blocked, absent (in a column that the period does not ask), note.
    `text` is what stands in it; `before` what stood there in the version compared with. `is_opening`: an
    opening figure, typed where nothing is there to carry."""

    kind: str
    text: str = ""
    address: str = ""
    id: str = ""
    labelled_by: str = ""
    decimals: int = 0
    excel: str = ""
    before: str | None = None
    said: list[Said] = field(default_factory=list)
    is_opening: bool = False

    @property
    def severity(self) -> str:
        found = {said.severity for said in self.said}
        return next((word for word in SEVERITIES if word in found), "")

    @property
    def is_figure(self) -> bool:
        return self.kind in {"input", "computed", "carried", "reused"}


@dataclass(slots=True)
class PrintedLine:
    id: str
    level: int
    is_heading: bool
    cells: list[PrintedCell]

    @property
    def unit(self) -> str:
        """The unit of measure: said after the words where a screen has no room for its column."""
        return next((cell.text for cell in self.cells if cell.kind == "unit"), "")


@dataclass(slots=True)
class PrintedTable:
    key: str
    title: str
    header: list[list[tuple[str, HeaderCell, str]]]
    columns: tuple[Column, ...]
    lines: list[PrintedLine]

    @property
    def is_numbered(self) -> bool:
        return any(column.number for column in self.columns)

    @property
    def is_many(self) -> bool:
        """So many columns of figures that sentences have no room in their cells."""
        return sum(1 for column in self.columns if column.kind == "data") > FEW


@dataclass(frozen=True, slots=True)
class PrintedSection:
    """A section of free text; `before` is what stood there in the version compared with, None: the same."""

    section: Section
    id: str
    text: str
    before: str | None = None


@dataclass(frozen=True, slots=True)
class PrintedEnclosure:
    """A document asked for, with its files. `removed`: taken out of the draft again; `new`, digests, and
    `gone`, names, differ from the version compared with.
    """

    asked: Enclosure
    id: str
    files: tuple[Enclosed, ...]
    removed: tuple[Enclosed, ...] = ()
    new: frozenset[str] = frozenset()
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedList:
    """A list with its lines; of each line whether it is new against the version compared with. `gone`: lines
    that are no more there."""

    asked: RowList
    id: str
    text: str
    lines: list[tuple[tuple[str, ...], bool]]
    gone: list[tuple[str, ...]]

    @property
    def new(self) -> int:
        """How many lines are new."""
        return sum(1 for _line, is_new in self.lines if is_new)


def html_id(address: str) -> str:
    """ "cell-t1-r12-c1" for `t1/r12:c1`."""
    return "cell-" + re.sub(r"[^A-Za-z0-9]+", "-", address)


def printed(
    sheet: Sheet,
    *,
    said: Mapping[str, Iterable[Said]] | None = None,
    before: Sheet | None = None,
) -> list[PrintedTable]:
    """Every table of the form, filled; with `before`, changed cells carry what stood there."""
    return [_table(table, sheet, said or {}, before) for table in sheet.layout.tables]


def printed_sections(sheet: Sheet, *, before: Sheet | None = None) -> list[PrintedSection]:
    """Every section of free text the form asks for, with what was written."""
    return [_section(section, sheet, before) for section in sheet.layout.sections]


def _section(section: Section, sheet: Sheet, before: Sheet | None) -> PrintedSection:
    text = sheet.texts.get(section.address, "")
    then = text if before is None else before.texts.get(section.address, "")
    return PrintedSection(section, html_id(section.address), text, then if then != text else None)


def printed_enclosures(
    sheet: Sheet, *, before: Sheet | None = None, files: str = "{}"
) -> list[PrintedEnclosure]:
    """Every document the form asks for. `files`: of the draft on which somebody works."""
    removed = removed_from(files, sheet.layout)
    return [_enclosure(asked, sheet, before, removed) for asked in sheet.layout.enclosures]


def _enclosure(
    asked: Enclosure, sheet: Sheet, before: Sheet | None, removed: Mapping[str, tuple[Enclosed, ...]]
) -> PrintedEnclosure:
    files = sheet.enclosures.get(asked.address, ())
    then = files if before is None else before.enclosures.get(asked.address, ())
    digests = {one.sha256 for one in files}
    return PrintedEnclosure(
        asked,
        html_id(asked.address),
        files,
        removed.get(asked.address, ()),
        frozenset(digests - {one.sha256 for one in then}),
        tuple(one.file for one in then if one.sha256 not in digests),
    )


def printed_lists(sheet: Sheet, *, before: Sheet | None = None) -> list[PrintedList]:
    """Every list the form asks for."""
    return [_list(asked, sheet, before) for asked in sheet.layout.lists]


def printed_openings(sheet: Sheet) -> list[tuple[str, str]]:
    """(column, reason) of opening figures, printed below the tables."""
    return [(one.words, sheet.explanations.get(one.at, "")) for one in opening_columns(sheet)]


def _list(asked: RowList, sheet: Sheet, before: Sheet | None) -> PrintedList:
    text = sheet.texts.get(asked.address, "")
    lines = lines_of(text, asked)
    then = lines if before is None else lines_of(before.texts.get(asked.address, ""), asked)
    left = Counter(then)
    marked: list[tuple[tuple[str, ...], bool]] = []
    for line in lines:
        marked.append((line, not left[line]))
        left[line] -= bool(left[line])
    return PrintedList(asked, html_id(asked.address), text, marked, list(left.elements()))


def standing_in(sheet: Sheet, address: str) -> str:
    """What a person sees in a cell: the answer as written here, or the text that could not be read."""
    if address in sheet.unread:
        return sheet.unread[address].text
    if address in sheet.texts:
        return sheet.texts[address]
    return format_answer(sheet.cells.get(address))


def where(layout: FormLayout, address: str) -> str:
    """The printed line's number and words: “3.7 Trđ: được điều trị ARV”."""
    place = layout.place_of.get(address)
    if place is None:
        return ""
    row = place[1]
    return f"{row.number} {row.name}".strip()


def _table(
    table: Table, sheet: Sheet, said: Mapping[str, Iterable[Said]], before: Sheet | None
) -> PrintedTable:
    header: list[list[tuple[str, HeaderCell, str]]] = [[] for _ in range(table.header_rows)]
    for cell in sorted(table.header, key=lambda cell: (cell.row, cell.column)):
        kind: str = table.columns[cell.column].kind if cell.column_span == 1 else "group"
        under = table.columns[cell.column : cell.column + cell.column_span]
        if not any(column.is_asked_in(sheet.layout.month) for column in under):
            kind = "absent"
        header[cell.row].append((_header_id(table, cell), cell, kind))
    lines = [
        PrintedLine(
            id=_row_id(table, row),
            level=row.level,
            is_heading=row.is_heading,
            cells=[_cell(table, row, column, sheet, said, before) for column in table.columns],
        )
        for row in table.rows
    ]
    return PrintedTable(table.key, table.title, header, table.columns, lines)


def _cell(
    table: Table,
    row: Row,
    column: Column,
    sheet: Sheet,
    said: Mapping[str, Iterable[Said]],
    before: Sheet | None,
) -> PrintedCell:
    if (words := table.words(row, column)) is not None:
        return PrintedCell(column.kind, words)
    address = address_of(table.key, row.key, column.key)
    is_note = address in sheet.layout.notes
    place: Cell | None = table.cell_at.get((row.key, column.key))
    if place is None and not is_note:
        return PrintedCell("none")
    text = standing_in(sheet, address)
    earlier = None if before is None else standing_in(before, address)
    return PrintedCell(
        kind=_kind(sheet, address, place),
        text=text,
        address=address,
        id=html_id(address),
        labelled_by=f"{_row_id(table, row)} {_label_of_column(table, column)}",
        decimals=0 if place is None else place.decimals,
        excel=sheet.layout.excel_cell(address),
        before=None if earlier == text else earlier,
        said=list(said.get(address, ())),
        is_opening=address in sheet.opened and address in sheet.cells,
    )


def _kind(sheet: Sheet, address: str, cell: Cell | None) -> str:
    """A carried cell with nothing to carry is for typing; one had from another form is not."""
    if cell is None:
        return "note"
    if address in sheet.layout.absent:
        return "absent"
    if address in sheet.background.reused:
        return "reused"
    return "input" if address in sheet.opened else cell.kind


def _row_id(table: Table, row: Row) -> str:
    return html_id(f"row/{table.key}/{row.key}")


def _header_id(table: Table, cell: HeaderCell) -> str:
    return html_id(f"head/{table.key}/{cell.row}/{cell.column}")


def _label_of_column(table: Table, column: Column) -> str:
    """The id of the lowest header cell over a column."""
    index = table.columns.index(column)
    over = [cell for cell in table.header if cell.column <= index < cell.column + cell.column_span]
    return _header_id(table, max(over, key=lambda cell: cell.row)) if over else ""
