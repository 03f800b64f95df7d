"""The other way to the same totals: every part straight to all units above it, in one pass over all levels.

`reconcile_totals` compares this with what `add_up` built level by level; the two share no grouping.
"""

import pandas as pd

from aggregates.kernel.frames import KEY, PART
from aggregates.kernel.rules import Rules
from aggregates.kernel.total import finish

# Each unit with itself (depth 0) and everything above it on a period's last day.
ABOVE = ["period", "unit", "ancestor", "depth"]


def recount(parts: pd.DataFrame, *, above: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """TOTAL rows of every ancestor that has others below it, from PART rows of all units.

    `above`: ABOVE rows, only ancestors that need totals. A part counts for an ancestor unless a unit
    strictly above the part, up to that ancestor, speaks for the whole of it.
    """
    spread = parts[PART].merge(above, on=["period", "unit"], how="inner")
    wholes = parts.loc[parts["is_whole"] == 1, ["unit", *KEY]]
    if len(wholes):
        spread = _without_covered(spread, wholes, above)
    spread = spread.drop(columns=["unit", "depth"]).rename(columns={"ancestor": "unit"})
    return finish(spread, rules=rules)


def _without_covered(spread: pd.DataFrame, wholes: pd.DataFrame, above: pd.DataFrame) -> pd.DataFrame:
    """Drop (part, ancestor) pairs that a whole figure between them replaces."""
    cover = wholes.rename(columns={"unit": "ancestor"}).merge(above, on=["period", "ancestor"])
    cover = cover[cover["depth"] > 0].rename(columns={"depth": "covered_at"})
    lowest = cover.groupby(["unit", *KEY], as_index=False)["covered_at"].min()
    marked = spread.merge(lowest, on=["unit", *KEY], how="left")
    return marked[marked["covered_at"].isna() | (marked["depth"] < marked["covered_at"])].drop(
        columns="covered_at"
    )
