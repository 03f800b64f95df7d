"""Asked once (promise 7): whether days that are asked about are answered already elsewhere. Pure.

Days are compared, never the codes of periods: `2026-Q1` and `2026-3M` are the same three months.
"""

import enum
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

Dates = tuple[date, date]
"""First and last day, both included."""


class How(enum.StrEnum):
    """How an answer is had from others: for the same days, added up, or the one that stands at an edge."""

    SAME = "same"
    SUM = "sum"
    FIRST = "first"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class Had:
    """`parts`: the periods elsewhere whose answers give the one asked for, in order of their days."""

    how: How
    parts: tuple[Dates, ...]


def had_from(asked: Dates, answered: Collection[Dates], *, over_time: str) -> Had | None:
    """How the answer for the days `asked` is had from periods that are `answered`; None when it is not.

    `over_time` as of `Indicator.OverTime`. The same days come first: reported beats derived (rule 5). Then
    flows ("sum") are added up from shorter periods that tile the days, of several ways by the one with the
    fewest; of stocks the one at the last day is taken ("last"), or at the first ("first"). All others are
    had for the same days only.
    """
    if asked in answered:
        return Had(How.SAME, (asked,))
    within = [one for one in answered if asked[0] <= one[0] and one[1] <= asked[1]]
    if over_time == "sum":
        parts = tiling(asked, within)
        return None if parts is None else Had(How.SUM, parts)
    if over_time == "last":
        ends = [one for one in within if one[1] == asked[1]]
        return Had(How.LAST, (min(ends),)) if ends else None
    if over_time == "first":
        starts = [one for one in within if one[0] == asked[0]]
        return Had(How.FIRST, (max(starts),)) if starts else None
    return None


def tiling(asked: Dates, among: Iterable[Dates]) -> tuple[Dates, ...] | None:
    """The fewest periods that follow each other from the first day to the last; None when there is a gap."""
    ways: dict[date, tuple[Dates, ...]] = {asked[1] + timedelta(days=1): ()}
    for one in sorted(set(among), reverse=True):
        after = ways.get(one[1] + timedelta(days=1))
        if after is not None and (one[0] not in ways or len(after) + 1 < len(ways[one[0]])):
            ways[one[0]] = (one, *after)
    return ways.get(asked[0])
