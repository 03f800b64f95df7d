"""Sums that never wrap: int64 sums wrap silently in pandas, so a bound is proved before or the sum is exact.

Rule 7: a sum whose amount passes 9·10¹⁸ is refused loudly.
"""

from collections.abc import Sequence

import pandas as pd

LIMIT = 9 * 10**18


class KernelBoundError(ArithmeticError):
    """A sum or a value passes 9·10¹⁸: refused, never wrapped. `group` names where."""

    def __init__(self, amount: int, group: object = None) -> None:
        super().__init__(f"{amount} passes the bound of {LIMIT}" + (f" at {group}" if group else ""))
        self.amount = amount
        self.group = group


def checked(amount: int, group: object = None) -> int:
    """The amount itself when it is within the bound; KernelBoundError if not."""
    if -LIMIT <= amount <= LIMIT:
        return amount
    raise KernelBoundError(amount, group)


def summed(frame: pd.DataFrame, *, by: Sequence[str], columns: Sequence[str]) -> pd.DataFrame:
    """Sums of int64 `columns` for each group of `by`, exact, as one row a group, sorted by the key.

    KernelBoundError when a sum passes the bound.
    """
    groups = frame.groupby(list(by), sort=True)
    sizes = groups.size()
    largest = int(sizes.max()) if len(frame) else 0
    proved = [column for column in columns if largest * _largest(frame[column]) <= LIMIT]
    result = groups[proved].sum() if proved else pd.DataFrame(index=sizes.index)
    for column in columns:
        if column not in proved:
            result[column] = _sum_exactly(frame, by=by, column=column)
    return result[list(columns)].reset_index()


def products(left: pd.Series, right: pd.Series) -> "pd.Series[int]":
    """left × right, row by row, exact; KernelBoundError when one passes the bound."""
    pairs = zip(left.tolist(), right.tolist(), strict=True)
    if _largest(left) * _largest(right) > LIMIT:
        return pd.Series([checked(a * b) for a, b in pairs], dtype="int64")
    return pd.Series(left.to_numpy() * right.to_numpy(), dtype="int64")


def _largest(values: pd.Series) -> int:
    if not len(values):
        return 0
    return max(abs(int(values.min())), abs(int(values.max())))


def _sum_exactly(frame: pd.DataFrame, *, by: Sequence[str], column: str) -> pd.Series:
    """Python's integers where int64 cannot be proved to hold the sum: slow, exact, refused past the bound."""
    sums: dict[object, int] = {}
    for key, amount in zip(
        frame[list(by)].itertuples(index=False, name=None), frame[column].tolist(), strict=True
    ):
        sums[key] = sums.get(key, 0) + amount
    rows = [checked(amount, key) for key, amount in sorted(sums.items(), key=lambda item: item[0])]  # type: ignore[arg-type,return-value]
    index = frame.groupby(list(by), sort=True).size().index
    return pd.Series(rows, index=index, dtype="int64")
