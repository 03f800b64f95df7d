"""Rule 3: a total is the whole figure where the unit's own speaks for all below, else own + Σ children.

Signs of rule 2: a number counts; `-` is 0 in sums and left out of means, least and greatest, and an answer;
`…` is expected, reported, and no answer; `x` is not expected. Kinds over units are those of rule 1.
"""

from collections.abc import Collection

import numpy as np
import pandas as pd

from aggregates.kernel.bounds import products, summed
from aggregates.kernel.frames import COUNTS, DUTY, FIGURE, KEY, PART, TOTAL, filled
from aggregates.kernel.rules import Rules
from indicators.adding_up import OverUnits

NUMBER, NONE, MISSING, NOT_APPLICABLE = 0, 1, 2, 3
WHOLE, ADDED = 2, 3
ON = ["unit", *KEY]

# Kinds whose total has an amount of its own.
WITH_AMOUNT = (OverUnits.SUM, OverUnits.MIN, OverUnits.MAX)
# Kinds in which "-" (nothing occurred) is no number.
WITHOUT_NONE = (OverUnits.MEAN, OverUnits.WEIGHTED_MEAN, OverUnits.MIN, OverUnits.MAX)


# ---- parts ------------------------------------------------------------------------------------------------


def parts_of(
    figures: pd.DataFrame, duties: pd.DataFrame, *, rules: Rules, points: Collection[int] | None = None
) -> pd.DataFrame:
    """PART rows of `points` (None: of all) from FIGURE and DUTY rows: what each adds.

    A unit and key may have a figure and a duty. Figures and duties of `rules.needed(points)` must be there: a
    weighted mean and a recomputed ratio are multiplied and paired here, at the finest grain. An `x` takes
    back what its duty added (an answered duty is an accepted one). KernelBoundError past the bound.
    """
    recomputed = rules.of_kind(OverUnits.RECOMPUTED)
    plain = pd.concat([_said(figures, rules), _asked(duties)], ignore_index=True)
    if not recomputed and points is None:
        return plain
    ratios = [_ratio(plain, rules, point) for point in recomputed if points is None or point in points]
    kept = ~plain["data_point"].isin(recomputed)
    if points is not None:
        kept &= plain["data_point"].isin(list(points))
    return pd.concat([plain[kept], *ratios], ignore_index=True)[PART].astype("int64")


def _said(figures: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    signs, points = figures["sign"].to_numpy(), figures["data_point"].to_numpy()
    is_number, is_none, taken_back = (
        signs == NUMBER,
        signs == NONE,
        -(signs == NOT_APPLICABLE).astype("int64"),
    )
    in_mean = is_number & np.isin(points, rules.of_kind(OverUnits.MEAN))
    amount = figures["amount"].to_numpy() * is_number
    said = filled(
        PART,
        len(figures),
        **{name: figures[name].to_numpy() for name in ON},
        amount=amount,
        has_amount=is_number | (is_none & ~np.isin(points, rules.of_kind(*WITHOUT_NONE))),
        numerator=amount * in_mean,
        denominator=in_mean,
        reported=taken_back,
        answered=(is_number | is_none) & (figures["scope"].to_numpy() != ADDED),
        expected=taken_back,
        is_whole=figures["scope"].to_numpy() == WHOLE,
    )
    return _weighted(said, figures, rules)


def _weighted(said: pd.DataFrame, figures: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Amount × weight and the weight, where a unit has both and of the same scope.

    A number without its weight cannot count, so it is no answer either: coverage says so.
    """
    weight_of = {
        point: rule.weight
        for point, rule in rules.items()
        if rule.over_units is OverUnits.WEIGHTED_MEAN and rule.weight is not None
    }
    concerned = said["data_point"].isin(list(weight_of)) & (said["has_amount"] == 1)
    if not concerned.any():
        return said
    weights = _weights(figures)
    wanted = said.loc[concerned, ON]
    wanted = wanted.assign(data_point=wanted["data_point"].map(weight_of), whole=said["is_whole"])
    at = weights.index.get_indexer(pd.MultiIndex.from_frame(wanted))
    has_weight = at >= 0
    found = weights.to_numpy().take(at) * has_weight if len(weights) else at * 0
    said.loc[concerned, "numerator"] = products(said.loc[concerned, "amount"], pd.Series(found)).to_numpy()
    said.loc[concerned, "denominator"] = found
    said.loc[concerned, "answered"] = has_weight.astype("int64")
    return said


def _weights(figures: pd.DataFrame) -> "pd.Series[int]":
    """Numbers and "-" (nothing to weigh by: 0) by unit, key and scope."""
    rows = figures[figures["sign"].isin([NUMBER, NONE])]
    keys = rows[ON].assign(whole=(rows["scope"] == WHOLE).astype("int64"))
    amounts = rows["amount"] * (rows["sign"] == NUMBER)
    return pd.Series(amounts.to_numpy(), index=pd.MultiIndex.from_frame(keys), dtype="int64")


def _asked(duties: pd.DataFrame) -> pd.DataFrame:
    told = {name: duties[name].to_numpy() for name in DUTY}
    return filled(PART, len(duties), **told, expected=1)


def _ratio(plain: pd.DataFrame, rules: Rules, point: int) -> pd.DataFrame:
    """PART rows of a recomputed ratio: from its parts only, where a unit has both and of the same scope.

    A unit is expected (has reported) when it is (has) for both parts.
    """
    rule = rules[point]
    above, below = (_of_point(plain, part) for part in rule.needs)
    both = above.merge(below, on=["unit", "period", "edition"], suffixes=("", "_below"))
    has_both = (both["has_amount"] * both["has_amount_below"]) & (both["is_whole"] == both["is_whole_below"])
    both["data_point"] = point
    both["numerator"] = both["amount"] * has_both
    both["denominator"] = both["amount_below"] * has_both
    for column in ("reported", "expected"):
        both[column] = both[[column, f"{column}_below"]].min(axis=1)
    both["answered"] = has_both
    both["is_whole"] = both["is_whole"] * has_both
    return both.assign(amount=0, has_amount=0)[PART]


def _of_point(plain: pd.DataFrame, point: int) -> pd.DataFrame:
    """One row a unit, period and edition: figure and duty together."""
    rows = plain[plain["data_point"] == point]
    counted = [*COUNTS, "is_whole"]
    return rows.groupby(ON, as_index=False, sort=False)[counted].sum()


# ---- totals -----------------------------------------------------------------------------------------------


def add_up(unit: int, *, own: pd.DataFrame, below: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """TOTAL rows of `unit` from its own PART rows and its children's (parts of leaves, totals of others).

    KernelBoundError when a sum passes the bound.
    """
    wholes = own.loc[own["is_whole"] == 1, KEY]
    if len(wholes):
        replaced = pd.MultiIndex.from_frame(below[KEY]).isin(pd.MultiIndex.from_frame(wholes))
        below = below[~replaced]
    columns = [*KEY, *COUNTS]
    adding = pd.concat([own[columns], below[columns]], ignore_index=True)
    return finish(adding.assign(unit=unit), rules=rules)


def finish(adding: pd.DataFrame, *, rules: Rules) -> pd.DataFrame:
    """TOTAL rows from rows that each count once for their `unit`."""
    without = [point for point, rule in rules.items() if rule.over_units not in WITH_AMOUNT]
    if without:
        kept = ~adding["data_point"].isin(without)
        adding = adding.assign(amount=adding["amount"] * kept, has_amount=adding["has_amount"] * kept)
    extremes = rules.of_kind(OverUnits.MIN, OverUnits.MAX)
    picked = adding["data_point"].isin(extremes)
    summing = adding.assign(amount=adding["amount"] * ~picked) if picked.any() else adding
    totals = summed(summing, by=ON, columns=COUNTS)
    totals["has_amount"] = (totals["has_amount"] > 0).astype("int64")
    if not picked.any():
        return totals[TOTAL]
    totals = totals.set_index(ON)
    numbers = adding[picked & (adding["has_amount"] == 1)]
    put_extremes(totals, numbers, by=ON, column="amount", rules=rules)
    return totals.reset_index()[TOTAL]


def put_extremes(
    into: pd.DataFrame, numbers: pd.DataFrame, *, by: list[str], column: str, rules: Rules
) -> None:
    """Put the least or greatest of `numbers` into the rows of `into` (indexed by `by`) that want one."""
    amounts = into[column].to_numpy(copy=True)
    for kind, name in ((OverUnits.MIN, "min"), (OverUnits.MAX, "max")):
        rows = numbers[numbers["data_point"].isin(rules.of_kind(kind))]
        if len(rows):
            found = rows.groupby(by, sort=False)[column].agg(name)
            amounts[into.index.get_indexer(found.index)] = found.to_numpy()
    into[column] = amounts


# ---- what counts ------------------------------------------------------------------------------------------


def overlaid(figures: pd.DataFrame, pending: pd.DataFrame) -> pd.DataFrame:
    """FIGURE rows with PENDING ones in their place; a tombstone (`is_blank`) takes the figure away."""
    if not len(pending):
        return figures
    sent = {tuple(key) for key in pending[ON].to_numpy().tolist()}
    stands = [tuple(key) not in sent for key in figures[ON].to_numpy().tolist()]
    said = pending.loc[pending["is_blank"] == 0, FIGURE]
    return pd.concat([figures[np.array(stands, dtype=np.bool_)], said], ignore_index=True)


def counted_once(parts: pd.DataFrame, *, above: pd.DataFrame) -> pd.DataFrame:
    """PART rows without those that a figure of the whole above them speaks for (rule 3).

    `above`: rows (period, unit, ancestor), strictly above.
    """
    wholes = parts.loc[parts["is_whole"] == 1, ON]
    if not len(wholes):
        return parts
    covered = wholes.rename(columns={"unit": "ancestor"}).merge(above, on=["period", "ancestor"])
    gone = pd.MultiIndex.from_frame(covered[ON])
    return parts[~pd.MultiIndex.from_frame(parts[ON]).isin(gone)]
