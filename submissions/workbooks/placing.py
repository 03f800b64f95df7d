"""Where the form's rows stand in an uploaded sheet. What cannot be placed is an error, never a guess."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from indicators.layout import FormLayout, Row, Table, address_of
from submissions.rules.problem import Problem
from submissions.workbooks.contents import SheetContents, Value
from submissions.workbooks.labels import bare, same_code
from submissions.workbooks.lines import Asked, asked_in, number_of
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
    usual: Sequence[tuple[int, int, str]]
    """What stands in them where nobody has touched the file: (index of the row, of the column, words)."""


def place_rows(layout: FormLayout, sheet: SheetContents) -> Placed:
    """Every row at its own place, else at the one place where its Mã số and label stand together. A line that
    the period does not ask may be gone from the file.
    """
    tables: list[Table] = []
    missing: set[tuple[str, str]] = set()
    problems: list[Problem] = []
    for table in layout.tables:
        rows, faults = _place_table(table, sheet, layout.month)
        lost = {fault.params["key"] for fault in faults if "key" in fault.params}
        if not faults and not _numbering_stands(table, rows, sheet):
            faults = [Problem("columns_moved", "error")]
            lost = {row.key for row in table.rows}
        missing |= {(table.key, str(key)) for key in lost}
        problems += faults
        tables.append(table if table.rows == rows else replace(table, rows=rows))
    unchanged = all(new is old for new, old in zip(tables, layout.tables, strict=True))
    found = layout if unchanged else replace(layout, tables=tuple(tables))
    return Placed(found, frozenset(missing), tuple(problems))


def _place_table(table: Table, sheet: SheetContents, month: int) -> tuple[tuple[Row, ...], list[Problem]]:
    words = _words_of(table)
    if words.code is None and not words.labels:
        return table.rows, []
    if _stand_untouched(words.usual, sheet.rows) or all(
        _stands_at(row, row.excel_row, sheet, words) for row in table.rows
    ):
        return table.rows, []
    rows: list[Row] = []
    problems: list[Problem] = []
    labelled = _rows_by_label(sheet, words)
    for row in table.rows:
        places = _places_of(row, sheet, words, labelled)
        if len(places) == 1:
            rows.append(replace(row, excel_row=places[0]))
            continue
        if not places and not row.is_asked_in(month):
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
    return tuple(rows), problems


_KEPT = "where its words are printed"


def _words_of(table: Table) -> _Words:
    """Kept with the table, as cached properties are."""
    kept: _Words | None = vars(table).get(_KEPT)
    if kept is None:
        code, number, labels = _column(table, "code"), _column(table, "number"), _columns(table, "label")
        usual = [
            (row.excel_row - 1, column - 1, words)
            for row in table.rows
            for column, words in _usual(row, code, number, labels)
        ]
        kept = vars(table)[_KEPT] = _Words(code, number, labels, usual)
    return kept


def _usual(row: Row, code: int | None, number: int | None, labels: Sequence[int]) -> list[tuple[int, str]]:
    """What `_stands_at` looks for, letter by letter: (column, words)."""
    found = [(code, row.code)] if code is not None and row.code else []
    if labels and not row.label and row.number and number is not None:
        return [*found, (number, row.number)]
    return [*found, *zip(labels, (row.label, *row.others), strict=False)]


def _stand_untouched(usual: Sequence[tuple[int, int, str]], rows: Sequence[Sequence[Value]]) -> bool:
    """The quick yes: every word at its place as it was handed out."""
    try:
        for row, column, words in usual:
            if rows[row][column] != words:
                return False
    except IndexError:
        return False
    return True


def _rows_by_label(sheet: SheetContents, words: _Words) -> dict[str, list[int]]:
    """The sheet's rows by what they print in the first column of labels."""
    found: dict[str, list[int]] = {}
    for at in range(1, len(sheet.rows) + 1 if words.labels else 1):
        found.setdefault(bare(sheet.text(at, words.labels[0])), []).append(at)
    return found


def _places_of(
    row: Row, sheet: SheetContents, words: _Words, labelled: Mapping[str, Sequence[int]]
) -> list[int]:
    """Looked for among the rows of its label alone where it has one of its own."""
    has_own = bool(words.labels and row.label) and not any(row.others)
    anywhere = range(1, len(sheet.rows) + 1)
    among = labelled.get(bare(row.label), ()) if has_own else anywhere
    return [at for at in among if _stands_at(row, at, sheet, words)]


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


def _numbering_stands(table: Table, rows: Sequence[Row], sheet: SheetContents) -> bool:
    """The printed column numbers (A, B, 1, 2 …) stand over their columns, in one row above the first line."""
    numbered = [column for column in table.columns if column.number.strip()]
    if not numbered or not rows:
        return True
    first = min(row.excel_row for row in rows)
    return any(
        all(same_number(sheet.text(at, column_number(c.excel_column)), c.number) for c in numbered)
        for at in range(first - 1, max(0, first - 1 - HEADER_REACH), -1)
    )


def same_number(printed: str, number: str) -> bool:
    """ "(1)", "1=2+3" and "(1)=(2)+(3)" are printed over column 1."""
    return printed == number or _bare_number(printed.partition("=")[0]) == _bare_number(number)


def _bare_number(printed: str) -> str:
    return printed.strip().strip("()").strip()


def _column(table: Table, kind: str) -> int | None:
    return next((number_of(column) for column in table.columns if column.kind == kind), None)


def _columns(table: Table, kind: str) -> list[int]:
    return [number_of(column) for column in table.columns if column.kind == kind]


@dataclass(frozen=True, slots=True)
class Absent:
    """What the period does not ask: `what` is "row" or "column", `place` "t1/r3:" or "t1/:c3"."""

    what: str
    place: str
    words: str


def absent_filled(layout: FormLayout, sheet: SheetContents) -> dict[Absent, list[str]]:
    """Column that the period does not ask, else line → its cells ("H9") with something in them but "x"."""
    found: dict[Absent, list[str]] = {}
    for address, table, row, column, _cell in layout.places() if layout.absent else ():
        at = (row.excel_row, number_of(column))
        is_filled = str(sheet.value(*at)).strip().casefold() not in ("", "x")
        if address in layout.absent and is_filled:
            one = (
                Absent("row", address_of(table.key, row.key, ""), row.words)
                if column.is_asked_in(layout.month)
                else Absent("column", address_of(table.key, "", column.key), column.words)
            )
            found.setdefault(one, []).append(reference_of(*at))
    return found


def unasked(layout: FormLayout, sheet: SheetContents) -> Iterable[str]:
    """Cells ("H9") filled inside the table where the form asks nothing: blocked, beside it, in added rows.
    Those of lines and columns that the period does not ask are told by `absent_filled`.
    """
    for table in layout.tables:
        asked = asked_in(table)
        found = {(at, index + 1) for at, index in _filled_beside(asked, sheet)}
        for at, columns in sheet.marked.items():
            if asked.first <= at <= asked.last:
                found |= {(at, column) for column in columns - asked.columns.get(at, frozenset())}
        told = {
            (row.excel_row, number_of(column))
            for row in table.rows if layout.absent and row.excel_row in asked.columns
            for column in table.columns if address_of(table.key, row.key, column.key) in layout.absent
        }  # fmt: skip
        for at, column in sorted(found - told):
            yield reference_of(at, column)


def _filled_beside(asked: Asked, sheet: SheetContents) -> Iterable[tuple[int, int]]:
    """(Row, index of the column). Rows are all as wide in most kinds of file."""
    rows = sheet.rows[asked.first - 1 : asked.last]
    widths = set(map(len, rows))
    for width in widths:
        for at, indices in asked.beside(width):
            values = rows[at - asked.first] if at - asked.first < len(rows) else ()
            if len(values) == width:
                for index in indices:
                    if values[index] != "":
                        yield at, index
