"""The official form as a page prints it: header rows, lines, cells with what stands in them.

Built from `FormLayout` and a sheet; knows no request and no database.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from indicators.answers import format_answer
from indicators.layout import (
    Cell,
    Column,
    FormLayout,
    HeaderCell,
    Row,
    Table,
    address_of,
)
from indicators.printed import FEW
from submissions.sheet import Sheet

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
    reused (had from another form), blocked, absent (in a line or column that the period does not ask), note.
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
    is_absent: bool = False

    @property
    def measure(self) -> str:
        """The unit printed in the line: a phone, with no room for the column, says it after the words."""
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
    return row.words


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
            is_absent=not row.is_asked_in(sheet.layout.month),
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
