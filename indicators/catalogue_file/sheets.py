"""The sheets of the workbook and their columns, under Vietnamese headings; English ones are read too."""

from dataclasses import dataclass
from types import MappingProxyType

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from units.vietnamese import search_key


@dataclass(frozen=True, slots=True)
class SheetOf:
    """A sheet: its title and its columns by key (msgids). `needed` columns make it recognisable."""

    title: str
    columns: MappingProxyType[str, str]
    needed: tuple[str, ...]


INDICATORS, OPTIONS, BROKEN_DOWN, POINTS = "indicators", "options", "broken_down", "points"
DIMENSIONS, MEASURES = "dimensions", "measures"

SHEETS: MappingProxyType[str, SheetOf] = MappingProxyType(
    {
        INDICATORS: SheetOf(
            gettext_noop("Chỉ tiêu"),
            MappingProxyType(
                {
                    "code": gettext_noop("Mã chỉ tiêu"),
                    "name": gettext_noop("Tên chỉ tiêu"),
                    "name_en": gettext_noop("Tên tiếng Anh"),
                    "meaning": gettext_noop("Định nghĩa"),
                    "legal_source": gettext_noop("Căn cứ"),
                    "owner": gettext_noop("Mã cơ quan chủ trì"),
                    "owner_name": gettext_noop("Cơ quan chủ trì"),
                    "kind": gettext_noop("Loại giá trị"),
                    "unit_of_measure": gettext_noop("Đơn vị tính"),
                    "decimals": gettext_noop("Số chữ số thập phân"),
                    "lowest": gettext_noop("Nhỏ nhất cho phép"),
                    "highest": gettext_noop("Lớn nhất cho phép"),
                    "direction": gettext_noop("Chiều"),
                    "over_units": gettext_noop("Cách tính qua các đơn vị"),
                    "over_time": gettext_noop("Cách tính qua các kỳ"),
                    "carries_forward": gettext_noop("Giữ số của kỳ trước"),
                    "multiplier": gettext_noop("Hệ số nhân"),
                    "measure": gettext_noop("Chia theo"),
                    "valid_from": gettext_noop("Có hiệu lực từ ngày"),
                    "valid_to": gettext_noop("Hết hiệu lực sau ngày"),
                    "predecessor": gettext_noop("Thay thế chỉ tiêu"),
                    "factor": gettext_noop("Hệ số quy đổi"),
                }
            ),
            ("code", "name"),
        ),
        OPTIONS: SheetOf(
            gettext_noop("Lựa chọn"),
            MappingProxyType(
                {
                    "indicator": gettext_noop("Mã chỉ tiêu"),
                    "number": gettext_noop("Số của lựa chọn"),
                    "name": gettext_noop("Tên lựa chọn"),
                    "name_en": gettext_noop("Tên tiếng Anh"),
                }
            ),
            ("indicator", "number", "name"),
        ),
        BROKEN_DOWN: SheetOf(
            gettext_noop("Phân tổ của chỉ tiêu"),
            MappingProxyType(
                {
                    "indicator": gettext_noop("Mã chỉ tiêu"),
                    "dimension": gettext_noop("Mã phân tổ"),
                    "how": gettext_noop("Các nhóm"),
                }
            ),
            ("indicator", "dimension"),
        ),
        POINTS: SheetOf(
            gettext_noop("Chỉ tiêu theo phân tổ"),
            MappingProxyType(
                {
                    "indicator": gettext_noop("Mã chỉ tiêu"),
                    "key": gettext_noop("Tổ hợp phân tổ"),
                    "words": gettext_noop("Nghĩa là"),
                    "weight": gettext_noop("Quyền số"),
                    "numerator": gettext_noop("Tử số"),
                    "denominator": gettext_noop("Mẫu số"),
                }
            ),
            ("indicator", "key"),
        ),
        DIMENSIONS: SheetOf(
            gettext_noop("Phân tổ"),
            MappingProxyType(
                {
                    "dimension": gettext_noop("Mã phân tổ"),
                    "dimension_name": gettext_noop("Tên phân tổ"),
                    "dimension_name_en": gettext_noop("Tên phân tổ bằng tiếng Anh"),
                    "category": gettext_noop("Mã nhóm"),
                    "name": gettext_noop("Tên nhóm"),
                    "name_en": gettext_noop("Tên nhóm bằng tiếng Anh"),
                }
            ),
            ("dimension", "dimension_name", "category"),
        ),
        MEASURES: SheetOf(
            gettext_noop("Đơn vị tính"),
            MappingProxyType(
                {
                    "code": gettext_noop("Mã đơn vị tính"),
                    "name": gettext_noop("Tên đơn vị tính"),
                    "name_en": gettext_noop("Tên tiếng Anh"),
                    "quantity": gettext_noop("Quy đổi theo đơn vị"),
                    "above": gettext_noop("Tử của hệ số"),
                    "below": gettext_noop("Mẫu của hệ số"),
                }
            ),
            ("code", "name", "quantity"),
        ),
    }
)


GUIDE = gettext_noop("Hướng dẫn")
"""The title of the sheet of instructions, which nobody reads in again."""


def meanings_of(sheet: str) -> dict[str, str]:
    """Heading without accents, Vietnamese or English → column."""
    columns = SHEETS[sheet].columns
    found = {search_key(words): column for column, words in columns.items()}
    with override("en"):
        english = {search_key(_(words)): column for column, words in columns.items()}
    return english | found


def titles() -> dict[str, str]:
    """Title without accents, Vietnamese or English → sheet; "" for the sheet of instructions."""
    named = {**{key: sheet.title for key, sheet in SHEETS.items()}, "": GUIDE}
    with override("en"):
        english = {search_key(_(title)): key for key, title in named.items()}
    return english | {search_key(title): key for key, title in named.items()}
