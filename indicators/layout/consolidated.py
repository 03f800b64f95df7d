"""The form of a middle level from the form of the units below: the same lines, put together. Pure."""

from dataclasses import replace

from indicators.layout.beside import Section
from indicators.layout.form import FormLayout, Table

KEPT_CHECKS = frozenset({"part_of", "sum", "range"})
"""Others read what a unit itself answered in other periods: nobody answers the consolidated form itself."""


def consolidated(layout: FormLayout, *, code: str, title: str) -> FormLayout:
    """The same addresses and data points. What a unit carries over is put together like what it types; words
    a unit is asked for are asked of the middle level too, none of them required.
    """
    return replace(
        layout,
        code=code,
        title=title,
        tables=tuple(_table(table) for table in layout.tables),
        checks=tuple(check for check in layout.checks if check.kind in KEPT_CHECKS),
        sections=tuple(_section(section) for section in layout.sections),
    )


def _table(table: Table) -> Table:
    cells = tuple(
        replace(cell, kind="input", formula="") if cell.kind == "carried" else cell for cell in table.cells
    )
    return replace(table, cells=cells)


def _section(section: Section) -> Section:
    return replace(section, is_required=False)
