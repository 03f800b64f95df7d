"""Quarters by difference of cumulative flows: Q1 = 3M, Q2 = 6M − 3M, Q3 = 9M − 6M, Q4 = year − 9M."""

from collections.abc import Mapping, Sequence

import pandas as pd

from aggregates.kernel.bounds import LIMIT, KernelBoundError
from aggregates.kernel.compare import compared
from aggregates.kernel.frames import frame

FLOW = ["unit", "data_point", "amount", "answered", "expected"]


def flow(
    minuend: pd.DataFrame, subtrahend: pd.DataFrame | None, *, component_of: Mapping[int, int]
) -> pd.DataFrame:
    """FLOW rows, one a component (as `unit`) and data point, from PART rows of two cumulative periods.

    Answered where the component is complete in both; None stands for the year's first step, itself.
    """
    both = compared(minuend, minuend if subtrahend is None else subtrahend, component_of=component_of)
    taken = both["base"] * (subtrahend is not None)
    largest = max((abs(int(value)) for column in (both["now"], taken) for value in column), default=0)
    if 2 * largest > LIMIT:
        raise KernelBoundError(2 * largest, "a difference")
    result = both.rename(columns={"component": "unit", "is_complete": "answered"})
    result["amount"] = (both["now"] - taken) * both["is_complete"]
    result["expected"] = 1
    return result[FLOW]


def no_flow() -> pd.DataFrame:
    return frame([], FLOW)


def steps(cumulative: Sequence[int | None]) -> list[int | None]:
    """Plain steps of a cumulative series of one year; a hole makes its own step and the next one a hole."""
    found: list[int | None] = []
    before: int | None = 0
    for amount in cumulative:
        found.append(None if amount is None or before is None else amount - before)
        before = amount
    return found
