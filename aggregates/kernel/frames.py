"""The frames the kernel takes and gives: column names, and their making from rows. All columns are int64."""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

# Which number: a period, a data point, an edition. Identities of rows; the kernel never looks behind them.
KEY = ["period", "data_point", "edition"]

# What a unit answered: amount (0 when `sign` is not a number), sign and scope as in `Figure`.
FIGURE = ["unit", *KEY, "amount", "sign", "scope"]
# What a unit was asked: `reported` is 1 when its report is accepted.
DUTY = ["unit", *KEY, "reported"]
# A unit's own part, or the total of a unit below.
PART = ["unit", *KEY, "amount", "has_amount", "reported", "answered", "expected", "is_whole"]
TOTAL = ["unit", *KEY, "amount", "has_amount", "reported", "answered", "expected"]

COUNTS = ["amount", "has_amount", "reported", "answered", "expected"]


def frame(rows: Iterable[Sequence[Any]], columns: Sequence[str]) -> pd.DataFrame:
    """Rows of integers as an int64 frame; OverflowError when one does not fit (never a float)."""
    listed = list(rows)
    data = {name: pd.Series([row[at] for row in listed], dtype="int64") for at, name in enumerate(columns)}
    return pd.DataFrame(data, columns=list(columns))


def empty(columns: Sequence[str]) -> pd.DataFrame:
    return frame([], columns)
