"""The recognised form as the `FormLayout` that page, workbook and rules read; what is open stays out."""

from collections.abc import Callable

from indicators.layout import Cell, Check, Column, FormLayout, Row, Table, address_of
from indicators.layout.form import EditionWord, PeriodRole
from indicators.recognition.found import FoundCell, FoundColumn, FoundForm, FoundRow, FoundTable
from indicators.recognition.grid import letters

Binding = Callable[[str, FoundCell], str]
"""(address, cell) → the data point it is bound to, "" for none yet."""

_PERIODS: tuple[PeriodRole, ...] = ("this", "previous", "same_last_year", "to_date", "year")
_EDITIONS: tuple[EditionWord, ...] = ("plan", "estimate", "preliminary", "official")


def unbound(_address: str, _cell: FoundCell) -> str:
    """Nothing is bound yet."""
    return ""


def layout_of_form(form: FoundForm, *, code: str, bound: Binding = unbound) -> FormLayout:
    """The form as it would be published. Cells that are not decided are left out of it, blocked ones are
    blocked; a check that speaks of either is left out too.
    """
    tables = tuple(_table(table, bound) for table in form.tables)
    there = {
        address_of(table.key, cell.row, cell.column)
        for table in tables
        for cell in table.cells
        if cell.kind != "blocked"
    }
    return FormLayout(
        code=code,
        title=form.title,
        legal_basis=form.legal_basis,
        period_line=form.period_line,
        unit_of_measure=form.unit or "",
        sheet=form.sheet,
        tables=tables,
        checks=tuple(check for check in form.checks if _stands(check, there)),
        placeholders=form.placeholders,
        preparer_title=form.preparer_title or "Người lập biểu",
        signer_title=form.signer_title or "Thủ trưởng đơn vị",
        sections=form.sections,
        enclosures=form.enclosures,
        lists=form.lists,
    )


def _stands(check: Check, there: set[str]) -> bool:
    return there.issuperset({check.whole, *check.parts} - {""})


def _table(table: FoundTable, bound: Binding) -> Table:
    return Table(
        key=table.key,
        title=table.title,
        header=table.header,
        header_rows=table.header_rows,
        columns=tuple(_column(column) for column in table.columns),
        rows=tuple(_row(row) for row in table.rows),
        cells=tuple(
            _cell(cell, bound(address_of(table.key, cell.row, cell.column), cell))
            for cell in table.cells
            if cell.kind and cell.period in _PERIODS and cell.edition in _EDITIONS
        ),
    )


def _column(column: FoundColumn) -> Column:
    label = " – ".join(column.path)
    excel = letters(column.excel_column)
    return Column(column.key, column.number, label, excel, column.kind, column.width, column.months)


def _row(row: FoundRow) -> Row:
    """Words stand where the workbook prints them: "TỔNG CỘNG" may be in the column of numbers."""
    return Row(
        key=row.key,
        number=row.printed_number or row.number,
        label=row.printed_label if row.printed_number or row.printed_label else row.label,
        excel_row=row.excel_row,
        code=row.code,
        unit_of_measure=row.unit,
        level=row.level,
        is_heading=row.kind == "heading",
        others=row.others,
        months=row.months,
    )


def _cell(cell: FoundCell, data_point: str) -> Cell:
    if cell.kind == "blocked":
        return Cell(cell.row, cell.column, data_point="", kind="blocked")
    return Cell(
        row=cell.row,
        column=cell.column,
        data_point=cell.data_point or data_point,
        decimals=cell.decimals or 0,
        kind=cell.kind or "input",
        period=next(word for word in _PERIODS if word == cell.period),
        edition=next(word for word in _EDITIONS if word == cell.edition),
        formula=cell.formula,
        scale=cell.scale,
    )
