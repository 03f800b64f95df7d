"""Steps about cells, one or all of a line, a column, a table: what they are, and what they bind to."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast, get_args

from indicators.designing.design import Design, Place, StepRefused, column_at, row_at, table_at
from indicators.designing.kept import keep_checks, number_in, texts_in
from indicators.layout.form import CellKind as Kind
from indicators.layout.form import EditionWord, PeriodRole
from indicators.recognition.found import FoundCell, FoundTable

MOST_DECIMALS, SCALES = 6, 12


def set_cells(design: Design, place: Place, values: Mapping[str, str], fresh: str) -> Design:
    """Of `kind`, `formula`, `unit`, `decimals`, `period`, `edition`, `scale`, `data_point` those given.

    A line that is bound as a whole leaves its rates and means as they are: they are other indicators.
    """
    table = table_at(design, place)
    _check_place(table, place)
    changes = _changes(values)
    rates = {column.key for column in table.columns if column.is_percentage or column.is_mean}
    left = rates if "data_point" in changes and not place.column else set()
    cells = tuple(
        _changed(cell, changes) if _is_in(cell, place) and cell.column not in left else cell
        for cell in table.cells
    )
    return keep_checks(design.with_table(replace(table, cells=cells)))


def _check_place(table: FoundTable, place: Place) -> None:
    if place.row:
        row_at(table, place)
    if place.column:
        column_at(table, place)
    if not any(_is_in(cell, place) for cell in table.cells):
        raise StepRefused("no_cell")


def _is_in(cell: FoundCell, place: Place) -> bool:
    return place.row in ("", cell.row) and place.column in ("", cell.column)


def _changes(values: Mapping[str, str]) -> dict[str, Any]:
    changes: dict[str, Any] = dict(texts_in(values, "formula", "unit", "data_point"))
    for name, words in (
        ("kind", get_args(Kind)), ("period", get_args(PeriodRole)), ("edition", get_args(EditionWord))
    ):  # fmt: skip
        if name in values:
            if values[name] not in words:
                raise StepRefused("no_such_choice")
            changes[name] = values[name]
    if "decimals" in values:
        changes["decimals"] = number_in(values, "decimals", 0, MOST_DECIMALS)
    if "scale" in values:
        changes["scale"] = number_in(values, "scale", -SCALES, SCALES)
    if changes.get("kind") == "computed" and not changes.get("formula"):
        raise StepRefused("no_formula")
    return changes


def _changed(cell: FoundCell, changes: Mapping[str, Any]) -> FoundCell:
    """Blocked cells say nothing: what is said of all cells of a line passes over them."""
    kind = cast("str", changes.get("kind", cell.kind))
    if kind == "blocked":
        return (
            replace(cell, kind="blocked", formula="", data_point="", scale=0) if "kind" in changes else cell
        )
    cell = replace(cell, **changes)
    if kind == "input":
        return replace(cell, formula="")
    return cell
