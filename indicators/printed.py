"""The form laid out as its printed tables, for pages that show it: header, numbering row, lines. Pure."""

from dataclasses import dataclass

from indicators.layout import Cell, Column, FormLayout, HeaderCell, Row, Table, address_of

FEW = 4


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """One cell of a line: words, or a figure's place (`cell`), or a place for notes."""

    address: str
    column: Column
    text: str
    cell: Cell | None


@dataclass(frozen=True, slots=True)
class PrintedLine:
    row: Row
    cells: tuple[PrintedCell, ...]


@dataclass(frozen=True, slots=True)
class PrintedTable:
    table: Table
    header: tuple[tuple[HeaderCell, ...], ...]
    numbering: tuple[str, ...]
    lines: tuple[PrintedLine, ...]

    @property
    def is_many(self) -> bool:
        """More columns of figures than leave the words their room."""
        return sum(1 for column in self.table.columns if column.kind == "data") > FEW


def printed_tables(layout: FormLayout) -> tuple[PrintedTable, ...]:
    return tuple(_printed(table) for table in layout.tables)


def _printed(table: Table) -> PrintedTable:
    header = tuple(
        tuple(sorted((cell for cell in table.header if cell.row == number), key=lambda cell: cell.column))
        for number in range(table.header_rows)
    )
    lines = tuple(
        PrintedLine(row, tuple(_cell(table, row, column) for column in table.columns)) for row in table.rows
    )
    return PrintedTable(table, header, tuple(column.number for column in table.columns), lines)


def _cell(table: Table, row: Row, column: Column) -> PrintedCell:
    return PrintedCell(
        address=address_of(table.key, row.key, column.key),
        column=column,
        text=table.words(row, column) or "",
        cell=table.cell_at.get((row.key, column.key)),
    )
