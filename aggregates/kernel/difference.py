"""Quarters by difference of cumulative flows: Q1 = 3M, Q2 = 6M − 3M, Q3 = 9M − 6M, Q4 = year − 9M."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from aggregates.kernel.compare import changes, compared


@dataclass(frozen=True, slots=True)
class Step:
    """A flow that comes by difference, or None. Partial: not all units are in both periods."""

    amount: int | None
    units: int = 0
    of_units: int = 0

    @property
    def is_partial(self) -> bool:
        return self.units < self.of_units


def difference(
    minuend: pd.DataFrame,
    subtrahend: pd.DataFrame | None,
    *,
    component_of: Mapping[int, int],
    asked_of: Mapping[int, tuple[int, ...]],
    asked: int,
    data_point: int,
) -> Step:
    """The flow between two cumulative periods, over what is complete in both, for one unit and data point.

    `minuend`, `subtrahend`: PART rows of one edition; None: the first step of the year stands for itself.
    """
    change = changes(
        compared(minuend, minuend if subtrahend is None else subtrahend, component_of=component_of),
        asked_of=asked_of,
    ).get((asked, data_point))
    if change is None or change.now is None or change.base is None:
        return Step(None, 0, 0 if change is None else change.of_units)
    amount = change.now if subtrahend is None else change.now - change.base
    return Step(amount, change.units, change.of_units)


def flows(cumulative: Sequence[int | None]) -> list[int | None]:
    """Plain steps of a cumulative series of one year; a hole makes its own step and the next one a hole."""
    steps: list[int | None] = []
    before: int | None = 0
    for amount in cumulative:
        steps.append(None if amount is None or before is None else amount - before)
        before = amount
    return steps
