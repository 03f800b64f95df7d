"""The frames the kernel takes and gives: column names, and their making from rows. All columns are int64."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

# Which number: a period, a data point, an edition. Identities of rows; the kernel never looks behind them.
KEY = ["period", "data_point", "edition"]

# What adds up. `numerator` and `denominator` carry means and ratios (0, 0 where the kind does not use them).
COUNTS = ["amount", "has_amount", "numerator", "denominator", "reported", "answered", "expected"]

# What a unit answered: amount (0 when `sign` is not a number), sign and scope as in `Figure`.
FIGURE = ["unit", *KEY, "amount", "sign", "scope"]
# What a unit was asked: `reported` is 1 when its report is accepted.
DUTY = ["unit", *KEY, "reported"]
# A unit's own part, or the total of a unit below. `amount` of a part is what the unit itself said.
PART = ["unit", *KEY, *COUNTS, "is_whole"]
# The total of a unit: `amount` of a sum, least or greatest; `numerator`, `denominator` of a mean or ratio.
TOTAL = ["unit", *KEY, *COUNTS]


def frame(rows: Iterable[Sequence[Any]], columns: Sequence[str]) -> pd.DataFrame:
    """Rows of integers as an int64 frame; OverflowError when one does not fit (never a float)."""
    listed = list(rows)
    if not listed:
        return empty(columns).copy()
    if (block := np.array(listed)).dtype == np.int64:  # all at once: a column each costs a pandas call
        return pd.DataFrame(np.asfortranarray(block), columns=list(columns))
    data = {name: pd.Series([row[at] for row in listed], dtype="int64") for at, name in enumerate(columns)}
    return pd.DataFrame(data, columns=list(columns))


def empty(columns: Sequence[str]) -> pd.DataFrame:
    """A frame without rows; the same one each time, so nobody may write into it."""
    return _empty(tuple(columns))


@cache
def _empty(columns: tuple[str, ...]) -> pd.DataFrame:
    return filled(columns, 0)


def filled(columns: Sequence[str], length: int, **values: "np.ndarray[Any, Any] | int") -> pd.DataFrame:
    """So many rows of the named columns, numbers or truth values; columns nobody names are 0."""
    block = np.zeros((length, len(columns)), dtype=np.int64, order="F")
    for at, name in enumerate(columns):
        if name in values:
            block[:, at] = values[name]
    return pd.DataFrame(block, columns=list(columns))
