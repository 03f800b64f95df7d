"""Comparing two periods over what is complete in both, and saying it. Rates stay exact until shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from aggregates.kernel.bounds import summed
from aggregates.kernel.frames import frame
from aggregates.kernel.rules import ALL_SUMS, PointRule, Rules
from aggregates.kernel.total import put_extremes
from aggregates.kernel.value import RATIOS, value_of
from indicators.adding_up import OverUnits
from indicators.answers import format_amount
from indicators.msgids import gettext_noop

Words = tuple[str, dict[str, str | int]]

ZERO_BASE = gettext_noop("không tính tỷ lệ vì %(base)s bằng 0")
NEGATIVE_BASE = gettext_noop("không tính tỷ lệ vì %(base)s là số âm")
NO_BASE = gettext_noop("chưa có số liệu %(base)s")
NOTHING_NOW = gettext_noop("chưa có số liệu kỳ này")
NOT_COMPLETE = gettext_noop("chưa so sánh được với %(base)s: chưa đủ số liệu của cả hai kỳ")
NOT_ADDED_UP = gettext_noop("chỉ tiêu này không cộng qua các đơn vị nên không so sánh được")


@dataclass(frozen=True, slots=True)
class Change:
    """What is comparable of an amount and of its base, both scaled; `reason` when nothing is.

    A mean or ratio is an exact Fraction, scaled too. `units` of `of_units` that answered now are compared.
    """

    now: int | Fraction | None
    base: int | Fraction | None
    units: int = 0
    of_units: int = 0
    reason: str = ""

    @property
    def difference(self) -> int | Fraction | None:
        return None if self.now is None or self.base is None else self.now - self.base

    @property
    def index(self) -> Fraction | None:
        """A/B×100, exact; None with a base that is missing, zero or negative."""
        if self.now is None or self.base is None or self.base <= 0:
            return None
        return Fraction(100 * self.now, self.base)

    @property
    def growth(self) -> Fraction | None:
        """Per cent, exact."""
        index = self.index
        return None if index is None else index - 100

    @property
    def is_partial(self) -> bool:
        return self.units < self.of_units


def words_of(change: Change, *, base: str) -> Words:
    """ "tăng 5,2% so với cùng kỳ năm 2025": (msgid, params); `base` is the base's words, translated."""
    params: dict[str, str | int] = {"base": base}
    if change.now is None or change.base is None:
        return (change.reason or (NOTHING_NOW if change.now is None else NO_BASE)), params
    if change.base == 0 and change.now != 0:
        return ZERO_BASE, params
    if change.now == change.base:
        return gettext_noop("không đổi so với %(base)s"), params
    index = change.index
    if index is None:
        return NEGATIVE_BASE, params
    if index > 200:
        return gettext_noop("gấp %(times)s lần %(base)s"), params | {"times": shown(index / 100)}
    growth = index - 100
    rate = shown(abs(growth))
    if rate == "0,0":
        msgid = (
            gettext_noop("tăng dưới 0,1%% so với %(base)s")
            if growth > 0
            else gettext_noop("giảm dưới 0,1%% so với %(base)s")
        )
        return msgid, params
    msgid = (
        gettext_noop("tăng %(rate)s%% so với %(base)s")
        if growth > 0
        else gettext_noop("giảm %(rate)s%% so với %(base)s")
    )
    return msgid, params | {"rate": rate}


def shown(rate: Fraction) -> str:
    """A rate as people read it: rounded half up once, to one decimal."""
    return format_amount(rate, decimals=1)


# ---- frames -----------------------------------------------------------------------------------------------

SUMS = ["amount", "numerator", "denominator", "has_amount", "answered", "expected"]
SIDE = ["", "_numerator", "_denominator", "_numbers"]
VALUES = [f"{side}{column}" for side in ("now", "base") for column in SIDE]
COMPARED = ["component", "data_point", *VALUES, "now_answered", "is_complete", "is_one"]


def compared(
    now: pd.DataFrame, base: pd.DataFrame, *, component_of: Mapping[int, int], rules: Rules = ALL_SUMS
) -> pd.DataFrame:
    """COMPARED rows: both sides of each component and data point, from PART rows of one edition.

    Complete: somebody is expected on both sides, and all who are have answered. One row for every component
    that is asked now; a base that is not there is 0 and not complete. `is_one`: one unit on each side.
    """
    here, there = (_side(rows, component_of=component_of, rules=rules) for rows in (now, base))
    # Filling by integers keeps int64: a join that leaves holes would turn amounts into floats.
    aligned = there.reindex(here.index, fill_value=0)
    result = pd.DataFrame(index=here.index)
    for side, rows in (("now", here), ("base", aligned)):
        for column, name in zip(SIDE, SUMS[:4], strict=True):
            result[f"{side}{column}"] = rows[name]
    result["now_answered"] = here["answered"]
    result["is_complete"] = here["complete"] & aligned["complete"]
    result["is_one"] = ((here["units"] == 1) & (aligned["units"] == 1)).astype("int64")
    return result.reset_index()[COMPARED]


def _side(rows: pd.DataFrame, *, component_of: Mapping[int, int], rules: Rules) -> pd.DataFrame:
    placed = rows.assign(component=rows["unit"].map(lambda unit: component_of.get(unit, -unit)))
    placed = placed.assign(**{name: 0 for name in SUMS[1:4] if name not in rows})  # flows have none
    placed["component"] = placed["component"].astype("int64")
    by = ["component", "data_point"]
    sums = summed(placed, by=by, columns=SUMS).set_index(by)
    extremes = rules.of_kind(OverUnits.MIN, OverUnits.MAX)
    if extremes:
        put_extremes(sums, placed[placed["has_amount"] == 1], by=by, column="amount", rules=rules)
    sums["complete"] = ((sums["expected"] > 0) & (sums["answered"] == sums["expected"])).astype("int64")
    sums["units"] = placed.groupby(by)["unit"].nunique()
    return sums


def changes(
    rows: pd.DataFrame, *, asked_of: Mapping[int, tuple[int, ...]], rules: Rules = ALL_SUMS
) -> dict[tuple[int, int], Change]:
    """(asked unit, data point) → Change, from COMPARED rows; `asked_of`: component → units it lies inside."""
    pairs = frame(
        ((component, asked) for component, units in asked_of.items() for asked in units),
        ["component", "asked"],
    )
    spread = rows.merge(pairs, on="component")
    spread["in_now"] = spread["now_answered"] * spread["is_complete"]
    for column in VALUES:
        spread[column] = spread[column] * spread["is_complete"]
    by = ["asked", "data_point"]
    spread["components"] = 1
    counts = ["in_now", "now_answered", "is_complete", "is_one", "components"]
    sums = summed(spread, by=by, columns=[*VALUES, *counts]).set_index(by)
    if rules.of_kind(OverUnits.MIN, OverUnits.MAX):
        for column in ("now", "base"):
            numbers = spread[spread[f"{column}_numbers"] > 0]
            put_extremes(sums, numbers, by=by, column=column, rules=rules)
    return {
        (asked, point): _change(rules.of(point), *values)
        for asked, point, *values in sums.reset_index().itertuples(index=False, name=None)
    }


def _change(rule: PointRule, *values: int) -> Change:
    here, there = values[:4], values[4:8]
    units, of_units, complete, one, components = values[8:]
    if not complete:
        return Change(None, None, 0, of_units, NOT_COMPLETE if of_units else NOTHING_NOW)
    if rule.over_units is OverUnits.NONE and not one == components == 1:
        return Change(None, None, 0, of_units, NOT_ADDED_UP)
    return Change(_compared_value(rule, *here), _compared_value(rule, *there), units, of_units)


def _compared_value(
    rule: PointRule, amount: int, numerator: int, denominator: int, numbers: int
) -> int | Fraction | None:
    """Scaled: a sum as it is, a mean or ratio as a Fraction; the least of no numbers is nothing."""
    if rule.over_units in RATIOS:
        value = value_of(rule, numerator=numerator, denominator=denominator)
        return None if value is None else value * 10**rule.decimals
    return None if rule.over_units in (OverUnits.MIN, OverUnits.MAX) and not numbers else amount
