"""Rule 6, divided units: a figure is apportioned by known shares, to the last unit, and marked."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from aggregates.kernel.frames import COUNTS, PART, frame

APPORTIONED = [*PART, "terminal"]
"""PART rows of divided units, one a terminal: the amount is what falls to it, the counts are the unit's."""

Shares = Mapping[int, int | None]
"""Terminal → share of the unit by the asked measure; None is not known."""


class WhyNot(StrEnum):
    """Why a figure of a divided unit cannot be counted for one of its terminals."""

    NO_MEASURE = "no_measure"
    SHARE_UNKNOWN = "share_unknown"
    NOT_A_SUM = "not_a_sum"


@dataclass(frozen=True, slots=True)
class Inside:
    """How units of another time count for an asked one: wholly, by shares, or not, and why not."""

    wholly: frozenset[int]
    by_shares: Mapping[int, Mapping[int, int]]
    not_comparable: Mapping[int, WhyNot]


def apportion(amount: int, shares: Sequence[int]) -> list[int]:
    """Integer parts in the ratio of `shares`, whose sum is exactly `amount`: largest remainder.

    Equal remainders go to the earlier share; a negative amount is divided as its opposite is. ValueError
    when a share is negative or none is positive.
    """
    total = sum(shares)
    if total <= 0 or min(shares) < 0:
        raise ValueError(f"no shares to apportion by: {list(shares)}")
    size = abs(amount)
    parts = [size * share // total for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda at: (-(size * shares[at] % total), at))
    for at in by_remainder[: size - sum(parts)]:
        parts[at] += 1
    return [-part for part in parts] if amount < 0 else parts


def inside_of(
    units: Iterable[int],
    *,
    shares_of: Mapping[int, Shares],
    inside: Collection[int],
    measure: str,
    is_sum: bool = True,
) -> Inside:
    """Which units count for the terminals `inside`; units with no terminal there are left out.

    `shares_of`: the terminals of each unit with its shares by `measure` ("" when the indicator has none).
    Wholly when all terminals lie inside, shares or not. Only a sum can be apportioned.
    """
    held = frozenset(inside)
    wholly: set[int] = set()
    by_shares: dict[int, dict[int, int]] = {}
    not_comparable: dict[int, WhyNot] = {}
    for unit in units:
        shares = shares_of.get(unit, {})
        if not shares or not held & shares.keys():
            continue
        known = {terminal: share for terminal, share in sorted(shares.items()) if share is not None}
        if held >= shares.keys():
            wholly.add(unit)
        elif not is_sum:
            not_comparable[unit] = WhyNot.NOT_A_SUM
        elif not measure:
            not_comparable[unit] = WhyNot.NO_MEASURE
        elif len(known) < len(shares) or sum(known.values()) <= 0:
            not_comparable[unit] = WhyNot.SHARE_UNKNOWN
        else:
            by_shares[unit] = known
    return Inside(frozenset(wholly), by_shares, not_comparable)


def apportioned(parts: pd.DataFrame, *, shares_of: Mapping[int, Mapping[int, int]]) -> pd.DataFrame:
    """APPORTIONED rows of the PART rows whose units are divided, by their shares, terminals in order.

    All terminals are there, also those outside: the amounts of one figure sum to it.
    """
    columns = ["unit", "period", "data_point", "edition", *COUNTS, "is_whole"]
    rows = []
    for unit, period, point, edition, amount, *rest in zip(
        *(parts[column].tolist() for column in columns), strict=True
    ):
        shares = shares_of.get(unit)
        if shares is None:
            continue
        terminals = sorted(shares)
        divided = apportion(amount, [shares[terminal] for terminal in terminals])
        rows += [
            (unit, period, point, edition, part, *rest, terminal)
            for terminal, part in zip(terminals, divided, strict=True)
        ]
    return frame(rows, APPORTIONED)
