"""Rule 3: a total is the whole figure where the unit's own speaks for all below, else own + Σ children.

Signs of rule 2: a number counts; `-` is 0 and an answer; `…` is expected, reported, and no answer;
`x` is not expected. Kinds over units: sum, or none (counts only).
"""

import pandas as pd

from aggregates.kernel.bounds import summed
from aggregates.kernel.frames import COUNTS, KEY, PART, TOTAL

NUMBER, NONE, MISSING, NOT_APPLICABLE = 0, 1, 2, 3
WHOLE = 2


def parts_of(figures: pd.DataFrame, duties: pd.DataFrame) -> pd.DataFrame:
    """PART rows from FIGURE and DUTY rows: what each adds. A unit and key may have one of each.

    An `x` takes back what its duty added (an answered duty is an accepted one).
    """
    said = figures[["unit", *KEY, "amount"]].copy()
    answered = figures["sign"].isin([NUMBER, NONE]).astype("int64")
    taken_back = -(figures["sign"] == NOT_APPLICABLE).astype("int64")
    said["amount"] = figures["amount"] * (figures["sign"] == NUMBER)
    said["has_amount"] = answered
    said["reported"] = taken_back
    said["answered"] = answered
    said["expected"] = taken_back
    said["is_whole"] = (figures["scope"] == WHOLE).astype("int64")
    asked = duties.assign(amount=0, has_amount=0, answered=0, expected=1, is_whole=0)
    return pd.concat([said[PART], asked[PART]], ignore_index=True).astype("int64")


def add_up(unit: int, *, own: pd.DataFrame, below: pd.DataFrame, not_added: frozenset[int]) -> pd.DataFrame:
    """TOTAL rows of `unit` from its own PART rows and its children's (parts of leaves, totals of others).

    `not_added`: data points that do not add up over units; they get counts and no amount.
    KernelBoundError when a sum passes the bound.
    """
    wholes = own.loc[own["is_whole"] == 1, KEY]
    if len(wholes):
        replaced = pd.MultiIndex.from_frame(below[KEY]).isin(pd.MultiIndex.from_frame(wholes))
        below = below[~replaced]
    columns = [*KEY, *COUNTS]
    adding = pd.concat([own[columns], below[columns]], ignore_index=True)
    return finish(adding.assign(unit=unit), not_added=not_added)


def finish(adding: pd.DataFrame, *, not_added: frozenset[int]) -> pd.DataFrame:
    """TOTAL rows from rows that each count once for their `unit`."""
    if not_added:
        kept = ~adding["data_point"].isin(list(not_added))
        adding = adding.assign(amount=adding["amount"] * kept, has_amount=adding["has_amount"] * kept)
    totals = summed(adding, by=["unit", *KEY], columns=COUNTS)
    totals["has_amount"] = (totals["has_amount"] > 0).astype("int64")
    return totals[TOTAL]


def overlaid(figures: pd.DataFrame, pending: pd.DataFrame) -> pd.DataFrame:
    """FIGURE rows with PENDING ones in their place; a tombstone (`is_blank`) takes the figure away."""
    if not len(pending):
        return figures
    on = ["unit", *KEY]
    replaced = pd.MultiIndex.from_frame(figures[on]).isin(pd.MultiIndex.from_frame(pending[on]))
    said = pending.loc[pending["is_blank"] == 0, figures.columns]
    return pd.concat([figures[~replaced], said], ignore_index=True)


def counted_once(parts: pd.DataFrame, *, above: pd.DataFrame) -> pd.DataFrame:
    """PART rows without those that a figure of the whole above them speaks for (rule 3).

    `above`: rows (period, unit, ancestor), strictly above.
    """
    wholes = parts.loc[parts["is_whole"] == 1, ["unit", *KEY]]
    if not len(wholes):
        return parts
    covered = wholes.rename(columns={"unit": "ancestor"}).merge(above, on=["period", "ancestor"])
    gone = pd.MultiIndex.from_frame(covered[["unit", *KEY]])
    return parts[~pd.MultiIndex.from_frame(parts[["unit", *KEY]]).isin(gone)]
