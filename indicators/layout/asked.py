"""The form as one period asks it: lines and columns that it does not ask are blocked (docs/decisions/061).
Pure.
"""

from dataclasses import replace

from indicators.layout.form import FormLayout, Table


def asked_in(layout: FormLayout, month: int) -> FormLayout:
    """For a period whose last day is in `month`. Cells of absent lines and columns stay bound (another
    period's figure may be read through them) and ask nothing.
    """
    tables = tuple(_table(table, month) for table in layout.tables)
    return replace(layout, tables=tables, month=month)


def _table(table: Table, month: int) -> Table:
    columns = {column.key for column in table.columns if not column.is_asked_in(month)}
    rows = {row.key for row in table.rows if not row.is_asked_in(month)}
    if not columns and not rows:
        return table
    cells = tuple(
        replace(cell, kind="blocked", formula="") if cell.column in columns or cell.row in rows else cell
        for cell in table.cells
    )
    return replace(table, cells=cells)
