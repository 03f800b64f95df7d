"""Quarters by difference of cumulative flows: Q1 = 3M, Q2 = 6M − 3M, Q3 = 9M − 6M, Q4 = year − 9M."""

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from aggregates.kernel.bounds import LIMIT, KernelBoundError, checked
from aggregates.kernel.compare import NOT_COMPLETE, NOTHING_NOW, Change, compared

FLOW = ["unit", "data_point", "amount", "answered", "expected"]


def flow(
    minuend: pd.DataFrame, subtrahend: pd.DataFrame | None, *, component_of: Mapping[int, int]
) -> pd.DataFrame:
    """FLOW rows, one a component (as `unit`) and data point, from PART rows of two cumulative periods.

    Answered where the component is complete in both; None stands for the year's first step, itself.
    """
    both = compared(minuend, minuend if subtrahend is None else subtrahend, component_of=component_of)
    taken = both["base"] * (subtrahend is not None)
    largest = sum(
        max(abs(int(side.min())), abs(int(side.max()))) for side in (both["now"], taken) if len(side)
    )
    if largest > LIMIT:
        raise KernelBoundError(largest, "a difference")
    result = both.rename(columns={"component": "unit", "is_complete": "answered"})
    result["amount"] = (both["now"] - taken) * both["is_complete"]
    result["expected"] = 1
    return result[FLOW]


def flow_change(
    now: pd.DataFrame, base: pd.DataFrame | None, *, inside: Collection[int], data_point: int
) -> Change:
    """What FLOW rows of one point say over the components inside a unit; `base` None: only how much."""
    here, there = _answered(now, data_point), _answered(now if base is None else base, data_point)
    of_units = sum(1 for component in here if component in inside)
    both = [one for one in here if one in inside and here[one] is not None and there.get(one) is not None]
    if not both:
        return Change(None, None, 0, of_units, NOT_COMPLETE if of_units else NOTHING_NOW)
    amount, earlier = (checked(sum(side[one] or 0 for one in both)) for side in (here, there))
    return Change(amount, earlier, len(both), of_units)


def _answered(flows: pd.DataFrame, data_point: int) -> dict[int, int | None]:
    rows = flows[flows["data_point"] == data_point]
    return {
        component: amount if answered else None
        for component, amount, answered in zip(
            *(rows[column].tolist() for column in ("unit", "amount", "answered")), strict=True
        )
    }


def steps(cumulative: Sequence[int | None]) -> list[int | None]:
    """Plain steps of a cumulative series of one year; a hole makes its own step and the next one a hole."""
    found: list[int | None] = []
    before: int | None = 0
    for amount in cumulative:
        found.append(None if amount is None or before is None else amount - before)
        before = amount
    return found
