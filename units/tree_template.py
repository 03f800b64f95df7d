"""The workbook that is handed out to be filled with units: headings, and what may be written."""

from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from units.kinds import KINDS, kind_label
from units.models import Placement
from units.tree_words import COLUMNS

_WIDTHS = (16, 44, 26, 16, 14, 13, 13)
_TEXT_ROWS = 2000


def tree_template() -> bytes:
    """Return an .xlsx: an empty list with its headings, and a sheet of kinds, relations and an example."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = _("Đơn vị")
    headings = [_(words) for words in COLUMNS.values() if words]
    _list(sheet, headings)
    _guide(book.create_sheet(_("Hướng dẫn")), headings)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _list(sheet: Worksheet, headings: list[str]) -> None:
    sheet.append(headings)
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABCDEFG", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
        sheet[f"{letter}1"].font = Font(bold=True)
    # Codes are text: their zeros stay.
    for letter in "AD":
        sheet.column_dimensions[letter].number_format = "@"
        for row in range(2, _TEXT_ROWS):
            sheet[f"{letter}{row}"].number_format = "@"


def _examples() -> list[list[str]]:
    administrative, ground = (
        str(Placement.Kind(kind).label) for kind in (Placement.Kind.ADMINISTRATIVE, Placement.Kind.LOCATED_IN)
    )
    since, school = ["01/07/2025", ""], ["H33.09.01", "Trường THPT Hưng Yên", kind_label("truong_thpt")]
    return [
        ["H33.09", "Sở Giáo dục và Đào tạo", kind_label("so"), "33", administrative, *since],
        [*school, "H33.09", administrative, *since],
        [*school, "12688", ground, *since],
    ]


def _guide(sheet: Worksheet, headings: list[str]) -> None:
    lines: list[list[str]] = [
        [_("Mỗi dòng là một đơn vị, hoặc thêm một quan hệ cấp trên của đơn vị đã ghi ở dòng khác.")],
        [_("Cần có mã, tên, loại hình. Không ghi cấp trên: đơn vị đứng đầu. Không ghi quan hệ: hành chính.")],
        [_("Ngày viết ngày/tháng/năm, tính cả hai đầu; không ghi đến ngày: còn hoạt động.")],
        [],
        [_("Ví dụ")],
        headings,
        *_examples(),
        [],
        [_("Quan hệ"), *(str(label) for label in Placement.Kind.labels)],
        [],
        [_("Loại hình")],
        *([kind_label(kind)] for kind in KINDS),
    ]
    for line in lines:
        sheet.append(line)
    for letter, width in zip("ABCDEFG", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    for number in (5, 6, 11, 13):
        for cell in sheet[number]:
            cell.font = Font(bold=True)
    for number in (1, 2, 3):
        sheet[f"A{number}"].alignment = Alignment(wrap_text=False)
