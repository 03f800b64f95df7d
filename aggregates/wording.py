"""Changes and amounts in words and signs, for pages, exports and the API."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from aggregates.kernel.compare import Change, shown, words_of
from aggregates.naming import Names
from aggregates.values import Exact, Value, rounded
from indicators.answers import format_scaled
from units.kinds import COMMUNES, PROVINCES
from units.queries import UnitView


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A change as a page writes it. `way` is "up", "down", "same" or "" when there is none."""

    way: str
    sign: str
    difference: str
    rate: str
    index: str
    words: str
    detail: str

    @property
    def is_known(self) -> bool:
        return bool(self.way)


def show_change(change: Change, *, base: str, decimals: int, in_points: bool = False) -> ShownChange:
    """`in_points`: the amounts are percentages, so that their difference is in percentage points."""
    words = words_for(change, base=base, decimals=decimals, in_points=in_points)
    if change.difference is None:
        return ShownChange("", "", "", "", "", words, words)
    way = "up" if change.difference > 0 else "down" if change.difference < 0 else "same"
    difference = shown_amount(rounded(_size(change.difference)), decimals=decimals)
    plus = {"up": "+", "down": "−", "same": ""}[way]
    index = None if in_points else change.index
    detail = words
    if change.is_partial:
        detail = _("%(words)s (tính trên %(units)d trong %(of)d đơn vị có số liệu đủ ở cả hai kỳ)") % {
            "words": words,
            "units": change.units,
            "of": change.of_units,
        }
    return ShownChange(
        way=way,
        sign={"up": "▲", "down": "▼", "same": "="}[way],
        difference=_("%(difference)s điểm %%") % {"difference": plus + difference}
        if in_points
        else plus + difference,
        rate="" if index is None else f"{shown(abs(index - 100))}%",
        index="" if index is None else shown(index),
        words=words,
        detail=detail,
    )


def _size(amount: Exact) -> Exact:
    return -amount if amount < 0 else amount


def words_for(change: Change, *, base: str, decimals: int, in_points: bool = False) -> str:
    """ "tăng 5,2% so với cùng kỳ năm 2025"; of percentages "tăng 1,4 điểm phần trăm so với …"."""
    if not in_points or not change.difference:
        msgid, params = words_of(change, base=base)
        return _(msgid) % params
    points = rounded(_size(change.difference)) or 0
    if not points:
        return (
            _("tăng không đáng kể so với %(base)s")
            if change.difference > 0
            else _("giảm không đáng kể so với %(base)s")
        ) % {"base": base}
    said = {"points": shown_amount(points, decimals=decimals), "base": base}
    if change.difference > 0:
        return _("tăng %(points)s điểm phần trăm so với %(base)s") % said
    return _("giảm %(points)s điểm phần trăm so với %(base)s") % said


def shown_amount(amount: int | None, *, decimals: int) -> str:
    return "" if amount is None else format_scaled(amount, decimals=decimals)


def plain_amount(amount: int | None, *, decimals: int) -> str | None:
    """ "1234.5": a decimal string in plain notation, shortest, of any size; None stays None."""
    if amount is None:
        return None
    sign, digits = "-" if amount < 0 else "", str(abs(amount)).rjust(decimals + 1, "0")
    if not decimals:
        return sign + digits
    return sign + f"{digits[:-decimals]}.{digits[-decimals:]}".rstrip("0").rstrip(".")


def all_of(unit: UnitView) -> str:
    """ "Toàn tỉnh", "Toàn xã"; a body that is no territory by its name."""
    if unit.kind in PROVINCES:
        return _("Toàn tỉnh") if unit.kind == "tinh" else _("Toàn thành phố")
    if unit.kind in COMMUNES:
        kinds = {
            "xa": _("Toàn xã"),
            "phuong": _("Toàn phường"),
            "thi_tran": _("Toàn thị trấn"),
            "dac_khu": _("Toàn đặc khu"),
        }
        return kinds[unit.kind]
    return unit.full_name


MEASURES = {"population": gettext_noop("dân số"), "area": gettext_noop("diện tích")}


def note_of(value: Value, names: Names, *, measure: str) -> str:
    """Whose figures were apportioned, or cannot be: by name; "" when all is whole."""
    if value.divided and not measure:
        return _(
            "không so sánh được: %(units)s đã chia cho nhiều đơn vị, chỉ tiêu không ước chia theo dân số hay "
            "diện tích"
        ) % {"units": _listed(names, value.divided)}
    if value.divided:
        return _("không so sánh được: %(units)s đã chia cho nhiều đơn vị, chưa biết tỷ lệ %(measure)s") % {
            "measure": _(MEASURES[measure]),
            "units": _listed(names, value.divided),
        }
    if value.apportioned:
        return _("ước chia theo %(measure)s: %(units)s") % {
            "measure": _(MEASURES.get(measure, "dân số")),
            "units": _listed(names, value.apportioned),
        }
    return ""


def _listed(names: Names, units: Sequence[int]) -> str:
    views = names.sorted(units)
    hidden = [_("đơn vị ngoài phạm vi")] if len(views) < len(units) else []
    return ", ".join([*(f"{view.full_name} ({_('cũ')})" for view in views), *hidden])


def lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
