"""The catalogue as a workbook of six sheets; every cell is text that no spreadsheet takes for a formula."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from indicators.catalogue_file.sheets import (
    BROKEN_DOWN,
    DIMENSIONS,
    GUIDE,
    INDICATORS,
    MEASURES,
    OPTIONS,
    POINTS,
    SHEETS,
)
from indicators.catalogue_words import key_words, value_words
from indicators.definitions import Catalogue, Definition
from indicators.models import IndicatorBreakdown
from units.export import workbook_of

_AS_SHOWN = (
    "name", "name_en", "meaning", "legal_source", "kind", "decimals", "lowest", "highest", "direction",
    "over_units", "over_time", "carries_forward", "multiplier", "measure", "valid_from", "valid_to",
    "predecessor", "factor",
)  # fmt: skip


def catalogue_workbook(catalogue: Catalogue, owners: Mapping[str, tuple[str, str]]) -> bytes:
    """`owners`: indicator → (code, name) of its agency today."""
    rows = {
        INDICATORS: _indicators(catalogue, owners),
        OPTIONS: _options(catalogue),
        BROKEN_DOWN: _broken_down(catalogue),
        POINTS: _points(catalogue),
        DIMENSIONS: _dimensions(catalogue),
        MEASURES: _measures(catalogue),
    }
    return workbook_of(
        [
            *(
                (_(SHEETS[key].title), [_headings(key), *(_row(key, row) for row in rows[key])])
                for key in rows
            ),
            (_(GUIDE), [[line] for line in _guide()]),
        ]
    )


def _headings(key: str) -> list[str]:
    return [_(words) for words in SHEETS[key].columns.values()]


def _row(key: str, said: Mapping[str, str]) -> list[str]:
    return [said.get(column, "") for column in SHEETS[key].columns]


Rows = Iterable[Mapping[str, str]]


def _indicators(catalogue: Catalogue, owners: Mapping[str, tuple[str, str]]) -> Rows:
    for code, one in catalogue.indicators.items():
        owner, owner_name = owners.get(code, ("", ""))
        yield {
            "code": code,
            "owner": owner,
            "owner_name": owner_name,
            "unit_of_measure": one.unit_of_measure,
            **{name: value_words(name, one, catalogue) for name in _AS_SHOWN},
        }


def _options(catalogue: Catalogue) -> Rows:
    for code, one in catalogue.indicators.items():
        for number, name, name_en in one.options:
            yield {"indicator": code, "number": str(number), "name": name, "name_en": name_en}


def _broken_down(catalogue: Catalogue) -> Rows:
    for code, one in catalogue.indicators.items():
        for dimension, how in one.breakdowns:
            words = str(IndicatorBreakdown.How(how).label)
            yield {"indicator": code, "dimension": dimension, "how": words}


def _points(catalogue: Catalogue) -> Rows:
    for code, one in catalogue.indicators.items():
        yield from (_point(code, one, key, catalogue) for key in (point.key for point in one.points))


def _point(code: str, one: Definition, key: str, catalogue: Catalogue) -> Mapping[str, str]:
    point = one.point(key)
    parts = dict(point.parts) if point else {}
    return {"indicator": code, "key": key, "words": key_words(key, catalogue), **parts}


def _dimensions(catalogue: Catalogue) -> Rows:
    for code, one in catalogue.dimensions.items():
        for category, (name, name_en) in one.categories.items():
            yield {
                "dimension": code,
                "dimension_name": one.name,
                "dimension_name_en": one.name_en,
                "category": category,
                "name": name,
                "name_en": name_en,
            }


def _measures(catalogue: Catalogue) -> Rows:
    for code, one in catalogue.measures.items():
        yield {
            "code": code,
            "name": one.name,
            "name_en": one.name_en,
            "quantity": one.quantity,
            "above": str(one.numerator),
            "below": str(one.denominator),
        }


def _guide() -> list[str]:
    return [
        _("Mỗi dòng của trang Chỉ tiêu là một chỉ tiêu. Mã đã có: được sửa; mã mới: được lập thêm."),
        _("Chỉ tiêu không có trong tệp giữ nguyên; nạp tệp không xóa chỉ tiêu nào."),
        _("Cột nào không có trong tệp thì giữ nguyên giá trị; ô bỏ trống nghĩa là không có giá trị."),
        _("Đơn vị tính ghi mã ở trang Đơn vị tính, hoặc tên."),
        _("Tổ hợp phân tổ: total là tổng số; một nhóm: gioi-tinh=nu; nhiều nhóm: gioi-tinh=nu;khu-vuc=tt."),
        _("Quyền số, tử số, mẫu số: MÃ|tổ hợp, ví dụ YT.SINH|gioi-tinh=nu; chỉ ghi MÃ là tổng số."),
        _("Nạp tệp luôn xem trước; có chỗ sai thì không ghi gì."),
    ]
