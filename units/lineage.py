"""Where the descent of units ends, and how much of a unit ended there: successions followed day by day. Pure.

Shares are exact fractions on the way (several ways to one end add up) and billionths at the end.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeAlias

WHOLE = 1_000_000_000
MEASURES = 2  # population, area: the order of all share tuples here

Shares: TypeAlias = tuple[int | None, ...]
Ends: TypeAlias = dict[int, Shares]
"""Terminal → what of the unit ended there, in billionths by measure; None is not known."""

_Exact: TypeAlias = dict[int, tuple[Fraction | None, ...]]
_ALL = (Fraction(1),) * MEASURES


@dataclass(frozen=True, slots=True)
class Step:
    """One succession: `on` is the successor's first day, `shares` billionths of the predecessor."""

    predecessor: int
    successor: int
    on: date
    is_whole: bool
    shares: Shares = (None,) * MEASURES


def terminals(
    *, ends: Mapping[int, date | None], successions: Iterable[Step]
) -> dict[int, dict[date | None, Ends]]:
    """Return unit → stretch of its life → its terminals; `ends` is every unit's last day (None: open).

    A unit that ended goes where its last steps lead; without any it is its own terminal: nobody answers for
    it, and nothing may claim it. One that gave a part away and lived on has a stretch for its figures of days
    before that, under the first day after the stretch; None is the key of all other figures.
    A unit carries away only what it got before: steps of one day do not follow each other, so circles end.
    """
    leaving: dict[date, dict[int, list[Step]]] = defaultdict(lambda: defaultdict(list))
    for step in successions:
        leaving[step.on][step.predecessor].append(step)
    found: dict[int, dict[date | None, Ends]] = {unit: {None: {unit: (WHOLE,) * MEASURES}} for unit in ends}
    # Backwards: `later` is where each unit's ground goes after the day that is looked at.
    later: dict[int, _Exact] = {}
    for day in sorted(leaving, reverse=True):
        gone = {
            unit: _divided(unit, steps, later, lives_on=_lives_on(ends.get(unit), day))
            for unit, steps in leaving[day].items()
        }
        later |= gone
        for unit in gone:
            key = day if _lives_on(ends.get(unit), day) else None
            found.setdefault(unit, {})[key] = rounded(gone[unit])
    return found


def _lives_on(last: date | None, day: date) -> bool:
    return last is None or last >= day


def _divided(unit: int, steps: Iterable[Step], later: Mapping[int, _Exact], *, lives_on: bool) -> _Exact:
    """The ends of all that leaves a unit on a day and, when it lives on, of the rest that stays."""
    moved = [(step.successor, _ALL if step.is_whole else _exact(step.shares)) for step in steps]
    if len(moved) == 1 and moved[0][1] is _ALL and not lives_on:  # nearly every unit of a country
        return later.get(moved[0][0], {moved[0][0]: _ALL})
    if lives_on:
        moved.append(
            (unit, tuple(_rest(shares) for shares in zip(*(part for _to, part in moved), strict=True)))
        )
    ends: _Exact = {}
    for to, part in moved:
        for end, share in later.get(to, {to: _ALL}).items():
            whole = tuple(_times(one, other) for one, other in zip(part, share, strict=True))
            before = ends.get(end, (Fraction(0),) * MEASURES)
            ends[end] = tuple(_plus(one, other) for one, other in zip(before, whole, strict=True))
    return ends


def _exact(shares: Shares) -> tuple[Fraction | None, ...]:
    return tuple(None if share is None else Fraction(share, WHOLE) for share in shares)


def _rest(shares: Iterable[Fraction | None]) -> Fraction | None:
    rest = Fraction(1)
    for share in shares:
        if share is None:
            return None
        rest -= share
    return max(rest, Fraction(0))


def _times(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one * other


def _plus(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one + other


def rounded(ends: _Exact) -> Ends:
    """In billionths by largest remainder (then lowest number): known shares that make a whole sum to it."""
    if list(ends.values()) == [_ALL]:
        return dict.fromkeys(ends, (WHOLE,) * MEASURES)
    columns = [_billionths({end: shares[at] for end, shares in ends.items()}) for at in range(MEASURES)]
    return {end: tuple(column[end] for column in columns) for end in ends}


def _billionths(shares: Mapping[int, Fraction | None]) -> dict[int, int | None]:
    exact = {end: share * WHOLE for end, share in shares.items() if share is not None}
    down = {end: int(share) for end, share in exact.items()}
    missing = int(sum(exact.values()) + Fraction(1, 2)) - sum(down.values())
    for end in sorted(exact, key=lambda end: (down[end] - exact[end], end))[:missing]:
        down[end] += 1
    return {end: down.get(end) for end in shares}
