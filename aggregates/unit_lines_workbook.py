"""A consolidated report one line a unit as .xlsx: all the lines of the page, and what it says."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from aggregates.unit_lines import Answers, FigureColumn, UnitLine, UnitLines
from indicators.answers import Answer, Sign
from submissions.workbooks.escaping import escape, writable

_THIN = Side(style="thin", color="FF9AA3AE")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD = PatternFill("solid", fgColor="FFE9EEF5")
_MOVED = PatternFill("solid", fgColor="FFFFF2D6")
_BOLD = Font(bold=True)
_MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_RIGHT = Alignment(horizontal="right")


def unit_lines_workbook(
    page: UnitLines, lines: Iterable[UnitLine], *, head: Sequence[str], words: Sequence[str]
) -> bytes:
    """`head`: sentences above the table; `words`: below it. Figures are numbers, signs are text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Biểu tổng hợp"))
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", "9"
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
    sheet.freeze_panes = f"C{len(head) + 4}"
    sheet.print_title_rows = f"{len(head) + 2}:{len(head) + 3}"
    for at, width in enumerate([6, 34, *[14] * len(page.columns)], 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    for at, sentence in enumerate(head):
        sheet.append([_cell(sheet, sentence, font=Font(bold=True, size=13) if not at else None)])
    sheet.append([])
    _header(sheet, page.columns)
    for at, line in enumerate(lines, 1):
        sheet.append(_line(sheet, page.columns, at, line))
    for name, answers in totals_of(page):
        sheet.append(_total(sheet, page, name, answers))
    sheet.append([])
    for sentence in words:
        sheet.append([_cell(sheet, sentence)])
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def totals_of(page: UnitLines) -> list[tuple[str, Answers]]:
    """The lines below those of the units: own part, what was taken, what was signed, what it is now."""
    own = page.found.basis.own if page.found.basis else {}
    rows: list[tuple[str, Answers]] = []
    if own:
        rows.append((_("Phần riêng"), {address: one.answer for address, one in own.items()}))
    if page.basis is None:
        return [*rows, (_("Tổng cộng (số hiện nay)"), page.now)]
    if page.is_signed:
        rows.append((_("Tổng cộng (đã ký gửi)"), page.basis))
    else:
        rows.append((_("Tổng cộng (bản nháp)"), page.basis))
        if page.signed is not None:
            rows.append((_("Đã ký gửi lần trước"), page.signed))
    return [*rows, (_("Hiện nay"), page.now)] if page.moved else rows


def _header(sheet: Any, columns: Sequence[FigureColumn]) -> None:
    look = {"font": _BOLD, "alignment": _MIDDLE, "border": _BOX, "fill": _HEAD}
    names = [c.words + (f" ({c.unit_of_measure})" if c.unit_of_measure else "") for c in columns]
    sheet.append([_cell(sheet, text, **look) for text in (_("TT"), _("Đơn vị"), *names)])
    numbers = ["A", "B", *(str(column.place) for column in columns)]
    sheet.append([_cell(sheet, text, alignment=_MIDDLE, border=_BOX) for text in numbers])


def _line(sheet: Any, columns: Sequence[FigureColumn], at: int, line: UnitLine) -> list[Any]:
    row = [_cell(sheet, at, border=_BOX), _cell(sheet, line.unit.full_name, border=_BOX)]
    fill = _MOVED if line.has_moved else None
    said = line.said or {}
    return row + [_figure(sheet, said.get(column.address), fill=fill) for column in columns]


def _total(sheet: Any, page: UnitLines, name: str, answers: Answers) -> list[Any]:
    row = [_cell(sheet, "", border=_BOX), _cell(sheet, name, border=_BOX, font=_BOLD)]
    return row + [_figure(sheet, answers.get(column.address), font=_BOLD) for column in page.columns]


def _figure(sheet: Any, answer: Answer | None, **look: Any) -> Any:
    if answer is None:
        return _cell(sheet, None, border=_BOX, **look)
    value = answer.amount if answer.sign is Sign.NUMBER else answer.sign.symbol
    decimals = "#,##0" + ("." + "0" * answer.decimals if answer.decimals else "")
    return _cell(sheet, value, border=_BOX, alignment=_RIGHT, number_format=decimals, **look)


def _cell(sheet: Any, value: Any, **look: Any) -> Any:
    made = WriteOnlyCell(sheet, value=writable(escape(value)) if isinstance(value, str) else value)
    if isinstance(value, str):
        made.data_type = "s"
    for name, said in look.items():
        if said is not None:
            setattr(made, name, said)
    return made
