"""A calendar and deadline rules as plain data, and back."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import time
from typing import Any

from indicators.periods import Anchor, Calendar, CountIn, CutOff, DueRule, Kind, OnDayOff, ScopedRule, YearDay

MOST_RULES = 100
MOST_ROWS = 100
_KINDS = re.compile(r"[a-z_]{1,30}")


@dataclass(frozen=True, slots=True)
class NamedCalendar:
    """A calendar as people call it. `named_after`: code of the calendar whose names it uses, or ""."""

    cut: Calendar
    name: str
    named_after: str = ""

    @property
    def code(self) -> str:
        return self.cut.code

    def cuts_like(self, other: Calendar) -> bool:
        """Whether both cut time at the same days."""
        mine, theirs = (
            (set(one.cut_offs), one.natural, one.week_starts) for one in (self.cut, other)
        )  # the order of rows says nothing
        after = other.named_after.code if other.named_after is not None else ""
        return mine == theirs and self.named_after == after


def calendar_data(calendar: NamedCalendar) -> dict[str, Any]:
    rows = sorted(calendar.cut.cut_offs, key=lambda row: (row.kind, row.number))
    return {
        "code": calendar.code,
        "name": calendar.name,
        "natural": sorted(kind.value for kind in calendar.cut.natural),
        "week_starts": calendar.cut.week_starts,
        "named_after": calendar.named_after,
        "rows": [[row.kind.value, row.number, *_day(row.starts), *_day(row.ends)] for row in rows],
    }


def calendar_from(data: Mapping[str, Any]) -> NamedCalendar:
    """ValueError, TypeError or KeyError for what is none."""
    rows = data["rows"]
    if not isinstance(rows, list) or len(rows) > MOST_ROWS:
        raise ValueError("rows")
    cut = Calendar(
        code=str(data["code"])[:20],
        cut_offs=tuple(_row(*row) for row in rows),
        natural=frozenset(map(Kind, data["natural"])),
        week_starts=_whole(data["week_starts"], 1, 7),
    )
    return NamedCalendar(cut, str(data["name"])[:100], str(data["named_after"])[:20])


def rule_data(scoped: ScopedRule) -> dict[str, Any]:
    rule = scoped.rule
    return {
        "edition": scoped.edition,
        "kinds": sorted(scoped.kinds),
        "offset": rule.offset,
        "count_in": rule.count_in.value,
        "anchor": rule.anchor.value,
        "fixed_day": rule.fixed_day,
        "months_after": rule.months_after,
        "at": rule.at.isoformat("minutes"),
        "on_day_off": rule.on_day_off.value,
    }


def rule_from(data: Mapping[str, Any]) -> ScopedRule:
    """ValueError, TypeError or KeyError for what is none; whether it can be kept is judged elsewhere."""
    kinds, edition, day = data["kinds"], data["edition"], data["fixed_day"]
    if not isinstance(kinds, list) or not all(
        isinstance(one, str) and _KINDS.fullmatch(one) for one in kinds
    ):
        raise ValueError("kinds")
    rule = DueRule(
        offset=_whole(data["offset"], -400, 400),
        count_in=CountIn(data["count_in"]),
        anchor=Anchor(data["anchor"]),
        fixed_day=None if day is None else _whole(day, 1, 31),
        months_after=_whole(data["months_after"], -24, 24),
        at=time.fromisoformat(str(data["at"])),
        on_day_off=OnDayOff(data["on_day_off"]),
    )
    return ScopedRule(rule, frozenset(kinds), None if edition is None else _whole(edition, 0, 100))


def without_key(scoped: ScopedRule) -> ScopedRule:
    """The rule wherever it is kept."""
    return replace(scoped, key=0)


def _day(day: YearDay) -> tuple[int, int, int]:
    return day.year_offset, day.month, day.day


def _row(kind: str, number: int, *days: int) -> CutOff:
    numbers = [_whole(one, -1, 31) for one in days]
    if len(numbers) != 6:
        raise ValueError("rows")
    starts, ends = YearDay(*numbers[:3]), YearDay(*numbers[3:])
    for day in (starts, ends):
        if not (-1 <= day.year_offset <= 1 and 1 <= day.month <= 12 and 1 <= day.day <= 31):
            raise ValueError("day")
    return CutOff(Kind(kind), _whole(number, 1, 12), starts, ends)


def _whole(value: Any, least: int, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise ValueError("number")
    return value
