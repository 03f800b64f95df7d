"""Which cells a formula means, on one form: by stable key, or by what is printed when it is unique."""

import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from indicators.formulas.errors import FormulaError
from indicators.formulas.nodes import Node, Range, Reference, children
from indicators.layout import Cell, Column, FormLayout, Row, Table, address_of

Line = TypeVar("Line", Row, Column)
NAMED = 6
"""So many candidates of an ambiguous name are listed."""


@dataclass(frozen=True, slots=True)
class Here:
    """Where a formula stands; "" for what it must name itself."""

    table: str = ""
    row: str = ""
    column: str = ""


class Places:
    """The cells of a form by their names. Blocked cells are none; those of columns that the period does not
    ask are, and hold "…" (`Plan.values`).
    """

    def __init__(self, layout: FormLayout) -> None:
        self.layout = layout
        self._tables = {table.key: _Names(table) for table in layout.tables}

    def address(self, reference: Reference, here: Here) -> str:
        """The one cell that is meant, or FormulaError."""
        names, row, column = self._found(reference, here)
        address = address_of(names.table.key, row or here.row, column or here.column)
        if not self.is_cell(address):
            raise FormulaError("no_such_cell", cell=address if reference.is_key else self.printed(address))
        return address

    def keys_of(self, reference: Reference, here: Here) -> tuple[str, str, str]:
        """Keys of the table, row and column that are meant, "" for what is left open; FormulaError."""
        names, row, column = self._found(reference, here)
        return names.table.key, row, column

    def is_cell(self, address: str) -> bool:
        place = self.layout.place_of.get(address)
        return place is not None and (place[3].kind != "blocked" or self._was_asked(address, place[3]))

    def _was_asked(self, address: str, cell: Cell) -> bool:
        """Blocked in this period only: what the form blocks everywhere is bound to nothing."""
        return address in self.layout.absent and bool(cell.data_point)

    def between(self, range_: Range, here: Here) -> tuple[str, ...]:
        """The cells from one to the other, in printed order; rows only of the level of both ends.

        (`[1]..[3]` adds rows 1, 2 and 3, and not 1.1, which row 1 holds already.)
        """
        first, last = (self.layout.place_of[self.address(end, here)] for end in (range_.first, range_.last))
        table, first_row, first_column, _cell = first
        if table.key != last[0].key:
            raise FormulaError("range_in_two_tables")
        if first_column.key == last[2].key:
            if first_row.level != last[1].level:
                raise FormulaError("range_of_levels", first=_row_name(first_row), last=_row_name(last[1]))
            rows = _slice(table.rows, first_row, last[1])
            cells = [(row.key, first_column.key) for row in rows if row.level == first_row.level]
        elif first_row.key == last[1].key:
            cells = [(first_row.key, column.key) for column in _slice(table.columns, first_column, last[2])]
        else:
            raise FormulaError("range_is_a_block")
        addresses = (address_of(table.key, *cell) for cell in cells)
        return tuple(address for address in addresses if self.is_cell(address))

    def applications(self, node: Node) -> list[Here]:
        """Where a formula that stands nowhere holds: once, or in every row (column) that has its cells."""
        free_rows = [one for one in _references(node) if not one.row]
        free_columns = [one for one in _references(node) if not one.column]
        if free_rows and free_columns:
            raise FormulaError("rows_and_columns", row=free_columns[0].row, column=free_rows[0].column)
        if free_rows:
            table, columns = self._shared_table(free_rows)
            lines = [Here(table.key, row=row.key) for row in table.rows]
            held = [h for h in lines if all(self.is_cell(address_of(table.key, h.row, c)) for c in columns)]
        elif free_columns:
            table, rows = self._shared_table(free_columns)
            lines = [Here(table.key, column=column.key) for column in table.columns]
            held = [h for h in lines if all(self.is_cell(address_of(table.key, r, h.column)) for r in rows)]
        else:
            held = [Here()]
        if not held:
            raise FormulaError("holds_nowhere")
        return held

    def asked_at(self, data_point: str, period: str, edition: str) -> str | None:
        """The cell of this form that asks the figure itself; None when none does."""
        found = self._by_source.get((data_point, period, edition), [])
        if len(found) > 1:
            cells = ", ".join(self.printed(address) for address in found[:NAMED])
            raise FormulaError("ambiguous", name=data_point, candidates=cells)
        return found[0] if found else None

    def asked_once(self, data_point: str, period: str, editions: Collection[str]) -> str | None:
        """The cell of this form that alone asks the figure, in one of the editions; None when none does."""
        found = [self._by_source.get((data_point, period, edition), []) for edition in editions]
        return next((cells[0] for cells in found if len(cells) == 1), None)

    @cached_property
    def _by_source(self) -> dict[tuple[str, str, str], list[str]]:
        found: dict[tuple[str, str, str], list[str]] = {}
        for address, *_place, cell in self.layout.places():
            if cell.kind != "blocked":
                found.setdefault((cell.data_point, cell.period, cell.edition), []).append(address)
        return found

    def printed(self, address: str) -> str:
        """`[3.7](1)`, with the table where the form has several: how a formula would name the cell."""
        table_key, _slash, rest = address.partition("/")
        names = self._tables.get(table_key)
        if names is None:
            return address
        row_key, _colon, column_key = rest.rpartition(":")
        row = next((row for row in names.table.rows if row.key == row_key), None)
        column = next((column for column in names.table.columns if column.key == column_key), None)
        if row is None or column is None:
            return address
        table = f"{table_key}/" if len(self._tables) > 1 else ""
        return f"{table}[{_row_name(row)}]({_column_name(column)})"

    def _shared_table(self, references: Sequence[Reference]) -> tuple[Table, list[str]]:
        """The one table of references that leave the same thing open, and the keys of what they name."""
        found = [self._found(reference, Here()) for reference in references]
        tables = {names.table.key: names.table for names, _row, _column in found}
        if len(tables) > 1:
            raise FormulaError("open_in_two_tables", tables=", ".join(tables))
        return next(iter(tables.values())), [row or column for _names, row, column in found]

    def _found(self, reference: Reference, here: Here) -> tuple["_Names", str, str]:
        """Table, row key, column key; "" for what the reference leaves open."""
        searched = self._searched(reference, here)
        matches = [
            (names, row, column)
            for names in searched
            for row in names.rows(reference)
            for column in names.columns(reference)
        ]
        home = [match for match in matches if match[0].table.key == here.table]
        matches = home or matches
        if len(matches) == 1:
            return matches[0]
        if not matches:
            raise self._unknown(reference, searched)
        raise self._ambiguous(reference, matches)

    def _searched(self, reference: Reference, here: Here) -> list["_Names"]:
        if reference.table and reference.table not in self._tables:
            raise FormulaError("no_such_table", table=reference.table, known=", ".join(self._tables))
        if reference.table:
            return [self._tables[reference.table]]
        if reference.is_key and here.table:
            return [self._tables[here.table]]
        return list(self._tables.values())

    def _unknown(self, reference: Reference, searched: Sequence["_Names"]) -> FormulaError:
        if reference.row and not any(names.rows(reference) for names in searched):
            return FormulaError("no_such_row", row=reference.row)
        return FormulaError("no_such_column", column=reference.column)

    def _ambiguous(self, reference: Reference, matches: Sequence[tuple["_Names", str, str]]) -> FormulaError:
        several = len({names.table.key for names, *_keys in matches}) > 1
        listed = []
        for names, row_key, column_key in matches[:NAMED]:
            table = f"{names.table.key}/" if several or len(self._tables) > 1 else ""
            if len({row for _names, row, _column in matches}) > 1:
                row = names.by_row_key[row_key]
                listed.append(f"{table}[{row.key}] “{_shortened(row.label)}”")
            else:
                column = names.by_column_key.get(column_key)
                shown = f"({column_key}) “{_shortened(column.label)}”" if column else f"[{reference.row}]"
                listed.append(table + shown)
        more = ", …" if len(matches) > NAMED else ""
        row_is_named = len({row for _names, row, _column in matches}) > 1 or not reference.column
        name = f"[{reference.row}]" if row_is_named else f"({reference.column})"
        return FormulaError("ambiguous", name=name, candidates=", ".join(listed) + more)


class _Names:
    """What the rows and columns of one table are called."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.by_row_key = {row.key: row for row in table.rows}
        self.by_column_key = {column.key: column for column in table.columns if column.kind == "data"}

    @cached_property
    def _printed_rows(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for row in self.table.rows:
            for name in {_bare(row.number), _bare(row.code), _bare(row.label)} - {""}:
                found.setdefault(name, []).append(row.key)
        return found

    @cached_property
    def _printed_columns(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for column in self.by_column_key.values():
            if _bare(column.number):
                found.setdefault(_bare(column.number), []).append(column.key)
        return found

    def rows(self, reference: Reference) -> list[str]:
        """Keys of the rows that may be meant; one empty key where the reference names none."""
        if not reference.row:
            return [""]
        by_key = [reference.row] if reference.row in self.by_row_key else []
        if reference.is_key:
            return by_key
        return self._printed_rows.get(_bare(reference.row), by_key)

    def columns(self, reference: Reference) -> list[str]:
        if not reference.column:
            return [""]
        by_key = [reference.column] if reference.column in self.by_column_key else []
        if reference.is_key:
            return by_key
        return self._printed_columns.get(_bare(reference.column), by_key)


def _references(node: Node) -> Iterator[Reference]:
    if isinstance(node, Reference):
        yield node
    for child in children(node):
        yield from _references(child)


def _slice(lines: Sequence[Line], first: Line, last: Line) -> Sequence[Line]:
    start, end = lines.index(first), lines.index(last)
    if start > end:
        raise FormulaError("range_backwards")
    return lines[start : end + 1]


def _bare(printed: str) -> str:
    """ "1.", "(1)" and "1" are the same printed number; labels without the case of their letters."""
    text = " ".join(unicodedata.normalize("NFC", printed).split()).casefold()
    return text.strip("()").rstrip(".:") or text


def _row_name(row: Row) -> str:
    return row.number if _bare(row.number) not in ("", "-", "–") else _shortened(row.label) or row.key


def _column_name(column: Column) -> str:
    return _bare(column.number) or column.key


def _shortened(label: str) -> str:
    return label if len(label) <= 40 else f"{label[:39]}…"
