"""Rule 5: which reported periods answer an asked one, each day counted once, all of one calendar.

Every reported span is a way from its first day to the day after its last. A way from the asked span's first
day to the day after its last is a tiling; a step backwards takes a span away (Q3: back over 6M, on over 9M).
However it winds, each day outside adds up to nothing and each day inside to one.
"""

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from indicators.adding_up import OverTime
from indicators.msgids import gettext_noop

ONE_DAY = timedelta(days=1)

NOT_ADDED = gettext_noop("chỉ tiêu này không tính từ các kỳ khác, chỉ có ở kỳ được báo cáo")
OTHER_CALENDAR = gettext_noop("số liệu chỉ có theo lịch báo cáo khác, không cộng lẫn hai lịch")
NOT_A_FLOW = gettext_noop("chỉ số phát sinh mới tính được bằng phép trừ hai kỳ lũy kế")
UNEQUAL = gettext_noop("các kỳ có số liệu dài ngắn khác nhau, không tính được bình quân")
GAP = gettext_noop("còn thiếu kỳ báo cáo cho một phần thời gian được hỏi")


class Span(Protocol):
    """Dates are both included. `kind` only tells equal spans from unequal ones (month, quarter, to date)."""

    @property
    def calendar(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def starts(self) -> date: ...
    @property
    def ends(self) -> date: ...


AnySpan = TypeVar("AnySpan", bound=Span)


class How(StrEnum):
    REPORTED = "reported"
    TILED = "tiled"
    EDGE = "edge"  # a stock: what stood on the first or last day
    CARRIED = "carried"
    DIFFERENCE = "difference"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True, slots=True)
class Way(Generic[AnySpan]):
    """Σ `adds` − Σ `less`, each in order of time."""

    adds: tuple[AnySpan, ...]
    less: tuple[AnySpan, ...] = ()


@dataclass(frozen=True, slots=True)
class Cover(Generic[AnySpan]):
    """How an asked span is answered. `checks`: other ways to the same span; a different result is a warning.

    `reason` (a msgid) when it is impossible; `gaps`: the dates no reported span inside covers.
    """

    how: How
    way: Way[AnySpan] = Way(())
    checks: tuple[Way[AnySpan], ...] = ()
    reason: str = ""
    gaps: tuple[tuple[date, date], ...] = ()


def cover(
    asked: Span, available: Iterable[AnySpan], *, kind: OverTime, carries_forward: bool = False
) -> Cover[AnySpan]:
    """The one way to count `asked` from spans that are there; of two with the same dates the first is taken.

    Reported beats derived, a tiling beats a difference, and few spans beat many (a mean takes the shortest,
    all of one kind). A stock is what stood on its first or last day. Only flows (`kind` sum) derive by
    difference.
    """
    listed = list(available)
    mine = _distinct(span for span in listed if span.calendar == asked.calendar)
    found = _found(asked, mine, kind, carries_forward=carries_forward)
    if found is not None:
        how, way = found
        return Cover(how, way, tuple(_checks(asked, mine, kind, chosen=way)))
    reason = OTHER_CALENDAR if listed and not mine else _reason(asked, mine, kind)
    return Cover(How.IMPOSSIBLE, reason=reason, gaps=_gaps(asked, mine))


def _found(
    asked: Span, mine: Sequence[AnySpan], kind: OverTime, *, carries_forward: bool
) -> tuple[How, Way[AnySpan]] | None:
    for span in mine:
        if _same(span, asked):
            return How.REPORTED, Way((span,))
    if kind is OverTime.NONE:
        return None
    if kind in (OverTime.FIRST, OverTime.LAST):
        return _at_the_edge(asked, mine, kind, carries_forward=carries_forward)
    if kind is OverTime.MEAN:
        tilings = _uniform(asked, mine)
        return (How.TILED, max(tilings, key=lambda way: len(way.adds))) if tilings else None
    way = _way(asked, mine, backwards=kind is OverTime.SUM)
    return None if way is None else (How.DIFFERENCE if way.less else How.TILED, way)


def _at_the_edge(
    asked: Span, mine: Sequence[AnySpan], kind: OverTime, *, carries_forward: bool
) -> tuple[How, Way[AnySpan]] | None:
    """A stock of the first (last) day is that of any span which begins (ends) with it; inside ones before."""
    if kind is OverTime.FIRST:
        there = [span for span in mine if span.starts == asked.starts]
    else:
        there = [span for span in mine if span.ends == asked.ends]
    if there:
        return How.EDGE, Way((min(there, key=lambda span: (not _inside(span, asked), *_longest(span))),))
    earlier = [span for span in mine if span.ends < asked.ends]
    if kind is OverTime.LAST and carries_forward and earlier:
        return How.CARRIED, Way((max(earlier, key=lambda span: (span.ends, span.starts)),))
    return None


# ---- ways -------------------------------------------------------------------------------------------------


def _way(asked: Span, mine: Sequence[AnySpan], *, backwards: bool) -> Way[AnySpan] | None:
    """The way with the fewest steps back, then the fewest steps, then the longest spans first."""
    steps = [(span.starts, span.ends + ONE_DAY, span, 0) for span in mine]
    if backwards:
        steps += [(span.ends + ONE_DAY, span.starts, span, 1) for span in mine]
    goal = asked.ends + ONE_DAY
    # (steps back, steps, lengths, which): the last two make one of several equal ways the answer, always.
    waiting: list[tuple[int, int, tuple[int, ...], tuple[int, ...], date]] = [(0, 0, (), (), asked.starts)]
    reached: set[date] = set()
    while waiting:
        back, count, lengths, taken, day = heapq.heappop(waiting)
        if day == goal:
            return _way_of([(steps[at][2], steps[at][3]) for at in taken])
        if day in reached:
            continue
        reached.add(day)
        for at, (start, end, span, is_back) in enumerate(steps):
            if start == day and end not in reached and (backwards or _inside(span, asked)):
                length = -(span.ends - span.starts).days
                heapq.heappush(waiting, (back + is_back, count + 1, (*lengths, length), (*taken, at), end))
    return None


def _way_of(steps: list[tuple[AnySpan, int]]) -> Way[AnySpan]:
    adds, less = (
        tuple(sorted((span for span, back in steps if back == side), key=lambda span: span.starts))
        for side in (0, 1)
    )
    return Way(adds, less)


def _uniform(asked: Span, mine: Sequence[AnySpan]) -> list[Way[AnySpan]]:
    """Tilings by several spans of one kind, each."""
    ways = []
    for kind in sorted({str(span.kind) for span in mine}):
        way = _way(asked, [span for span in mine if span.kind == kind], backwards=False)
        if way is not None and len(way.adds) > 1:
            ways.append(way)
    return ways


def _checks(
    asked: Span, mine: Sequence[AnySpan], kind: OverTime, *, chosen: Way[AnySpan]
) -> list[Way[AnySpan]]:
    """Other ways: by the spans of each kind, and for flows by what is left without the chosen spans."""
    if kind in (OverTime.NONE, OverTime.MEAN, OverTime.FIRST):
        return []
    if kind is OverTime.LAST:
        here = {id(span) for span in chosen.adds}
        same_day = [span for span in mine if span.ends == asked.ends and id(span) not in here]
        return [Way((span,)) for span in same_day]
    ways = [way for way in _uniform(asked, mine) if way != chosen]
    if kind is OverTime.SUM:
        used = (*chosen.adds, *chosen.less)
        other = _way(asked, [span for span in mine if span not in used], backwards=True)
        if other is not None and other not in ways:
            ways.append(other)
    return ways


# ---- why not ----------------------------------------------------------------------------------------------


def _reason(asked: Span, mine: Sequence[AnySpan], kind: OverTime) -> str:
    if kind is OverTime.NONE:
        return NOT_ADDED
    if kind is OverTime.MEAN and _way(asked, mine, backwards=False) is not None:
        return UNEQUAL
    if kind is not OverTime.SUM and _way(asked, mine, backwards=True) is not None:
        return NOT_A_FLOW
    return GAP


def _gaps(asked: Span, mine: Sequence[AnySpan]) -> tuple[tuple[date, date], ...]:
    gaps: list[tuple[date, date]] = []
    day = asked.starts
    for span in sorted((span for span in mine if _inside(span, asked)), key=lambda span: span.starts):
        if span.starts > day:
            gaps.append((day, span.starts - ONE_DAY))
        day = max(day, span.ends + ONE_DAY)
    return (*gaps, (day, asked.ends)) if day <= asked.ends else tuple(gaps)


def _distinct(spans: Iterable[AnySpan]) -> list[AnySpan]:
    found: dict[tuple[date, date], AnySpan] = {}
    for span in spans:
        found.setdefault((span.starts, span.ends), span)
    return list(found.values())


def _same(one: Span, other: Span) -> bool:
    return (one.starts, one.ends) == (other.starts, other.ends)


def _inside(span: Span, asked: Span) -> bool:
    return asked.starts <= span.starts and span.ends <= asked.ends


def _longest(span: Span) -> tuple[int, date]:
    return -(span.ends - span.starts).days, span.starts
