"""Comparing two periods over what is complete in both, and saying it. Rates stay exact until shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from aggregates.kernel.bounds import summed
from aggregates.kernel.frames import frame
from indicators.answers import format_amount
from indicators.msgids import gettext_noop

Words = tuple[str, dict[str, str | int]]

ZERO_BASE = gettext_noop("không tính tỷ lệ vì %(base)s bằng 0")
NEGATIVE_BASE = gettext_noop("không tính tỷ lệ vì %(base)s là số âm")
NO_BASE = gettext_noop("chưa có số liệu %(base)s")
NOTHING_NOW = gettext_noop("chưa có số liệu kỳ này")
NOT_COMPLETE = gettext_noop("chưa so sánh được với %(base)s: chưa đủ số liệu của cả hai kỳ")


@dataclass(frozen=True, slots=True)
class Change:
    """What is comparable of an amount and of its base, both scaled; `reason` when nothing is.

    `units` of `of_units` that answered now are compared.
    """

    now: int | None
    base: int | None
    units: int = 0
    of_units: int = 0
    reason: str = ""

    @property
    def difference(self) -> int | None:
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
        return None if self.index is None else self.index - 100

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
    if change.index is None or change.growth is None:
        return NEGATIVE_BASE, params
    if change.index > 200:
        return gettext_noop("gấp %(times)s lần %(base)s"), params | {"times": shown(change.index / 100)}
    rate = shown(abs(change.growth))
    if rate == "0,0":
        msgid = (
            gettext_noop("tăng dưới 0,1%% so với %(base)s")
            if change.growth > 0
            else gettext_noop("giảm dưới 0,1%% so với %(base)s")
        )
        return msgid, params
    msgid = (
        gettext_noop("tăng %(rate)s%% so với %(base)s")
        if change.growth > 0
        else gettext_noop("giảm %(rate)s%% so với %(base)s")
    )
    return msgid, params | {"rate": rate}


def shown(rate: Fraction) -> str:
    """A rate as people read it: rounded half up once, to one decimal."""
    return format_amount(rate, decimals=1)


# ---- frames -----------------------------------------------------------------------------------------------

SUMS = ["amount", "answered", "expected"]
COMPARED = ["component", "data_point", "now", "base", "now_answered", "is_complete"]


def compared(now: pd.DataFrame, base: pd.DataFrame, *, component_of: Mapping[int, int]) -> pd.DataFrame:
    """COMPARED rows: both sides of each component and data point, from PART rows of one edition.

    Complete: somebody is expected on both sides, and all who are have answered. One row for every component
    that is asked now; a base that is not there is 0 and not complete.
    """
    sides = []
    for side, rows in (("now", now), ("base", base)):
        placed = rows.assign(component=rows["unit"].map(lambda unit: component_of.get(unit, -unit)))
        placed["component"] = placed["component"].astype("int64")
        sums = summed(placed, by=["component", "data_point"], columns=SUMS)
        sums["complete"] = (sums["expected"] > 0) & (sums["answered"] == sums["expected"])
        sums = sums.astype("int64")
        sides.append(sums.set_index(["component", "data_point"]).add_prefix(f"{side}_"))
    here, there = sides
    # Filling by integers keeps int64: a join that leaves holes would turn amounts into floats.
    result = here.copy()
    aligned = there.reindex(here.index, fill_value=0)
    result["base"] = aligned["base_amount"]
    result["is_complete"] = here["now_complete"] & aligned["base_complete"]
    result = result.rename(columns={"now_amount": "now"}).reset_index()
    return result[COMPARED]


def changes(rows: pd.DataFrame, *, asked_of: Mapping[int, tuple[int, ...]]) -> dict[tuple[int, int], Change]:
    """(asked unit, data point) → Change, from COMPARED rows; `asked_of`: component → units it lies inside."""
    pairs = frame(
        ((component, asked) for component, units in asked_of.items() for asked in units),
        ["component", "asked"],
    )
    spread = rows.merge(pairs, on="component")
    spread["in_now"] = spread["now_answered"] * spread["is_complete"]
    for column in ("now", "base"):
        spread[column] = spread[column] * spread["is_complete"]
    sums = summed(
        spread,
        by=["asked", "data_point"],
        columns=["now", "base", "in_now", "now_answered", "is_complete"],
    )
    return {
        (asked, point): (
            Change(now, base, units, of_units)
            if complete
            else Change(None, None, 0, of_units, NOT_COMPLETE if of_units else NOTHING_NOW)
        )
        for asked, point, now, base, units, of_units, complete in sums.itertuples(index=False, name=None)
    }
