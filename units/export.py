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
from openpyxl.utils import get_column_letter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_RISKY = re.compile(r"'*[=+\-@\t\r]")
_ESCAPED = re.compile(r"'+[=+\-@\t\r]")
_ENCODED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_EXCEL_CODE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_WIDEST = 60


def harmless(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula; a lone `-` is an answer."""
    text = "'" + text if text != "-" and _RISKY.match(text) else text
    return _EXCEL_CODE.sub("_x005F_", _NOT_XML.sub("\ufffd", text))


def restored(text: str) -> str:
    """Return the text of a cell that `harmless` had written, whoever saved the file since."""
    decoded = _ENCODED.sub(lambda code: chr(int(code[1], 16)), text)
    return decoded[1:] if _ESCAPED.match(decoded) else decoded


def workbook(table: Sequence[Sequence[str]], *, title: str) -> bytes:
    """Return a workbook of one sheet; the first row of the table is its header. Codes keep their zeros."""
    return workbook_of([(title, table)])


def workbook_of(tables: Iterable[tuple[str, Sequence[Sequence[str]]]]) -> bytes:
    """Return a workbook of a sheet for each (title, table); the first row of a table is its header."""
    book = Workbook(write_only=True)
    for title, table in tables:
        sheet = book.create_sheet(harmless(title)[:31])
        sheet.freeze_panes = "A2"
        for number, width in enumerate(_widths(table), start=1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        for number, row in enumerate(table):
            cells = []
            for text in row:
                cell = WriteOnlyCell(sheet, value=harmless(text))
                cell.data_type = "s"
                cell.number_format = "@"  # what is typed over it stays text: codes keep their zeros
                if number == 0:
                    cell.font = Font(bold=True)
                cells.append(cell)
            sheet.append(cells)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _widths(table: Iterable[Sequence[str]]) -> list[int]:
    return [min(_WIDEST, max(map(len, column)) + 2) for column in zip(*table, strict=True)]
