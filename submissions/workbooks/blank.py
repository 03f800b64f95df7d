"""A blank workbook drawn from a form that has none of its agency's: header, numbering, lines, foot."""

from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import column_index_from_string
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from indicators.layout import Column, FormLayout, Row, Table
from submissions.workbooks.escaping import escape, writable

_THIN = Side(style="thin")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_BLOCKED = PatternFill("solid", fgColor="FFE3E6EA")
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_WRAP = Alignment(vertical="center", wrap_text=True)


def blank_workbook(layout: FormLayout) -> bytes:
    """.xlsx bytes; cells stand where the layout says (`excel_row`, `excel_column`)."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = layout.sheet
    _head(sheet, layout)
    for table in layout.tables:
        _table(sheet, table)
    _foot(sheet, layout)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _head(sheet: Worksheet, layout: FormLayout) -> None:
    _write(sheet, "A1", f"Biểu số: {layout.code}", bold=True)
    _write(sheet, "A2", layout.legal_basis)
    if layout.unit_of_measure:
        _write(sheet, "A3", f"Đơn vị tính: {layout.unit_of_measure}")
    places = layout.placeholders
    for reference, words in (
        (places.reporting_unit, "Đơn vị báo cáo: ……"),
        (places.recipient, "Đơn vị nhận báo cáo: ……"),
        (places.period, "Báo cáo ……"),
    ):
        if reference:
            _write(sheet, reference, words)
    first, last = layout.tables[0].columns[0], layout.tables[0].columns[-1]
    for row, words in ((4, layout.title), (5, "")):
        area = f"{first.excel_column}{row}:{last.excel_column}{row}"
        sheet.merge_cells(area)
        cell = sheet[f"{first.excel_column}{row}"]
        if words:
            cell.value = as_text(words)
            cell.font = Font(bold=True, size=13)
        cell.alignment = _CENTRE


def _table(sheet: Worksheet, table: Table) -> None:
    first = min(row.excel_row for row in table.rows)
    top = first - table.header_rows - 1
    if table.title:
        _write(sheet, f"{table.columns[0].excel_column}{top - 1}", table.title, bold=True)
    for cell in table.header:
        column = column_index_from_string(table.columns[cell.column].excel_column)
        row = top + cell.row
        if cell.row_span > 1 or cell.column_span > 1:
            sheet.merge_cells(
                start_row=row,
                end_row=row + cell.row_span - 1,
                start_column=column,
                end_column=column + cell.column_span - 1,
            )
        head = sheet.cell(row, column, as_text(cell.text))
        head.font, head.alignment = Font(bold=True), _CENTRE
    for printed in table.columns:
        column = column_index_from_string(printed.excel_column)
        sheet.column_dimensions[printed.excel_column].width = printed.width
        number = sheet.cell(first - 1, column, as_text(printed.number))
        number.alignment = _CENTRE
        for row in range(top, first + len(table.rows)):
            sheet.cell(row, column).border = _BOX
        for line in table.rows:
            _line(sheet, line, table, printed, column=column)


def _line(sheet: Worksheet, row: Row, table: Table, printed: Column, *, column: int) -> None:
    cell = sheet.cell(row.excel_row, column)
    cell.alignment = _WRAP if printed.kind in ("label", "note") else _CENTRE
    if (words := table.words(row, printed)) is not None:
        cell.value = as_text(words)
    elif printed.kind == "data" and (place := table.cell_at.get((row.key, printed.key))) is not None:
        if place.kind == "blocked":
            cell.value, cell.fill = "x", _BLOCKED
            return
        cell.number_format = "#,##0" + ("." + "0" * place.decimals if place.decimals else "")
        cell.alignment = Alignment(horizontal="right", vertical="center")


def _foot(sheet: Worksheet, layout: FormLayout) -> None:
    last = max(row.excel_row for table in layout.tables for row in table.rows)
    columns = layout.tables[-1].columns
    _write(sheet, f"{columns[1].excel_column}{last + 2}", layout.preparer_title, bold=True)
    _write(sheet, f"{columns[-2].excel_column}{last + 2}", layout.signer_title, bold=True)


def as_text(words: str) -> str:
    """What may stand in a cell of a file that goes out."""
    return writable(escape(words))


def _write(sheet: Worksheet, reference: str, words: str, *, bold: bool = False) -> None:
    cell = sheet[reference]
    cell.value = as_text(words)
    cell.font = Font(bold=bold)
