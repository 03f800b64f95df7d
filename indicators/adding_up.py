"""How an indicator adds up over units and over time (rule 1), and what is refused. Pure: knows no Django.

The table of what goes with what, and why not, is docs/decisions/015.
"""

import enum
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

from indicators.msgids import gettext_noop


class OverUnits(enum.StrEnum):
    """Units come first, in each base period. The values are those of `Indicator.OverUnits`."""

    SUM = "sum"
    MEAN = "mean"
    WEIGHTED_MEAN = "weighted_mean"
    MIN = "min"
    MAX = "max"
    RECOMPUTED = "recomputed"
    NONE = "none"


class OverTime(enum.StrEnum):
    """Then time, from the totals of the base periods. The values are those of `Indicator.OverTime`."""

    SUM = "sum"
    FIRST = "first"
    LAST = "last"
    MEAN = "mean"
    MIN = "min"
    MAX = "max"
    RECOMPUTED = "recomputed"
    NONE = "none"


# ---- what has no defined result ---------------------------------------------------------------------------

ORDER_MATTERS = gettext_noop(
    "cộng hay bình quân không đi cùng nhỏ nhất, lớn nhất: "
    "khi thiếu số liệu, kết quả thay đổi theo thứ tự tính"
)
LEAST_OF_GREATEST = gettext_noop(
    "nhỏ nhất không đi cùng lớn nhất: khi thiếu số liệu, kết quả thay đổi theo thứ tự tính"
)
RATIO_OVER_TIME = gettext_noop(
    "tỷ lệ không được cộng, bình quân, so nhỏ nhất hay lớn nhất qua các kỳ; "
    "hãy chọn tính lại từ các thành phần"
)
NO_PARTS_OVER_TIME = gettext_noop(
    "chỉ tính lại qua các kỳ được khi qua các đơn vị là bình quân hoặc tính lại từ các thành phần"
)
CARRIES_NO_STOCK = gettext_noop("chỉ số tồn (lấy cuối kỳ) mới được giữ số của kỳ trước")
APPORTIONS_NO_SUM = gettext_noop(
    "chỉ chỉ tiêu cộng qua các đơn vị mới chia được cho các đơn vị sau khi chia tách"
)
MULTIPLIES_NO_RATIO = gettext_noop("hệ số nhân chỉ dùng cho chỉ tiêu tính lại từ các thành phần")
MULTIPLIER_TOO_SMALL = gettext_noop("hệ số nhân phải là số nguyên dương")
NO_WEIGHT = gettext_noop("bình quân gia quyền phải có chỉ tiêu làm quyền số")
PARTS_MISSING = gettext_noop("tính lại phải có cả tử số và mẫu số")
PART_OF_ITSELF = gettext_noop("chỉ tiêu không thể làm quyền số, tử số hay mẫu số của chính nó")
PART_NOT_SUMMED = gettext_noop("quyền số, tử số và mẫu số phải là chỉ tiêu cộng qua các đơn vị")

ADDED = frozenset({"sum", "mean", "weighted_mean"})
EXTREMES = frozenset({"min", "max"})


class Refusal(NamedTuple):
    """The field to change and why: a msgid, and what it names."""

    field: str
    reason: str
    params: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Adding:
    """What an indicator says of its adding up."""

    over_units: OverUnits = OverUnits.SUM
    over_time: OverTime = OverTime.SUM
    carries_forward: bool = False
    multiplier: int = 1
    measure: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A data point another one is counted from (whatever names it), and how that one is added over units."""

    point: Hashable
    over_units: OverUnits


def refusal_of_mix(over_units: OverUnits, over_time: OverTime) -> str | None:
    """Why units added so cannot be followed by time added so (rule 1); None when they can."""
    units, time = over_units.value, over_time.value
    if over_units is OverUnits.RECOMPUTED and time in ADDED | EXTREMES:
        return RATIO_OVER_TIME
    if (units in ADDED and time in EXTREMES) or (units in EXTREMES and time in ADDED):
        return ORDER_MATTERS
    if units in EXTREMES and time in EXTREMES and units != time:
        return LEAST_OF_GREATEST
    has_parts = over_units in (OverUnits.MEAN, OverUnits.WEIGHTED_MEAN, OverUnits.RECOMPUTED)
    return NO_PARTS_OVER_TIME if over_time is OverTime.RECOMPUTED and not has_parts else None


def refusal_of(adding: Adding) -> Refusal | None:
    """What has no defined result in an indicator's own fields; None when all has."""
    if (reason := refusal_of_mix(adding.over_units, adding.over_time)) is not None:
        return Refusal("over_time", reason)
    if adding.carries_forward and adding.over_time is not OverTime.LAST:
        return Refusal("carries_forward", CARRIES_NO_STOCK)
    if adding.measure and adding.over_units is not OverUnits.SUM:
        return Refusal("measure", APPORTIONS_NO_SUM)
    if adding.multiplier < 1:
        return Refusal("multiplier", MULTIPLIER_TOO_SMALL)
    if adding.multiplier != 1 and adding.over_units is not OverUnits.RECOMPUTED:
        return Refusal("multiplier", MULTIPLIES_NO_RATIO)
    return None


def refusal_of_parts(
    over_units: OverUnits,
    *,
    point: Hashable,
    weight: Part | None = None,
    numerator: Part | None = None,
    denominator: Part | None = None,
) -> Refusal | None:
    """What has no defined result in what data point `point` is counted from."""
    if over_units is OverUnits.WEIGHTED_MEAN and weight is None:
        return Refusal("weight", NO_WEIGHT)
    if over_units is OverUnits.RECOMPUTED and (numerator is None or denominator is None):
        return Refusal("denominator" if numerator else "numerator", PARTS_MISSING)
    if (numerator is None) is not (denominator is None):
        return Refusal("denominator" if numerator else "numerator", PARTS_MISSING)
    for field, part in (("weight", weight), ("numerator", numerator), ("denominator", denominator)):
        if part is None:
            continue
        if part.point == point:
            return Refusal(field, PART_OF_ITSELF)
        if part.over_units is not OverUnits.SUM:
            return Refusal(field, PART_NOT_SUMMED)
    return None
