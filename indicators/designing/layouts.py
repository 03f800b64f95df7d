"""A design as the `FormLayout` it would be published with; lines stand where the workbook has them."""

from dataclasses import replace

from indicators.designing.design import Design
from indicators.layout import FormLayout, Placeholders
from indicators.recognition.found import FoundForm, FoundTable
from indicators.recognition.grid import letters
from indicators.recognition.proposing import Binding, layout_of_form, unbound

_FIRST = 7
"""The first row of a drawn sheet that is free for tables: head and title stand above."""


def layout_of_design(design: Design, *, code: str, bound: Binding = unbound) -> FormLayout:
    form = _placed(design.form) if design.is_redrawn else design.form
    return layout_of_form(form, code=code, bound=bound)


def _placed(form: FoundForm) -> FoundForm:
    """Columns from A, tables below each other: caption, header, numbering, lines, and one row between."""
    at = _FIRST
    tables: list[FoundTable] = []
    for table in form.tables:
        at += bool(table.title)
        first = at + table.header_rows + 1
        tables.append(
            replace(
                table,
                columns=tuple(replace(one, excel_column=n) for n, one in enumerate(table.columns, 1)),
                rows=tuple(replace(one, excel_row=n) for n, one in enumerate(table.rows, first)),
            )
        )
        at = first + len(table.rows) + 1
    right = letters(max(2, max(len(table.columns) for table in tables) - 2))
    return replace(
        form,
        sheet=form.sheet or "Bao cao",
        tables=tuple(tables),
        placeholders=Placeholders(reporting_unit=f"{right}1", recipient=f"{right}2", period="A5"),
    )
