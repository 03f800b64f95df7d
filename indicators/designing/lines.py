"""Steps about lines: add, delete, move, indent, words, what a line is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import cast, get_args

from indicators.designing.design import Design, Place, StepRefused, row_at, table_at
from indicators.designing.kept import keep_checks, months_chosen, number_in, texts_in
from indicators.recognition.found import FoundCell, FoundColumn, FoundRow, FoundTable, RowKind

DEEPEST = 5


def printed_words(row: FoundRow) -> tuple[str, str]:
    """The number and the label as they are printed."""
    label = row.printed_label if row.printed_number or row.printed_label else row.label
    return row.printed_number or row.number, label


def with_parents(rows: Iterable[FoundRow]) -> tuple[FoundRow, ...]:
    """Each line under the nearest one above it that stands further out."""
    found: list[FoundRow] = []
    for row in rows:
        above = next((one for one in reversed(found) if one.level < row.level), None)
        found.append(replace(row, parent=above.key if above else ""))
    keys = {row.key for row in found}
    return tuple(replace(row, whole=row.whole if row.whole in keys else "") for row in found)


def add_row(design: Design, place: Place, values: Mapping[str, str], fresh: str) -> Design:
    """`where`: "before" or "after" the line; a new one is as deep as it and asks the same kind of figures."""
    table = table_at(design, place)
    at = row_at(table, place) if place.row else len(table.rows) - 1
    beside = table.rows[at] if table.rows else None
    row = FoundRow(f"r{fresh}", "", "", 0, unit=beside.unit if beside else "",
                   level=beside.level if beside else 0)  # fmt: skip
    at += values.get("where") != "before"
    rows = (*table.rows[:at], row, *table.rows[at:])
    cells = (*table.cells, *(_new_cell(table, row, beside, column) for column in _data(table)))
    return design.with_table(in_order(replace(table, rows=with_parents(rows), cells=cells)))


def delete_row(design: Design, place: Place, values: Mapping[str, str], fresh: str) -> Design:
    table = table_at(design, place)
    at = row_at(table, place)
    if len(table.rows) == 1:
        raise StepRefused("last_row")
    rows = (*table.rows[:at], *table.rows[at + 1 :])
    cells = tuple(cell for cell in table.cells if cell.row != place.row)
    return keep_checks(design.with_table(replace(table, rows=with_parents(rows), cells=cells)))


def move_row(design: Design, place: Place, values: Mapping[str, str], fresh: str) -> Design:
    """`by` lines, up when below 0; at the edge it stays."""
    table = table_at(design, place)
    at = row_at(table, place)
    to = min(len(table.rows) - 1, max(0, at + number_in(values, "by", -1000, 1000)))
    rows = list(table.rows)
    rows.insert(to, rows.pop(at))
    return design.with_table(in_order(replace(table, rows=with_parents(rows))))


def indent_row(design: Design, place: Place, values: Mapping[str, str], fresh: str) -> Design:
    table = table_at(design, place)
    at = row_at(table, place)
    level = min(DEEPEST, max(0, table.rows[at].level + number_in(values, "by", -DEEPEST, DEEPEST)))
    return design.with_table(_with_row(table, at, replace(table.rows[at], level=level)))


def row_words(design: Design, place: Place, values: Mapping[str, str], fresh: str) -> Design:
    """Of `number`, `label`, `code`, `unit`, `kind` (data, heading, total) those that are given."""
    table = table_at(design, place)
    at = row_at(table, place)
    row = table.rows[at]
    number, label = printed_words(row)
    said = texts_in(values, "number", "label", "code", "unit")
    if said.get("number", number) != number:
        row = replace(row, number=said["number"], printed_number=said["number"],
                      printed_label=label)  # fmt: skip
    if said.get("label", label) != label:
        row = replace(row, label=said["label"], printed_number=number, printed_label=said["label"])
    row = replace(row, code=said.get("code", row.code))
    table = _with_row(table, at, row)
    if said.get("unit", row.unit) != row.unit:
        table = _measured(table, at, said["unit"])
    kind = values.get("kind", row.kind)
    return design.with_table(table) if kind == row.kind else _of_kind(design, table, at, kind)


def row_months(design: Design, place: Place, values: Mapping[str, str], fresh: str) -> Design:
    """As `column_months`. `below`: the lines under it get the same."""
    table = table_at(design, place)
    at = row_at(table, place)
    months, taken = months_chosen(values), {table.rows[at].key}
    if values.get("below"):
        taken |= keys_below(table.rows, at)
    rows = (replace(row, months=months) if row.key in taken else row for row in table.rows)
    return design.with_table(replace(table, rows=tuple(rows)))


def keys_below(rows: Sequence[FoundRow], at: int) -> set[str]:
    """Of the lines that stand further in than the one at an index, down to the next one that does not."""
    under = takewhile(lambda row: row.level > rows[at].level, rows[at + 1 :])
    return {row.key for row in under}


def in_order(table: FoundTable) -> FoundTable:
    """Cells in reading order."""
    rows = {row.key: at for at, row in enumerate(table.rows)}
    columns = {column.key: at for at, column in enumerate(table.columns)}
    return replace(
        table,
        cells=tuple(sorted(table.cells, key=lambda cell: (rows[cell.row], columns[cell.column]))),
    )


def _with_row(table: FoundTable, at: int, row: FoundRow) -> FoundTable:
    return replace(table, rows=with_parents((*table.rows[:at], row, *table.rows[at + 1 :])))


def _measured(table: FoundTable, at: int, unit: str) -> FoundTable:
    row = replace(table.rows[at], unit=unit)
    columns = {column.key: column for column in table.columns}
    cells = tuple(
        replace(cell, unit=columns[cell.column].unit or unit or table.unit or cell.unit)
        if cell.row == row.key and not cell.data_point and not columns[cell.column].is_percentage
        else cell
        for cell in table.cells
    )
    return replace(_with_row(table, at, row), cells=cells)


def _of_kind(design: Design, table: FoundTable, at: int, kind: str) -> Design:
    """A heading asks nothing; what was one asks figures as the lines beside it."""
    if kind not in get_args(RowKind) or not kind:
        raise StepRefused("no_such_choice")
    row = replace(table.rows[at], kind=cast("RowKind", kind))
    cells = [cell for cell in table.cells if cell.row != row.key or kind != "heading"]
    if table.rows[at].kind == "heading":
        cells += [_new_cell(table, row, None, column) for column in _data(table)]
    table = in_order(replace(_with_row(table, at, row), cells=tuple(cells)))
    return keep_checks(design.with_table(table))


def _data(table: FoundTable) -> list[FoundColumn]:
    return [column for column in table.columns if column.kind == "data"]


def _new_cell(table: FoundTable, row: FoundRow, beside: FoundRow | None, column: FoundColumn) -> FoundCell:
    """Of the kind its neighbour is, or the first cell of the column that asks something."""
    there = [cell for cell in table.cells if cell.column == column.key]
    own = [cell for cell in there if beside is not None and cell.row == beside.key]
    like = next((cell for cell in (*own, *there) if cell.kind not in ("", "blocked")), None)
    if like is None:
        return FoundCell(row.key, column.key, "", "input", column.unit or row.unit or table.unit, 0,
                         column.period, column.edition)  # fmt: skip
    is_of_column = like.kind == "carried" or (like.kind == "computed" and "[" not in like.formula)
    return replace(
        like,
        row=row.key,
        excel="",
        kind=like.kind if is_of_column else "input",
        formula=like.formula if is_of_column else "",
        unit=column.unit or row.unit or table.unit or like.unit,
        data_point="",
    )
