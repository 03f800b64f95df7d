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
    cells = [one for table in form.tables for one in _asked(table) if one[0].kind != "blocked"]
    if cells and set().union(*(months for _cell, months in cells)) != _YEAR:
        figures = [column for table in form.tables for column in table.columns if column.kind == "data"]
        yield Problem("no_column_always" if all(column.months for column in figures) else "no_row_always")


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
    """One figure is asked in one cell of a period."""
    seen: dict[tuple[str, str, str], list[tuple[str, set[int]]]] = {}
    for table in form.tables:
        for cell, months in _asked(table):
            if not cell.data_point:
                continue
            place = address_of(table.key, cell.row, cell.column)
            before = seen.setdefault((cell.data_point, cell.period, cell.edition), [])
            first = next((one for one, asked in before if asked & months), "")
            if first:
                yield Problem("bound_twice", place, {"point": cell.data_point, "first": first})
            before.append((place, months))


def _asked(table: FoundTable) -> Iterator[tuple[FoundCell, set[int]]]:
    """Each cell with the months in which a period ends that asks it."""
    rows = {row.key: row.months for row in table.rows}
    columns = {column.key: column.months for column in table.columns}
    for cell in table.cells:
        yield cell, set(rows[cell.row] or _YEAR) & set(columns[cell.column] or _YEAR)
