"""A workbook with a row for each of many units, to be filled in: code, name, a column a cell of the form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from indicators.answers import Answer, Sign
from indicators.layout import FormLayout
from submissions.workbooks.escaping import escape, writable
from submissions.workbooks.marks import MARK_SHEET
from submissions.workbooks.unit_rows import SHEET, asked_in_rows, words_over

_THIN = Side(style="thin", color="FF9AA3AE")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD = PatternFill("solid", fgColor="FFE9EEF5")
_GIVEN = PatternFill("solid", fgColor="FFF3F5F8")
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
HEADER_ROW, KEY_ROW, NUMBER_ROW = 5, 6, 7


@dataclass(frozen=True, slots=True)
class Line:
    """A unit with what it said so far."""

    code: str
    name: str
    cells: Mapping[str, Answer] = field(default_factory=dict)


def unit_rows_workbook(
    layout: FormLayout, *, period: str, lines: Sequence[Line], mark: str, words: Sequence[str]
) -> bytes:
    """.xlsx bytes. `period` in words; `words`: how it is filled in; `mark` is hidden and signed."""
    asked = asked_in_rows(layout)
    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    sheet.freeze_panes = f"D{NUMBER_ROW + 1}"
    for at, width in enumerate([6, 14, 34, *[14] * len(asked)], 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.row_dimensions[HEADER_ROW].height = 75
    sheet.row_dimensions[KEY_ROW].hidden = True
    sheet.page_setup.orientation = "landscape"

    def cell(value: Any, **look: Any) -> Any:
        made = WriteOnlyCell(sheet, value=writable(escape(value)) if isinstance(value, str) else value)
        if isinstance(value, str):
            made.data_type = "s"
        for name, said in look.items():
            setattr(made, name, said)
        return made

    sheet.append([cell(f"{layout.code} – {layout.title}", font=Font(bold=True, size=13))])
    sheet.append([cell(period)])
    sheet.append([cell(" ".join(words))])
    sheet.append([])
    heads = ["STT", "Mã đơn vị", "Tên đơn vị", *(words_over(layout, address) for address in asked)]
    head = {"font": Font(bold=True), "alignment": _CENTRE, "border": _BOX, "fill": _HEAD}
    sheet.append([cell(text, **head) for text in heads])
    sheet.append([cell(text) for text in ["", "", "", *asked]])
    numbers = ["A", "B", "C", *map(str, range(1, len(asked) + 1))]
    sheet.append([cell(text, alignment=_CENTRE, border=_BOX) for text in numbers])
    formats = [_format(layout.place_of[address][3].decimals) for address in asked]
    right = Alignment(horizontal="right")
    # A row is written when it is appended: its cells, which cost most, are made once.
    number, code, name = (
        cell("", border=_BOX, fill=_GIVEN, number_format=shown) for shown in ("0", "@", "@")
    )
    typed = [cell(None, border=_BOX, number_format=shown, alignment=right) for shown in formats]
    for at, line in enumerate(lines, 1):
        number.value = at
        code.value, name.value = writable(escape(line.code)), writable(escape(line.name))
        code.data_type = name.data_type = "s"
        for address, box in zip(asked, typed, strict=True):
            box.value = _value(line.cells.get(address))
        sheet.append([number, code, name, *typed])
    marks = book.create_sheet(MARK_SHEET)
    marks.sheet_state = "veryHidden"
    marks.append([mark])
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _format(decimals: int) -> str:
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def _value(answer: Answer | None) -> Any:
    if answer is None:
        return None
    return answer.amount if answer.sign is Sign.NUMBER else answer.sign.symbol
