"""A workbook becomes rows of cells by sheet and column, or is refused whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from indicators.catalogue_file.sheets import SHEETS, meanings_of, titles
from units.export import restored
from units.loading.table import MAX_FILE, Cell, FileRefused, Table, TableRow
from units.loading.table_xlsx import read_sheets
from units.vietnamese import search_key

MAX_ROWS = 20_000
"""Of all sheets together."""
_ROWS_OF_TITLE = 10


class Row(NamedTuple):
    """`number` as Excel shows it; cells by column, those that were written."""

    number: int
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class SheetRows:
    """`title` as the file has it; the columns there are; `serial_base` of Excel's days."""

    title: str
    columns: frozenset[str]
    rows: list[Row]
    serial_base: int = 1900


@dataclass(frozen=True, slots=True)
class CatalogueFile:
    """The sheets that were recognised, by key; the titles of the others."""

    sheets: Mapping[str, SheetRows]
    ignored: list[str] = field(default_factory=list)


def read_catalogue(content: bytes) -> CatalogueFile:
    """FileRefused: as `read_sheets`; no_sheets, missing_headings, too_many_rows."""
    if not content.strip():
        raise FileRefused("empty_file")
    if len(content) > MAX_FILE:
        raise FileRefused("too_big_file", maximum=MAX_FILE // (1024 * 1024))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileRefused("old_format")
    if not content.startswith(b"PK\x03\x04"):
        raise FileRefused("not_workbook")
    known, found, ignored = titles(), {}, []
    for title, table in read_sheets(content):
        key = known.get(search_key(restored(title)))
        if key is None or key in found:
            ignored.append(title)
        elif key:
            found[key] = _sheet(key, title, table)
    if not found:
        raise FileRefused("no_sheets")
    if sum(len(sheet.rows) for sheet in found.values()) > MAX_ROWS:
        raise FileRefused("too_many_rows", maximum=MAX_ROWS)
    return CatalogueFile(found, ignored)


def _sheet(key: str, title: str, table: Table) -> SheetRows:
    meanings = meanings_of(key)
    found = [_columns(row, meanings) for row in table.rows[:_ROWS_OF_TITLE]]
    at = max(range(len(found)), key=lambda number: len(found[number]), default=0)
    columns = found[at] if found else {}
    missing = [column for column in SHEETS[key].needed if column not in columns]
    if missing:
        words = ", ".join(SHEETS[key].columns[column] for column in missing)
        raise FileRefused("missing_in_sheet", sheet=title[:31], columns=words)
    rows = [_row(row, columns) for row in table.rows[at + 1 :]]
    return SheetRows(title, frozenset(columns), [row for row in rows if row.cells], table.serial_base)


def _columns(row: TableRow, meanings: Mapping[str, str]) -> dict[str, int]:
    """Column → where it is; the first of two of the same heading."""
    found: dict[str, int] = {}
    for number, cell in enumerate(row.cells):
        column = meanings.get(search_key(restored(cell.text)))
        if column is not None:
            found.setdefault(column, number)
    return found


def _row(row: TableRow, columns: Mapping[str, int]) -> Row:
    cells = {}
    for column, number in columns.items():
        if number < len(row.cells):
            cell = row.cells[number]
            text = restored(cell.text).strip() if cell.origin == "text" else cell.text
            if text or cell.origin == "no_value":
                cells[column] = Cell(text, cell.origin)
    return Row(row.number, cells)
