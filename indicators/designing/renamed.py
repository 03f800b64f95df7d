"""After a step that numbers lines or columns anew: formulas and checks name the same cells as before."""

from dataclasses import replace

from indicators.designing.design import Design
from indicators.designing.layouts import layout_of_design
from indicators.formulas import Renaming
from indicators.recognition.found import FoundTable

RENAMING = frozenset({"row.words", "column.words"})


def with_formulas_renamed(before: Design, after: Design) -> Design:
    if _names(before) == _names(after):
        return after
    renaming = Renaming(layout_of_design(before, code=""), layout_of_design(after, code=""))

    def renamed(table: FoundTable) -> FoundTable:
        cells = tuple(
            replace(cell, formula=renaming.renamed(cell.formula, table.key)) if cell.formula else cell
            for cell in table.cells
        )
        return replace(table, cells=cells)

    checks = tuple(
        replace(check, formula=renaming.renamed(check.formula, "")) if check.formula else check
        for check in after.form.checks
    )
    tables = tuple(renamed(table) for table in after.form.tables)
    return replace(after, form=replace(after.form, tables=tables, checks=checks))


def _names(design: Design) -> list[tuple[str, ...]]:
    """What formulas may call lines and columns."""
    return [
        *((row.key, row.number, row.printed_number, row.code, row.label, row.printed_label)
          for table in design.form.tables for row in table.rows),
        *((column.key, column.number) for table in design.form.tables for column in table.columns),
    ]  # fmt: skip
