"""Steps about columns and the header over them: add, delete, move, words, periods, editions, groups."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import get_args

from indicators.designing.design import Design, Place, StepRefused, column_at, table_at
from indicators.designing.headers import Head, Heads, header_of, heads_of
from indicators.designing.kept import keep_checks, months_chosen, number_in, texts_in
from indicators.designing.lines import in_order
from indicators.layout.form import EditionWord, PeriodRole
from indicators.recognition.found import FoundCell, FoundColumn, FoundTable

MOST_LEVELS = 6
FIGURE_WIDTH = 14.0


def add_column(design: Design, place: Place, values: Mapping[str, str], fresh: str) -> Design:
    """`where`: "before" or "after" the column; under the groups it stands under."""
    table = table_at(design, place)
    at = column_at(table, place) if place.column else len(table.columns) - 1
    heads = heads_of(table)
    over = heads[at][:-1]
    path = (*(head.text for head in over), "")
    column = FoundColumn(f"c{fresh}", "", path, 0, "data", width=FIGURE_WIDTH)
    at += values.get("where") != "before"
    columns = (*table.columns[:at], column, *table.columns[at:])
    cells = (*table.cells, *_new_cells(table, column))
    heads.insert(at, (*over, Head("")))
    return design.with_table(in_order(_drawn(replace(table, columns=columns, cells=cells), heads)))


def delete_column(design: Design, place: Place, values: Mapping[str, str], fresh: str) -> Design:
    table = table_at(design, place)
    at = column_at(table, place)
    kind = table.columns[at].kind
    if kind in ("data", "label") and sum(column.kind == kind for column in table.columns) == 1:
        raise StepRefused("last_column")
    heads = heads_of(table)
    del heads[at]
    columns = tuple(
        replace(one, whole="" if one.whole == place.column else one.whole)
        for one in (*table.columns[:at], *table.columns[at + 1 :])
    )
    cells = tuple(cell for cell in table.cells if cell.column != place.column)
    return keep_checks(design.with_table(_drawn(replace(table, columns=columns, cells=cells), heads)))


def move_column(design: Design, place: Place, values: Mapping[str, str], fresh: str) -> Design:
    table = table_at(design, place)
    at = column_at(table, place)
    to = min(len(table.columns) - 1, max(0, at + number_in(values, "by", -1000, 1000)))
    columns, heads = list(table.columns), heads_of(table)
    columns.insert(to, columns.pop(at))
    heads.insert(to, heads.pop(at))
    return design.with_table(in_order(_drawn(replace(table, columns=tuple(columns)), heads)))


def column_words(design: Design, place: Place, values: Mapping[str, str], fresh: str) -> Design:
    """Of `path` (a header text a line, outermost first), `number`, `unit`, `kind` (data, note) those given.

    Neighbours under a group of the same name stand under one header cell: that is how spans are changed.
    """
    table = table_at(design, place)
    at = column_at(table, place)
    column = table.columns[at]
    said = texts_in(values, "path", "number", "unit")
    if "number" in said:
        column = replace(column, number=said["number"], printed=said["number"])
    heads = heads_of(table)
    if "path" in said:
        texts = [line.strip() for line in said["path"].splitlines() if line.strip()] or [""]
        if len(texts) > MOST_LEVELS:
            raise StepRefused("too_many_levels", most=str(MOST_LEVELS))
        if texts != [head.text for head in heads[at]]:
            column = replace(column, path=tuple(texts))
            heads[at] = _named(heads[at], texts)
            table = _drawn(table, heads)
    table = _with_column(table, at, column)
    if said.get("unit", column.unit) != column.unit:
        table = _measured(table, at, said["unit"])
    kind = values.get("kind", column.kind)
    return design.with_table(table) if kind == column.kind else _of_kind(design, table, at, kind)


def column_time(design: Design, place: Place, values: Mapping[str, str], fresh: str) -> Design:
    """`period` and `edition` of the column and of all its cells: plan, last period, cumulative …"""
    table = table_at(design, place)
    at = column_at(table, place)
    column = table.columns[at]
    if column.kind != "data":
        raise StepRefused("not_of_figures")
    period, edition = values.get("period", column.period), values.get("edition", column.edition)
    if period not in get_args(PeriodRole) or edition not in get_args(EditionWord):
        raise StepRefused("no_such_choice")
    table = _with_column(table, at, replace(column, period=period, edition=edition))
    cells = tuple(
        replace(cell, period=period, edition=edition) if cell.column == column.key else cell
        for cell in table.cells
    )
    return design.with_table(replace(table, cells=cells))


def column_months(design: Design, place: Place, values: Mapping[str, str], fresh: str) -> Design:
    """Asked only in periods that end in the months "m1" to "m12" that are said. `offered` ("3 6 9 12"): those
    of the regime's periods; all of them is no restriction.
    """
    table = table_at(design, place)
    at = column_at(table, place)
    column = table.columns[at]
    if column.kind != "data":
        raise StepRefused("not_of_figures")
    return design.with_table(_with_column(table, at, replace(column, months=months_chosen(values))))


def rename_header(design: Design, place: Place, values: Mapping[str, str], fresh: str) -> Design:
    """The header cell at `row` and `column` (0-based) gets the text `text`; so do the columns under it."""
    table = table_at(design, place)
    row, column = number_in(values, "row", 0, 100), number_in(values, "column", 0, 1000)
    found = next((one for one in table.header if (one.row, one.column) == (row, column)), None)
    if found is None:
        raise StepRefused("no_such_place")
    text = texts_in({"text": values.get("text", "")}, "text")["text"]
    under = range(found.column, found.column + found.column_span)
    columns = tuple(
        replace(one, path=tuple(text if word == found.text else word for word in one.path))
        if at in under
        else one
        for at, one in enumerate(table.columns)
    )
    header = tuple(replace(one, text=text) if one is found else one for one in table.header)
    return design.with_table(replace(table, header=header, columns=columns))


def _drawn(table: FoundTable, heads: Sequence[Heads]) -> FoundTable:
    header, header_rows = header_of(heads)
    return replace(table, header=header, header_rows=header_rows)


def _named(heads: Heads, texts: Sequence[str]) -> Heads:
    """The same header cells where the text is the same at the same depth."""
    is_as_deep = len(heads) == len(texts)
    return tuple(
        heads[at] if is_as_deep and at < len(texts) - 1 and heads[at].text == text else Head(text)
        for at, text in enumerate(texts)
    )


def _with_column(table: FoundTable, at: int, column: FoundColumn) -> FoundTable:
    return replace(table, columns=(*table.columns[:at], column, *table.columns[at + 1 :]))


def _measured(table: FoundTable, at: int, unit: str) -> FoundTable:
    column = replace(table.columns[at], unit=unit)
    rows = {row.key: row for row in table.rows}
    cells = tuple(
        replace(cell, unit=unit or rows[cell.row].unit or table.unit or cell.unit)
        if cell.column == column.key and not cell.data_point
        else cell
        for cell in table.cells
    )
    is_rate = unit == "%" or (column.is_percentage and not unit)
    return replace(_with_column(table, at, replace(column, is_percentage=is_rate)), cells=cells)


def _of_kind(design: Design, table: FoundTable, at: int, kind: str) -> Design:
    if kind not in ("data", "note") or table.columns[at].kind not in ("data", "note"):
        raise StepRefused("no_such_choice")
    if kind == "note" and sum(column.kind == "data" for column in table.columns) == 1:
        raise StepRefused("last_column")
    column = replace(table.columns[at], kind="data" if kind == "data" else "note")
    cells = [cell for cell in table.cells if cell.column != column.key]
    cells += _new_cells(table, column) if kind == "data" else []
    table = replace(_with_column(table, at, column), cells=tuple(cells))
    return keep_checks(design.with_table(in_order(table)))


def _new_cells(table: FoundTable, column: FoundColumn) -> list[FoundCell]:
    """Typed, as the first figure of each line is measured; where a line asks nothing, blocked."""
    found = []
    for row in (row for row in table.rows if row.kind != "heading"):
        own = [cell for cell in table.cells if cell.row == row.key and cell.unit != "%"]
        like = next((cell for cell in own if cell.kind != "blocked"), None)
        unit = column.unit or row.unit or table.unit or (like.unit if like else "")
        decimals = (like.decimals if like else 0) or 0
        found.append(
            FoundCell(row.key, column.key, "", "input", unit, decimals, column.period, column.edition)
        )
    return found
