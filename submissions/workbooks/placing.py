"""Where the form's rows stand in an uploaded sheet. What cannot be placed is an error, never a guess."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from indicators.layout import Column, FormLayout, Row, Table, address_of
from submissions.rules.problem import Problem
from submissions.workbooks.contents import SheetContents
from submissions.workbooks.labels import bare, same_code
from submissions.workbooks.references import column_number, reference_of

HEADER_REACH = 12
"""So many rows above the first line the numbering row is looked for."""


@dataclass(frozen=True, slots=True)
class Placed:
    """`layout` is the form with its rows where they were found; `missing` are (table, row) keys not found."""

    layout: FormLayout
    missing: frozenset[tuple[str, str]]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Words:
    """Where on the sheet a table prints its words: numbers of columns."""

    code: int | None
    number: int | None
    labels: Sequence[int]


def place_rows(layout: FormLayout, sheet: SheetContents) -> Placed:
    """Every row at its own place, else at the one place where its Mã số and label stand together."""
    tables: list[Table] = []
    missing: set[tuple[str, str]] = set()
    problems: list[Problem] = []
    for table in layout.tables:
        rows, faults = _place_table(table, sheet)
        lost = {fault.params["key"] for fault in faults if "key" in fault.params}
        if not faults and not _numbering_stands(replace(table, rows=tuple(rows)), sheet):
            faults = [Problem("columns_moved", "error")]
            lost = {row.key for row in table.rows}
        missing |= {(table.key, str(key)) for key in lost}
        problems += faults
        tables.append(table if list(table.rows) == rows else replace(table, rows=tuple(rows)))
    unchanged = all(new is old for new, old in zip(tables, layout.tables, strict=True))
    found = layout if unchanged else replace(layout, tables=tuple(tables))
    return Placed(found, frozenset(missing), tuple(problems))


def _place_table(table: Table, sheet: SheetContents) -> tuple[list[Row], list[Problem]]:
    words = _Words(_column(table, "code"), _column(table, "number"), _columns(table, "label"))
    if words.code is None and not words.labels:
        return list(table.rows), []
    if all(_stands_at(row, row.excel_row, sheet, words) for row in table.rows):
        return list(table.rows), []
    rows: list[Row] = []
    problems: list[Problem] = []
    for row in table.rows:
        places = _places_of(row, sheet, words)
        if len(places) == 1:
            rows.append(replace(row, excel_row=places[0]))
            continue
        rows.append(row)
        problems.append(
            Problem(
                "row_twice" if places else "row_missing",
                "error",
                "",
                {"key": row.key, "row": row.number or row.name, "label": row.name, "code": row.code},
            )
        )
    return rows, problems


def _places_of(row: Row, sheet: SheetContents, words: _Words) -> list[int]:
    return [at for at in range(1, len(sheet.rows) + 1) if _stands_at(row, at, sheet, words)]


def _stands_at(row: Row, at: int, sheet: SheetContents, words: _Words) -> bool:
    if words.code is not None and row.code and not same_code(sheet.text(at, words.code), row.code):
        return False
    labels = words.labels
    if not labels:
        return True
    if not row.label and row.number and words.number is not None:  # "Cộng", merged from the first column on
        return _is_printed(row.number, at, words.number, sheet)
    if not any(row.others):
        return _is_printed(row.label, at, labels[0], sheet)
    group = sheet.value(at, labels[0])
    return (group == "" or _is_printed(row.label, at, labels[0], sheet)) and all(
        _is_printed(other, at, label, sheet) for other, label in zip(row.others, labels[1:], strict=False)
    )


def _is_printed(words: str, at: int, column: int, sheet: SheetContents) -> bool:
    """The same words to a person; merged over several lines they stand in the first of these alone."""
    printed = sheet.value(at, column)
    return printed == words or ((printed != "" or not words) and bare(sheet.text(at, column)) == bare(words))


def _numbering_stands(table: Table, sheet: SheetContents) -> bool:
    """The printed column numbers (A, B, 1, 2 …) stand over their columns, in one row above the first line."""
    numbered = [column for column in table.columns if column.number.strip()]
    if not numbered or not table.rows:
        return True
    first = min(row.excel_row for row in table.rows)
    return any(
        all(same_number(sheet.text(at, column_number(c.excel_column)), c.number) for c in numbered)
        for at in range(first - 1, max(0, first - 1 - HEADER_REACH), -1)
    )


def same_number(printed: str, number: str) -> bool:
    """ "(1)", "1=2+3" and "(1)=(2)+(3)" are printed over column 1."""
    return _bare_number(printed.partition("=")[0]) == _bare_number(number)


def _bare_number(printed: str) -> str:
    return printed.strip().strip("()").strip()


def _column(table: Table, kind: str) -> int | None:
    return next((number_of(column) for column in table.columns if column.kind == kind), None)


def _columns(table: Table, kind: str) -> list[int]:
    return [number_of(column) for column in table.columns if column.kind == kind]


def number_of(column: Column) -> int:
    return column_number(column.excel_column)


def absent_filled(layout: FormLayout, sheet: SheetContents) -> dict[str, list[str]]:
    """Column ("t1/:c3") that the period does not ask → its cells ("H9") with something in them but "x"."""
    found: dict[str, list[str]] = {}
    for address, table, row, column, _cell in layout.places() if layout.absent else ():
        at = (row.excel_row, number_of(column))
        is_filled = str(sheet.value(*at)).strip().casefold() not in ("", "x")
        if address in layout.absent and is_filled:
            found.setdefault(address_of(table.key, "", column.key), []).append(reference_of(*at))
    return found


def unasked(layout: FormLayout, sheet: SheetContents) -> Iterable[str]:
    """Cells ("H9") filled inside the table where the form asks nothing: blocked, beside it, in added rows.
    Those of columns that the period does not ask are told by `absent_filled`.
    """
    marked = sheet.marked
    for table in layout.tables:
        lines = {row.excel_row: row.key for row in table.rows}
        expected = _expected_columns(table)
        told = {number_of(column) for column in table.columns if not column.is_asked_in(layout.month)}
        for at in range(min(lines, default=1), max(lines, default=0) + 1):
            values = sheet.rows[at - 1] if at <= len(sheet.rows) else ()
            known = expected[lines[at]] if at in lines else frozenset()
            found = {number for number, value in enumerate(values, 1) if value != "" and number not in known}
            if at in marked:
                found |= marked[at] - known
            for column in sorted(found - told if at in lines else found):
                yield reference_of(at, column)


_KEPT = "columns in which something is expected"


def _expected_columns(table: Table) -> dict[str, frozenset[int]]:
    """Row key → columns with words or with a cell that is asked. Kept with the table, as cached properties
    are."""
    kept: dict[str, frozenset[int]] | None = vars(table).get(_KEPT)
    if kept is None:
        words = {number_of(column) for column in table.columns if column.kind != "data"}
        data = [(number_of(column), column.key) for column in table.columns if column.kind == "data"]
        kept = vars(table)[_KEPT] = {
            row.key: frozenset(words | {number for number, key in data if _is_asked(table, row, key)})
            for row in table.rows
        }
    return kept


def _is_asked(table: Table, row: Row, column: str) -> bool:
    cell = table.cell_at.get((row.key, column))
    return row.is_heading if cell is None else cell.kind != "blocked"
