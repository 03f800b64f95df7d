"""Lists as .xlsx: every cell is text, and none of it becomes a formula when edited or saved as CSV.

The same escape as `submissions.workbooks.escaping`, which this room may not import; a test
holds them together.
"""

import re
from collections.abc import Iterable, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_RISKY = re.compile(r"'*[=+\-@\t\r]")
_EXCEL_CODE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_WIDEST = 60


def harmless(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula; a lone `-` is an answer."""
    text = "'" + text if text != "-" and _RISKY.match(text) else text
    return _EXCEL_CODE.sub("_x005F_", _NOT_XML.sub("\ufffd", text))


def workbook(table: Sequence[Sequence[str]], *, title: str) -> bytes:
    """Return a workbook of one sheet; the first row of the table is its header. Codes keep their zeros."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(harmless(title)[:31])
    sheet.freeze_panes = "A2"
    for column, width in zip("ABCDEFGHIJKL", _widths(table), strict=False):
        sheet.column_dimensions[column].width = width
    for number, row in enumerate(table):
        cells = []
        for text in row:
            cell = WriteOnlyCell(sheet, value=harmless(text))
            cell.data_type = "s"
            if number == 0:
                cell.font = Font(bold=True)
            cells.append(cell)
        sheet.append(cells)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _widths(table: Iterable[Sequence[str]]) -> list[int]:
    return [min(_WIDEST, max(map(len, column)) + 2) for column in zip(*table, strict=True)]
