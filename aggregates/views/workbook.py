"""Export of exactly what is seen, as .xlsx. Every text goes through one escape."""

from collections.abc import Iterable
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from aggregates.overview import Overview, title_of
from aggregates.timeline import words_for
from aggregates.ways_down import by_time, by_unit
from aggregates.wording import plain_amount
from submissions.workbooks.escaping import escape, writable

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EXACT_IN_EXCEL = 10**15


def workbook_of(page: Overview) -> HttpResponse:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = _("Tổng hợp")
    _lines(sheet, page)
    _units(book.create_sheet(_("Theo đơn vị")), page)
    _times(book.create_sheet(_("Theo thời gian")), page)
    content = BytesIO()
    book.save(content)
    wanted = page.wanted
    name = f"tong-hop-{wanted.unit.code}-{wanted.shown.period_code}.xlsx".replace(":", "-")
    return HttpResponse(
        content.getvalue(),
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _lines(sheet: Worksheet, page: Overview) -> None:
    _head(sheet, page)
    _row(
        sheet,
        [
            _("TT"), _("Nội dung"), _("Đơn vị tính"), words_for(page.wanted.asked.span),
            _("Tăng, giảm so với %(base)s") % {"base": page.last_year_words}, _("Chỉ số (%)"),
            _("Tăng, giảm so với %(base)s") % {"base": page.before_words}, _("Chỉ số (%)"),
            _("Có số liệu"), _("Phải báo cáo"),
        ],
        bold=True,
    )  # fmt: skip
    for row in page.rows:
        decimals = row.line.decimals
        _row(
            sheet,
            [
                row.line.number, row.line.label, row.line.unit_of_measure,
                _number(row.scaled, decimals),
                row.last_year.difference or row.last_year.words, row.last_year.index,
                row.before.difference or row.before.words, row.before.index,
                row.value.answered, row.value.expected,
            ],
        )  # fmt: skip
    _widths(sheet, [7, 52, 12, 16, 24, 11, 24, 11, 11, 13])


def _units(sheet: Worksheet, page: Overview) -> None:
    _head(sheet, page)
    _row(sheet, [_("Hạng"), _("Đơn vị"), page.chosen.name, _("Tăng, giảm"), _("Chỉ số (%)")], bold=True)
    for row in by_unit(page):
        amount = _number(row.scaled, page.chosen.decimals)
        change = row.change.difference or row.change.words
        _row(sheet, [int(row.rank) if row.rank else "", row.unit.full_name, amount, change, row.change.index])
    _widths(sheet, [7, 40, 18, 40, 11])


def _times(sheet: Worksheet, page: Overview) -> None:
    _head(sheet, page)
    year = page.wanted.asked.span.year
    _row(sheet, [_("Kỳ"), str(year - 1), str(year), _("Tăng, giảm"), _("Chỉ số (%)"), ""], bold=True)
    for row in by_time(page):
        before, now = (_number(amount, page.chosen.decimals) for amount in row.amounts)
        change = row.change.difference or row.change.words
        _row(sheet, [row.label, before, now, change, row.change.index, row.note])
    _widths(sheet, [14, 16, 16, 30, 11, 24])


def _head(sheet: Worksheet, page: Overview) -> None:
    _row(sheet, [title_of(page.wanted)], bold=True)
    _row(sheet, [page.sentence])
    _row(sheet, [_said(page)])
    _row(sheet, [])


def _said(page: Overview) -> str:
    tree = (
        _("theo địa giới hiện nay") if page.wanted.tree == "now" else _("theo địa giới tại thời điểm báo cáo")
    )
    reported = _("%(reported)d/%(expected)d đơn vị đã báo cáo") % {
        "reported": page.reported,
        "expected": page.expected,
    }
    return f"{page.wanted.book.template.code} · {reported} · {tree}"


def _number(amount: int | None, decimals: int) -> Any:
    """A number where Excel keeps it exactly, else its digits as text."""
    plain = plain_amount(amount, decimals=decimals)
    if plain is None or amount is None:
        return ""
    return Decimal(plain) if abs(amount) < EXACT_IN_EXCEL else plain


def _row(sheet: Worksheet, values: Iterable[Any], *, bold: bool = False) -> None:
    at = sheet.max_row + 1 if sheet.max_row > 1 or sheet["A1"].value is not None else 1
    if sheet.cell(1, 1).value is not None and not list(values):
        sheet.cell(at, 1, " ")
        return
    for column, value in enumerate(values, 1):
        cell = sheet.cell(at, column)
        if isinstance(value, str):
            cell.value = writable(escape(value))
            cell.data_type = "s"
            cell.alignment = Alignment(vertical="top", wrap_text=at > 4 and bold)
        else:
            cell.value = value
            cell.number_format = "#,##0.######" if isinstance(value, Decimal) and value % 1 else "#,##0"
        if bold:
            cell.font = Font(bold=True)


def _widths(sheet: Worksheet, widths: Iterable[int]) -> None:
    for at, width in enumerate(widths):
        sheet.column_dimensions["ABCDEFGHIJ"[at]].width = width
    sheet.freeze_panes = "A6"
