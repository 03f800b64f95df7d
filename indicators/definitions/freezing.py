"""What no longer changes once there are figures: decimals, the unit of measure, data points."""

from collections.abc import Collection
from dataclasses import dataclass, field

from indicators.adding_up import Refusal
from indicators.definitions.definition import Definition
from indicators.definitions.kinds import WHOLE
from indicators.msgids import gettext_noop

HAS_FIGURES = gettext_noop(
    "đã có số liệu nên không đổi được nữa; hãy lập chỉ tiêu mới thay thế, có hệ số quy đổi"
)
IS_ASKED = gettext_noop("một đợt báo cáo đang mở hỏi chỉ tiêu này; hãy chờ đóng đợt hoặc lập chỉ tiêu mới")
MEANING_OF_NUMBERS = gettext_noop("đã có số liệu nên không bỏ được lựa chọn %(given)s")
POINT_IN_USE = gettext_noop(
    "“%(given)s” đang được biểu mẫu, số liệu hoặc chỉ tiêu khác dùng nên không bỏ được"
)


@dataclass(frozen=True, slots=True)
class Held:
    """By breakdown key: data points with figures, asked in an open round, or used by anything at all."""

    figures: Collection[str] = field(default_factory=frozenset)
    asked: Collection[str] = field(default_factory=frozenset)
    used: Collection[str] = field(default_factory=frozenset)


def refusals_of_change(before: Definition, after: Definition, held: Held) -> list[Refusal]:
    """What `held` forbids of a change, by field."""
    reason = HAS_FIGURES if held.figures else IS_ASKED if held.asked else ""
    found = [Refusal(name, reason) for name in _frozen(before, after) if reason]
    if held.figures:
        left = {option.number for option in after.options}
        gone = [option for option in before.options if option.number not in left]
        found += [
            Refusal("options", MEANING_OF_NUMBERS, {"given": f"{one.number} {one.name}"}) for one in gone
        ]
    removed = sorted((before.keys - after.keys) & {*held.figures, *held.asked, *held.used})
    return found + [Refusal("points", POINT_IN_USE, {"given": key[:120]}) for key in removed]


def _frozen(before: Definition, after: Definition) -> list[str]:
    """What changes of that which says how stored numbers are to be read."""
    scales = ("unit_of_measure", "decimals")
    changed = [name for name in scales if getattr(before, name) != getattr(after, name)]
    is_read_otherwise = before.kind is not after.kind and not WHOLE.isdisjoint((before.kind, after.kind))
    return ["kind", *changed] if is_read_otherwise else changed
