"""Shorter periods that make up a longer one exactly. Pure."""

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction

Dates = tuple[date, date]


def tiled(amounts: Mapping[Dates, Fraction], *, starts: date, ends: date) -> Fraction | None:
    """The sum of periods that follow each other from the first day to the last; of several ways the one with
    most periods (the months before the quarters). None when there is a gap, or only the whole itself."""
    ways: dict[date, tuple[int, Fraction]] = {ends + timedelta(days=1): (0, Fraction(0))}
    for first, last in sorted(amounts, reverse=True):
        after = ways.get(last + timedelta(days=1))
        if after is None or (first, last) == (starts, ends) or first < starts:
            continue
        count, total = after[0] + 1, after[1] + amounts[first, last]
        if first not in ways or count > ways[first][0]:
            ways[first] = count, total
    return ways[starts][1] if starts in ways else None
