"""What stands out in a report of a round, put to the reviewer as a question (docs/decisions/053). Pure.

A question is no rule of the form: nobody has to answer it, and it stops nothing. Two are asked: did this unit
change far more than the others did since the same earlier period, and is the number far from what the unit
itself usually says. Amounts are scaled integers with the decimals of their cell.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

FEW_UNITS, FEW_PERIODS = 8, 6
"""So many units, or earlier periods, are needed to know what is usual."""
MILLION = 1_000_000
LIMIT = MILLION * 7 // 2  # 3.5 robust deviations (Iglewicz and Hoaglin 1993)
DEVIATION = 674_500
LEAST_SPREAD = 20
"""A twentieth: where all say nearly the same, small changes are still no question."""


@dataclass(frozen=True, slots=True)
class Question:
    """`then`: the earlier amount, or the unit's own median; `low`, `high`: where the middle half of the
    others' changes lies (in millionths of the earlier amount), or the unit's own least and most."""

    address: str
    kind: Literal["others", "own_past"]
    now: int
    then: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Usual:
    """How the units of a round changed at a cell, in millionths: median, spread, middle half."""

    middle: int
    spread: int
    low: int
    high: int


def usual_change(pairs: Iterable[tuple[int, int]]) -> Usual | None:
    """Of (now, earlier) by unit; None where too few have a base above 0."""
    changes = sorted(now * MILLION // before for now, before in pairs if before > 0)
    if len(changes) < FEW_UNITS:
        return None
    middle = _median(changes)
    spread = _median(sorted(abs(change - middle) for change in changes))
    quarter = len(changes) // 4
    return Usual(
        middle,
        max(spread, MILLION // LEAST_SPREAD),
        changes[quarter] - MILLION,
        changes[-1 - quarter] - MILLION,
    )


def ask_of_others(address: str, now: int, before: int, usual: Usual, *, decimals: int) -> Question | None:
    """A question when the change lies far from the others' and is more than chance in small numbers."""
    if before <= 0 or not _is_more_than_chance(now, before, decimals):
        return None
    if abs(now * MILLION // before - usual.middle) * DEVIATION <= LIMIT * usual.spread:
        return None
    return Question(address, "others", now, before, usual.low, usual.high)


def ask_of_own_past(address: str, now: int, earlier: Sequence[int], *, decimals: int) -> Question | None:
    """A question when the number lies far from the unit's own earlier ones."""
    if len(earlier) < FEW_PERIODS:
        return None
    ordered = sorted(earlier)
    middle = _median(ordered)
    if not _is_more_than_chance(now, middle, decimals):
        return None
    spread = _median(sorted(abs(number - middle) for number in ordered))
    if abs(now - middle) * DEVIATION <= LIMIT * max(spread, abs(middle) // LEAST_SPREAD):
        return None
    return Question(address, "own_past", now, middle, ordered[0], ordered[-1])


def _is_more_than_chance(now: int, then: int, decimals: int) -> bool:
    """Two counts differ by up to three times the root of their sum when nothing happened."""
    one: int = 10**decimals
    return (now - then) ** 2 > 9 * (abs(now) + abs(then)) * one


def _median(ordered: Sequence[int]) -> int:
    half, rest = divmod(len(ordered), 2)
    return ordered[half] if rest else (ordered[half - 1] + ordered[half]) // 2
