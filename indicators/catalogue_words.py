"""What the catalogue says in words: labels of fields, values, refusals."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from indicators.adding_up import Refusal
from indicators.answers import format_scaled
from indicators.definitions import (
    TOTAL,
    Catalogue,
    Definition,
    Difference,
    Point,
    categories_of,
    code_and_key,
    differences,
)
from indicators.models import Indicator, IndicatorBreakdown
from units.errors import BadContent
from units.models import Measure

LABELS = MappingProxyType(
    {
        "code": gettext_lazy("Mã chỉ tiêu"),
        "name": gettext_lazy("Tên chỉ tiêu"),
        "name_en": gettext_lazy("Tên tiếng Anh"),
        "meaning": gettext_lazy("Định nghĩa"),
        "legal_source": gettext_lazy("Căn cứ"),
        "owner": gettext_lazy("Cơ quan chủ trì"),
        "kind": gettext_lazy("Loại giá trị"),
        "unit_of_measure": gettext_lazy("Đơn vị tính"),
        "decimals": gettext_lazy("Số chữ số thập phân"),
        "lowest": gettext_lazy("Nhỏ nhất cho phép"),
        "highest": gettext_lazy("Lớn nhất cho phép"),
        "options": gettext_lazy("Các lựa chọn"),
        "direction": gettext_lazy("Chiều"),
        "over_units": gettext_lazy("Cách tính qua các đơn vị"),
        "over_time": gettext_lazy("Cách tính qua các kỳ"),
        "carries_forward": gettext_lazy("Giữ số của kỳ trước"),
        "multiplier": gettext_lazy("Hệ số nhân"),
        "measure": gettext_lazy("Chia theo"),
        "breakdowns": gettext_lazy("Phân tổ"),
        "points": gettext_lazy("Chỉ tiêu theo phân tổ"),
        "weight": gettext_lazy("Quyền số"),
        "numerator": gettext_lazy("Tử số"),
        "denominator": gettext_lazy("Mẫu số"),
        "predecessor": gettext_lazy("Thay thế chỉ tiêu"),
        "factor": gettext_lazy("Hệ số quy đổi"),
        "valid_from": gettext_lazy("Có hiệu lực từ ngày"),
        "valid_to": gettext_lazy("Hết hiệu lực sau ngày"),
    }
)
MEASURE_LABELS = MappingProxyType(
    {
        "code": gettext_lazy("Mã đơn vị tính"),
        "name": gettext_lazy("Tên đơn vị tính"),
        "name_en": gettext_lazy("Tên tiếng Anh"),
        "quantity": gettext_lazy("Quy đổi theo"),
        "factor": gettext_lazy("Hệ số quy đổi"),
    }
)
DIMENSION_LABELS = MappingProxyType(
    {
        "code": gettext_lazy("Mã phân tổ"),
        "name": gettext_lazy("Tên phân tổ"),
        "name_en": gettext_lazy("Tên tiếng Anh"),
        "categories": gettext_lazy("Các nhóm"),
    }
)
_CHOICES: Mapping[str, Any] = MappingProxyType(
    {
        "kind": Indicator.ValueKind,
        "direction": Indicator.Direction,
        "over_units": Indicator.OverUnits,
        "over_time": Indicator.OverTime,
        "measure": Measure,
    }
)


def in_language(name: str, name_en: str) -> str:
    """The English name on English pages, where there is one."""
    return (name_en if get_language() == "en" else "") or name


def choices_of(field: str) -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in _CHOICES[field].choices]


# ---- refusals ---------------------------------------------------------------------------------------------


def refusal_words(refusal: Refusal, labels: Mapping[str, Any] = LABELS) -> str:
    """ "Cách tính qua các kỳ: tỷ lệ không được cộng …."."""
    return _("%(field)s: %(reason)s.") % {"field": labels[refusal.field], "reason": reason_words(refusal)}


def reason_words(refusal: Refusal) -> str:
    return _(refusal.reason) % refusal.params if refusal.params else _(refusal.reason)


def refuse(
    refusals: Iterable[Refusal],
    *,
    code: str = "definition_refused",
    labels: Mapping[str, Any] = LABELS,
) -> None:
    """BadContent with a problem for each refusal, when there is one."""
    problems = [
        {"field": one.field, "code": code, "message": refusal_words(one, labels), "reason": reason_words(one)}
        for one in refusals
    ]
    if problems:
        raise BadContent(" ".join(problem["message"] for problem in problems), code=code, problems=problems)


# ---- values -----------------------------------------------------------------------------------------------


def key_words(key: str, catalogue: Catalogue) -> str:
    """ "Nữ, thành thị" for a breakdown key; "tổng số" for the total."""
    categories = {} if key == TOTAL else categories_of(key)
    if not categories:
        return _("tổng số") if key == TOTAL else key
    return ", ".join(_category(*pair, catalogue) for pair in categories.items())


def as_printed(points: Iterable[Point], catalogue: Catalogue) -> list[Point]:
    """The total, each category of each dimension in its own order, then combinations."""
    places = {
        (dimension, category): place
        for dimension, one in catalogue.dimensions.items()
        for place, category in enumerate(one.categories)
    }

    def order(point: Point) -> tuple[int, list[str], list[int], str]:
        found = categories_of(point.key) or {}
        at = [places.get(pair, len(places)) for pair in found.items()]
        return len(found), [*found], at, point.key

    return sorted(points, key=order)


def _category(dimension: str, code: str, catalogue: Catalogue) -> str:
    found = catalogue.dimensions.get(dimension)
    category = found.categories.get(code) if found else None
    return in_language(*category) if category else f"{dimension}={code}"


def point_words(word: str, catalogue: Catalogue) -> str:
    """ "HT.19 Số cuộc kết hôn (tổng số)" for "HT.19|total"."""
    code, key = code_and_key(word)
    known = catalogue.indicators.get(code)
    name = f"{code} {in_language(known.name, known.name_en)}" if known else code
    return name if key == TOTAL else f"{name} ({key_words(key, catalogue)})"


def range_words(definition: Definition) -> str:
    """ "từ 0 đến 100", "" when everything is allowed."""
    ends = {
        name: None if end is None else format_scaled(end, decimals=definition.decimals)
        for name, end in (("lowest", definition.lowest), ("highest", definition.highest))
    }
    if None not in ends.values():
        return _("từ %(lowest)s đến %(highest)s") % ends
    if ends["lowest"] is not None:
        return _("từ %(lowest)s trở lên") % ends
    return _("đến %(highest)s") % ends if ends["highest"] is not None else ""


OVER_UNITS = MappingProxyType(
    {
        "sum": gettext_lazy("Số của đơn vị trên là tổng số của các đơn vị dưới"),
        "mean": gettext_lazy("Số của đơn vị trên là bình quân của các đơn vị dưới có số liệu"),
        "weighted_mean": gettext_lazy("Số của đơn vị trên là bình quân gia quyền của các đơn vị dưới"),
        "min": gettext_lazy("Số của đơn vị trên là số nhỏ nhất trong các đơn vị dưới"),
        "max": gettext_lazy("Số của đơn vị trên là số lớn nhất trong các đơn vị dưới"),
        "recomputed": gettext_lazy("Số của đơn vị trên được tính lại từ tử số và mẫu số đã cộng"),
        "none": gettext_lazy("Số của mỗi đơn vị đứng riêng, không tính lên đơn vị trên"),
    }
)
OVER_TIME = MappingProxyType(
    {
        "sum": gettext_lazy("số của kỳ dài là tổng các kỳ ngắn"),
        "first": gettext_lazy("số của kỳ dài là số đầu kỳ"),
        "last": gettext_lazy("số của kỳ dài là số cuối kỳ"),
        "mean": gettext_lazy("số của kỳ dài là bình quân các kỳ ngắn"),
        "min": gettext_lazy("số của kỳ dài là số nhỏ nhất trong các kỳ ngắn"),
        "max": gettext_lazy("số của kỳ dài là số lớn nhất trong các kỳ ngắn"),
        "recomputed": gettext_lazy("số của kỳ dài được tính lại từ các thành phần của các kỳ ngắn"),
        "none": gettext_lazy("các kỳ không tính chung với nhau"),
    }
)


def adding_up_sentence(definition: Definition) -> str:
    """How the indicator adds up, in a sentence."""
    adding = definition.adding
    more = []
    if adding.carries_forward:
        more.append(_("kỳ chưa có số thì giữ số của kỳ trước"))
    if adding.multiplier != 1:
        more.append(_("tỷ số được nhân với %(multiplier)s") % {"multiplier": adding.multiplier})
    if adding.measure:
        more.append(
            _("khi đơn vị bị chia tách, số được chia theo %(measure)s")
            % {"measure": Measure(adding.measure).label}
        )
    said = [str(OVER_UNITS[adding.over_units.value]), str(OVER_TIME[adding.over_time.value])]
    return "; ".join([*said, *more]) + "."


def value_words(name: str, definition: Definition, catalogue: Catalogue) -> str:
    """A field of a definition as a person reads it; "" when it says nothing."""
    adding = definition.adding
    match name:
        case "kind" | "direction":
            return str(_CHOICES[name](getattr(definition, name)).label)
        case "over_units" | "over_time":
            return str(_CHOICES[name](getattr(adding, name)).label)
        case "measure":
            return str(Measure(adding.measure).label) if adding.measure else ""
        case "carries_forward":
            return _("có") if adding.carries_forward else ""
        case "multiplier":
            return str(adding.multiplier) if adding.multiplier != 1 else ""
        case "unit_of_measure":
            known = catalogue.measures.get(definition.unit_of_measure)
            return in_language(known.name, known.name_en) if known else definition.unit_of_measure
        case "lowest" | "highest":
            end = getattr(definition, name)
            return "" if end is None else format_scaled(end, decimals=definition.decimals)
        case "valid_from" | "valid_to":
            day = getattr(definition, name)
            return f"{day:%d/%m/%Y}" if day else ""
        case "factor":
            above, below = definition.factor
            return f"{above}/{below}" if definition.predecessor else ""
        case "options" | "breakdowns" | "points":
            return "; ".join(_listed(name, definition, catalogue))
    return str(getattr(definition, name))


def _listed(name: str, definition: Definition, catalogue: Catalogue) -> list[str]:
    if name == "options":
        return [f"{one.number} = {in_language(one.name, one.name_en)}" for one in definition.options]
    if name == "breakdowns":
        return [
            f"{dimension_words(one.dimension, catalogue)} ({IndicatorBreakdown.How(one.how).label})"
            for one in definition.breakdowns
        ]
    return [
        ": ".join(
            [
                key_words(point.key, catalogue),
                *(f"{LABELS[part]} {point_words(word, catalogue)}" for part, word in point.parts),
            ]
        )
        for point in definition.points
    ]


def dimension_words(code: str, catalogue: Catalogue) -> str:
    known = catalogue.dimensions.get(code)
    return in_language(known.name, known.name_en) if known else code


def difference_words(
    before: Definition, after: Definition, catalogue: Catalogue
) -> list[tuple[str, str, str]]:
    """(label, before, after) of each field that differs."""
    return [_difference(one, before, after, catalogue) for one in differences(before, after)]


def _difference(
    one: Difference, before: Definition, after: Definition, catalogue: Catalogue
) -> tuple[str, str, str]:
    said = [value_words(one.field, definition, catalogue) for definition in (before, after)]
    return str(LABELS[one.field]), said[0], said[1]
