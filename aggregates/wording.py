"""Changes and amounts in words and signs, for pages, exports and the API."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from aggregates.kernel.compare import Change, shown, words_of
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


def show_change(change: Change, *, base: str, decimals: int) -> ShownChange:
    msgid, params = words_of(change, base=base)
    words = _(msgid) % params
    if change.difference is None:
        return ShownChange("", "", "", "", "", words, words)
    way = "up" if change.difference > 0 else "down" if change.difference < 0 else "same"
    difference = format_scaled(abs(change.difference), decimals=decimals)
    plus = {"up": "+", "down": "−", "same": ""}[way]
    rate = "" if change.growth is None else f"{shown(abs(change.growth))}%"
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
        difference=plus + difference,
        rate=rate,
        index="" if change.index is None else shown(change.index),
        words=words,
        detail=detail,
    )


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


def lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
