"""What stands against publishing a design, each with its place."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from indicators.designing.design import Design
from indicators.designing.layouts import layout_of_design
from indicators.designing.lines import printed_words
from indicators.formulas import FormulaError, faults_of
from indicators.layout import address_of
from indicators.recognition.found import FoundCell, FoundForm, FoundTable

_YEAR = frozenset(range(1, 13))
_WORDS = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True, slots=True)
class Problem:
    """`place` is as `design.Place` writes it, "" for the whole form; `fault` where a formula is at fault."""

    code: str
    place: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    fault: FormulaError | None = None


def problems_of(design: Design, *, code: str) -> list[Problem]:
    """In the order of the form, formulas last; empty when all of it can be published."""
    found = list(_of_form(design.form))
    for table in design.form.tables:
        found += _of_table(table)
    found += _twice(design.form)
    checks = {check.key for check in design.form.checks}
    for fault in faults_of(layout_of_design(design, code=code)):
        place = "" if fault.at in checks else fault.at
        params = {"check": fault.at} if fault.at in checks else {}
        found.append(Problem("formula", place, params, fault))
    return found


def _of_form(form: FoundForm) -> Iterator[Problem]:
    if not form.title.strip():
        yield Problem("no_title")
    yield from _of_months(form)


def _of_months(form: FoundForm) -> Iterator[Problem]:
    """Some figure is asked in every month, so that no period asks for nothing."""
    figures = [column for table in form.tables for column in table.columns if column.kind == "data"]
    if figures and all(column.months for column in figures):
        yield Problem("no_column_always")
        return
    asked: set[int] = set()
    for table in form.tables:
        rows = {row.key: row.months for row in table.rows}
        columns = {column.key: column.months for column in table.columns}
        for cell in table.cells:
            if cell.kind != "blocked":
                asked |= set(rows[cell.row] or _YEAR) & set(columns[cell.column] or _YEAR)
    if asked and asked != _YEAR:
        yield Problem("no_row_always")


def _of_table(table: FoundTable) -> Iterator[Problem]:
    kinds = Counter(column.kind for column in table.columns)
    if not kinds["data"] or not kinds["label"]:
        yield Problem("no_columns", table.key)
    if not any(cell.kind not in ("", "blocked") for cell in table.cells):
        yield Problem("no_figures", table.key)
    for column in table.columns:
        if column.kind == "data" and not any(text.strip() for text in column.path):
            yield Problem("column_without_words", f"{table.key}/:{column.key}")
    for row in table.rows:
        if not _WORDS.search(" ".join((*printed_words(row), row.label))):
            yield Problem("row_without_words", f"{table.key}/{row.key}:")
    for cell in table.cells:
        yield from _of_cell(table, cell)


def _of_cell(table: FoundTable, cell: FoundCell) -> Iterator[Problem]:
    place = address_of(table.key, cell.row, cell.column)
    if not cell.kind:
        yield Problem("undecided", place)
    if cell.kind in ("", "blocked") or cell.data_point:
        return
    if not cell.unit:
        yield Problem("no_unit", place)
    if cell.decimals is None:
        yield Problem("no_decimals", place)


def _twice(form: FoundForm) -> Iterator[Problem]:
    """One figure is asked in one cell."""
    seen: dict[tuple[str, str, str], str] = {}
    for table in form.tables:
        for cell in table.cells:
            if not cell.data_point:
                continue
            place = address_of(table.key, cell.row, cell.column)
            first = seen.setdefault((cell.data_point, cell.period, cell.edition), place)
            if first != place:
                yield Problem("bound_twice", place, {"point": cell.data_point, "first": first})
