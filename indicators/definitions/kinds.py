"""What kind of value an indicator has, and how values of that kind may be added up."""

import enum

from indicators.adding_up import Adding, Refusal
from indicators.msgids import gettext_noop


class ValueKind(enum.StrEnum):
    """The values are those of `Indicator.ValueKind`."""

    COUNT = "count"
    AMOUNT = "amount"
    PERCENTAGE = "percentage"
    MEAN = "mean"
    INDEX = "index"
    YES_NO = "yes_no"
    CHOICE = "choice"
    TEXT = "text"


SHARE_NOT_ADDED = gettext_noop(
    "tỷ lệ phần trăm không được cộng hay bình quân giản đơn; hãy chọn bình quân gia quyền hoặc tính lại "
    "từ tử số và mẫu số"
)
MEAN_NOT_ADDED = gettext_noop(
    "số bình quân không được cộng hay bình quân lần nữa; hãy chọn bình quân gia quyền hoặc tính lại từ "
    "tử số và mẫu số"
)
INDEX_NOT_ADDED = gettext_noop("chỉ số tổng hợp không được cộng; hãy chọn bình quân hoặc không cộng")
YES_NO_NOT_ADDED = gettext_noop(
    "câu trả lời có/không chỉ được đếm số “có”, lấy nhỏ nhất (mọi nơi đều có), lớn nhất (ít nhất một nơi có) "
    "hoặc không cộng"
)
CHOICE_NOT_ADDED = gettext_noop("câu trả lời chọn trong danh sách không được cộng; hãy chọn không cộng")
TEXT_NOT_ADDED = gettext_noop("câu trả lời bằng chữ không được cộng; hãy chọn không cộng")

_EVERY_TIME = frozenset({"sum", "first", "last", "mean", "min", "max", "recomputed", "none"})
_STATES = frozenset({"first", "last", "min", "max", "none"})

# Kind → (ways over units, ways over time, why no other). What is not here adds up in any defined way.
ADDS_UP_SO: dict[ValueKind, tuple[frozenset[str], frozenset[str], str]] = {
    ValueKind.PERCENTAGE: (
        frozenset({"weighted_mean", "recomputed", "min", "max", "none"}),
        _EVERY_TIME - {"sum"},
        SHARE_NOT_ADDED,
    ),
    ValueKind.MEAN: (
        frozenset({"weighted_mean", "recomputed", "min", "max", "none"}),
        _EVERY_TIME - {"sum"},
        MEAN_NOT_ADDED,
    ),
    ValueKind.INDEX: (
        frozenset({"mean", "weighted_mean", "recomputed", "min", "max", "none"}),
        _EVERY_TIME - {"sum"},
        INDEX_NOT_ADDED,
    ),
    ValueKind.YES_NO: (frozenset({"sum", "min", "max", "none"}), _STATES, YES_NO_NOT_ADDED),
    ValueKind.CHOICE: (frozenset({"none"}), frozenset({"first", "last", "none"}), CHOICE_NOT_ADDED),
    ValueKind.TEXT: (frozenset({"none"}), frozenset({"none"}), TEXT_NOT_ADDED),
}
WHOLE = frozenset({ValueKind.YES_NO, ValueKind.CHOICE, ValueKind.TEXT})
"""Kinds without decimals, and without a range of their own."""


def refusal_of_kind(kind: ValueKind, adding: Adding) -> Refusal | None:
    """Why values of this kind cannot be added up so; None when they can."""
    if kind not in ADDS_UP_SO:
        return None
    over_units, over_time, reason = ADDS_UP_SO[kind]
    if adding.over_units.value not in over_units:
        return Refusal("over_units", reason)
    return None if adding.over_time.value in over_time else Refusal("over_time", reason)
