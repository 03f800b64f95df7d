"""What the reading asks of every line of a form: worked out once, kept with it as cached properties are."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from indicators.layout import Column, FormLayout, Row, Table
from submissions.workbooks.references import column_number


class LineCell(NamedTuple):
    """A cell that is not blocked. `at` is the index of its column, from 0."""

    address: str
    at: int
    decimals: int
    is_input: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table with its cells; `at` is the sheet's row."""

    place: tuple[str, str]
    at: int
    cells: tuple[LineCell, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Where a table asks something: sheet row → columns (from 1) with words or a cell, of every line."""

    first: int
    last: int
    columns: dict[int, frozenset[int]]
    _beside: dict[int, Sequence[tuple[int, Sequence[int]]]] = field(default_factory=dict)

    def beside(self, width: int) -> Sequence[tuple[int, Sequence[int]]]:
        """Rows so wide with the indices at which nothing is asked; rows without any are left out."""
        kept = self._beside.get(width)
        if kept is None:
            found = ((at, self.not_asked(at, width)) for at in range(self.first, self.last + 1))
            kept = [(at, indices) for at, indices in found if indices]
            if len(self._beside) < _MOST_KEPT:
                self._beside[width] = kept
        return kept

    def not_asked(self, at: int, width: int) -> Sequence[int]:
        known = self.columns.get(at, frozenset())
        return [index for index in range(width) if index + 1 not in known]


_LINES, _ASKED = "lines as they are read", "where something is asked"
_MOST_KEPT = 50


def number_of(column: Column) -> int:
    return column_number(column.excel_column)


def lines_of(layout: FormLayout) -> tuple[Line, ...]:
    """In reading order, only those with a cell."""
    kept: tuple[Line, ...] | None = vars(layout).get(_LINES)
    if kept is None:
        cells: dict[tuple[str, str], list[LineCell]] = {}
        rows: dict[tuple[str, str], int] = {}
        for address, table, row, column, cell in layout.places():
            if cell.kind != "blocked":
                rows[table.key, row.key] = row.excel_row
                asked = LineCell(address, number_of(column) - 1, cell.decimals, cell.kind == "input")
                cells.setdefault((table.key, row.key), []).append(asked)
        kept = vars(layout)[_LINES] = tuple(Line(at, rows[at], tuple(asked)) for at, asked in cells.items())
    return kept


def asked_in(table: Table) -> Asked:
    """By the rows as they stand in this table."""
    kept: Asked | None = vars(table).get(_ASKED)
    if kept is None:
        words = {number_of(column) for column in table.columns if column.kind != "data"}
        data = [(number_of(column), column.key) for column in table.columns if column.kind == "data"]
        columns = {
            row.excel_row: frozenset(words | {number for number, key in data if _is_asked(table, row, key)})
            for row in table.rows
        }
        kept = vars(table)[_ASKED] = Asked(min(columns, default=1), max(columns, default=0), columns)
    return kept


def _is_asked(table: Table, row: Row, column: str) -> bool:
    cell = table.cell_at.get((row.key, column))
    return row.is_heading if cell is None else cell.kind != "blocked"
