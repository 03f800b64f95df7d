"""Steps about the form's own words, its tables and its checks."""

from collections.abc import Mapping
from dataclasses import replace
from typing import get_args

from indicators.designing.design import Design, Place, StepRefused, table_at
from indicators.designing.from_layout import empty_design
from indicators.designing.kept import keep_checks, texts_in
from indicators.layout.form import Check, Severity

_FORM = ("title", "legal_basis", "period_line", "unit", "preparer_title", "signer_title")


def form_words(design: Design, place: Place, values: Mapping[str, str], fresh: str) -> Design:
    """Title, legal basis, period line, unit of measure, titles of who prepares and who signs."""
    said = texts_in(values, *_FORM)
    form = design.form
    return replace(
        design,
        form=replace(
            form,
            title=said.get("title", form.title),
            legal_basis=said.get("legal_basis", form.legal_basis),
            period_line=said.get("period_line", form.period_line),
            unit=said.get("unit", form.unit),
            preparer_title=said.get("preparer_title", form.preparer_title),
            signer_title=said.get("signer_title", form.signer_title),
        ),
    )


def table_words(design: Design, place: Place, values: Mapping[str, str], fresh: str) -> Design:
    """`title` and `unit` of measure of a table; the unit is that of its cells that have none of their own."""
    table = table_at(design, place)
    said = texts_in(values, "title", "unit")
    unit = said.get("unit", table.unit)
    rows = {row.key: row for row in table.rows}
    columns = {column.key: column for column in table.columns}
    cells = tuple(
        replace(cell, unit=unit)
        if cell.unit == table.unit
        and not (cell.data_point or rows[cell.row].unit or columns[cell.column].unit)
        else cell
        for cell in table.cells
    )
    return design.with_table(replace(table, title=said.get("title", table.title), unit=unit, cells=cells))


def add_table(design: Design, place: Place, values: Mapping[str, str], fresh: str) -> Design:
    """One line and one column of figures, at the end of the form."""
    (table,) = empty_design(code="", title="").form.tables
    tables = (*design.form.tables, replace(table, key=f"t{fresh}"))
    return replace(design, form=replace(design.form, tables=tables))


def delete_table(design: Design, place: Place, values: Mapping[str, str], fresh: str) -> Design:
    table = table_at(design, place)
    if len(design.form.tables) == 1:
        raise StepRefused("last_table")
    tables = tuple(one for one in design.form.tables if one is not table)
    return keep_checks(replace(design, form=replace(design.form, tables=tables)))


def add_check(design: Design, place: Place, values: Mapping[str, str], fresh: str) -> Design:
    """A comparison in the grammar of formulas, with severity and the officer's own sentence."""
    said = texts_in(values, "formula", "sentence")
    severity = values.get("severity", "error")
    if severity not in get_args(Severity):
        raise StepRefused("no_such_choice")
    if not said.get("formula"):
        raise StepRefused("no_formula")
    check = Check(
        f"k{fresh}", "formula", severity="warning" if severity == "warning" else "error",
        sentence=said.get("sentence", ""), formula=said["formula"],
    )  # fmt: skip
    return replace(design, form=replace(design.form, checks=(*design.form.checks, check)))


def delete_check(design: Design, place: Place, values: Mapping[str, str], fresh: str) -> Design:
    kept = tuple(check for check in design.form.checks if check.key != values.get("key"))
    if len(kept) == len(design.form.checks):
        raise StepRefused("no_such_place")
    return replace(design, form=replace(design.form, checks=kept))
