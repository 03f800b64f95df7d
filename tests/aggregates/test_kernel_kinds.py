"""Every kind over units, on trees of any shape, signs, own and whole: the kernel is Fraction arithmetic."""

import random
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregates.kernel import LIMIT, KernelBoundError
from aggregates.kernel.frames import DUTY, FIGURE, PART, frame
from aggregates.kernel.recount import ABOVE, recount
from aggregates.kernel.rules import PointRule, Rules
from aggregates.kernel.total import add_up, counted_once, finish, parts_of
from aggregates.kernel.value import scaled, value_of
from indicators.adding_up import OverTime, OverUnits
from tests.aggregates.plain_arithmetic import NUMBER, Counted, Country, How, Said

KINDS = ["sum", "mean", "weighted_mean", "min", "max", "recomputed", "none"]
WEIGHT, ABOVE_LINE, BELOW_LINE = 91, 92, 93
ASKED = dict(enumerate(KINDS, start=1))
HOW = {
    point: How(
        kind,
        WEIGHT if kind == "weighted_mean" else None,
        *((ABOVE_LINE, BELOW_LINE, 100) if kind == "recomputed" else ()),
    )
    for point, kind in ASKED.items()
}
DECIMALS = {1: 0, 2: 1, 3: 2, 4: 6, 5: 0, 6: 1, 7: 0, WEIGHT: 0, ABOVE_LINE: 3, BELOW_LINE: 1}
RULES = Rules(
    {
        point: PointRule(
            OverUnits(kind), OverTime.NONE, DECIMALS[point], weight=HOW[point].weight,
            numerator=HOW[point].numerator, denominator=HOW[point].denominator,
            numerator_decimals=DECIMALS[ABOVE_LINE], denominator_decimals=DECIMALS[BELOW_LINE],
            multiplier=HOW[point].multiplier,
        )
        for point, kind in ASKED.items()
    }
    | {part: PointRule(decimals=DECIMALS[part]) for part in (WEIGHT, ABOVE_LINE, BELOW_LINE)}
)  # fmt: skip
PERIOD, EDITION = 5, 4


@st.composite
def countries(draw: st.DrawFn) -> tuple[Country, dict[tuple[int, int], tuple[int, int, int]]]:
    """A tree with unit 1 on top, and what everybody said: (unit, point) → (scaled amount, sign, scope)."""
    size = draw(st.integers(2, 9))
    above = {unit: draw(st.integers(1, unit - 1)) for unit in range(2, size + 1)}
    places = st.tuples(st.integers(1, size), st.sampled_from([*ASKED, WEIGHT, ABOVE_LINE, BELOW_LINE]))
    amount = st.one_of(st.integers(-5, 5), st.integers(-(10**8), 10**8))
    cells = draw(
        st.dictionaries(
            places, st.tuples(amount, st.sampled_from([0, 0, 0, 0, 1, 2, 3]), st.sampled_from([1, 1, 1, 2])),
            max_size=40,
        )
    )  # fmt: skip
    duties = draw(st.dictionaries(places, st.booleans(), max_size=20))
    duties |= dict.fromkeys(cells, True)
    said = {
        place: Said(sign, Fraction(amount * (sign == NUMBER), 10 ** DECIMALS[place[1]]), scope == 2)
        for place, (amount, sign, scope) in cells.items()
    }
    return Country(above, HOW, said, duties), cells


def frames(
    country: Country, cells: dict[tuple[int, int], tuple[int, int, int]], seed: int = 0
) -> tuple[pd.DataFrame, pd.DataFrame]:
    figures = [
        (unit, PERIOD, point, EDITION, amount * (sign == NUMBER), sign, scope)
        for (unit, point), (amount, sign, scope) in cells.items()
    ]
    duties = [
        (unit, PERIOD, point, EDITION, int(accepted)) for (unit, point), accepted in country.asked.items()
    ]
    random.Random(seed).shuffle(figures)
    random.Random(seed).shuffle(duties)
    return frame(figures, FIGURE), frame(duties, DUTY)


def level_by_level(country: Country, parts: pd.DataFrame) -> dict[int, pd.DataFrame]:
    totals: dict[int, pd.DataFrame] = {}
    for unit in sorted(country.below, reverse=True):  # a child has a higher number than its parent
        below = [
            totals[child] if child in totals else parts[parts["unit"] == child]
            for child in country.below[unit]
        ]
        totals[unit] = add_up(
            unit, own=parts[parts["unit"] == unit], below=pd.concat(below, ignore_index=True), rules=RULES
        )
    return totals


def all_at_once(country: Country, parts: pd.DataFrame) -> pd.DataFrame:
    rows = [(PERIOD, unit, unit, 0) for unit in country.below]
    for unit in country.above:
        ancestor, depth = unit, 0
        while (up := country.above.get(ancestor)) is not None:
            ancestor, depth = up, depth + 1
            rows.append((PERIOD, unit, ancestor, depth))
    return recount(parts, above=frame(rows, ABOVE), rules=RULES)


def read(totals: pd.DataFrame) -> dict[tuple[int, int], Counted]:
    found = {}
    for row in totals.to_dict("records"):
        point = row["data_point"]
        value = value_of(
            RULES.of(point), amount=row["amount"] if row["has_amount"] else None,
            numerator=row["numerator"], denominator=row["denominator"],
        )  # fmt: skip
        value = None if RULES.of(point).over_units is OverUnits.NONE else value
        found[row["unit"], point] = Counted(value, row["reported"], row["answered"], row["expected"])
    return found


@settings(max_examples=100)
@given(countries(), st.integers(0, 3))
def test_totals_of_every_kind_equal_plain_fractions(
    given_country: tuple[Country, dict[tuple[int, int], tuple[int, int, int]]], seed: int
) -> None:
    country, cells = given_country
    parts = parts_of(*frames(country, cells, seed), rules=RULES)
    stepwise = pd.concat(level_by_level(country, parts).values(), ignore_index=True)
    expected = {
        (unit, point): country.total(unit, point)
        for unit in country.below
        for point in DECIMALS
        if country.is_there(unit, point)
    }
    assert read(stepwise) == expected
    assert read(all_at_once(country, parts)) == expected


@settings(max_examples=50)
@given(countries())
def test_level_by_level_is_all_at_once_to_the_last_column(
    given_country: tuple[Country, dict[tuple[int, int], tuple[int, int, int]]],
) -> None:
    country, cells = given_country
    parts = parts_of(*frames(country, cells), rules=RULES)
    stepwise = pd.concat(level_by_level(country, parts).values(), ignore_index=True)
    key = ["unit", "data_point"]
    pd.testing.assert_frame_equal(
        stepwise.sort_values(key, ignore_index=True),
        all_at_once(country, parts).sort_values(key, ignore_index=True),
    )
    assert set(map(str, stepwise.dtypes)) <= {"int64"}


@settings(max_examples=50)
@given(countries())
def test_a_reader_who_takes_each_figure_once_gets_the_same(
    given_country: tuple[Country, dict[tuple[int, int], tuple[int, int, int]]],
) -> None:
    """What a page counts from figures, without stored totals, is the stored total of the top."""
    country, cells = given_country
    parts = parts_of(*frames(country, cells), rules=RULES)
    above = [(PERIOD, unit, ancestor) for unit in country.above for ancestor in _ancestors(country, unit)]
    once = counted_once(parts, above=frame(above, ["period", "unit", "ancestor"]))
    top = finish(once.assign(unit=1)[PART[:-1]], rules=RULES)
    assert read(top) == {
        key: value for key, value in read(all_at_once(country, parts)).items() if key[0] == 1
    }


def _ancestors(country: Country, unit: int) -> list[int]:
    found = []
    while (up := country.above.get(unit)) is not None:
        found.append(unit := up)
    return found


@settings(max_examples=50)
@given(countries(), st.sampled_from(sorted(ASKED)))
def test_parts_of_one_point_are_those_of_all_points(
    given_country: tuple[Country, dict[tuple[int, int], tuple[int, int, int]]], point: int
) -> None:
    country, cells = given_country
    figures, duties = frames(country, cells)
    needed = RULES.needed([point])
    mine = parts_of(
        figures[figures["data_point"].isin(needed)], duties[duties["data_point"].isin(needed)],
        rules=RULES, points=[point],
    )  # fmt: skip
    everything = parts_of(figures, duties, rules=RULES)
    columns = list(mine.columns)
    assert sorted(map(tuple, mine.to_numpy().tolist())) == sorted(
        map(tuple, everything.loc[everything["data_point"] == point, columns].to_numpy().tolist())
    )


# ---- one by one -------------------------------------------------------------------------------------------


def one_total(cells: dict[tuple[int, int], tuple[int, int, int]], point: int, units: int = 3) -> Counted:
    country = Country(dict.fromkeys(range(2, units + 1), 1), HOW, {}, dict.fromkeys(cells, True))
    parts = parts_of(*frames(country, cells), rules=RULES)
    return read(level_by_level(country, parts)[1])[1, point]


def test_a_weighted_mean_is_weighed_at_the_finest_grain() -> None:
    ages = {(2, 3): (2550, 0, 1), (3, 3): (3000, 0, 1), (2, WEIGHT): (1, 0, 1), (3, WEIGHT): (3, 0, 1)}
    assert one_total(ages, 3).value == Fraction(2550 + 3 * 3000, 400)


def test_a_number_without_its_weight_is_left_out_and_coverage_says_so() -> None:
    ages = {(2, 3): (2550, 0, 1), (3, 3): (3000, 0, 1), (2, WEIGHT): (1, 0, 1), (3, WEIGHT): (0, 2, 1)}
    assert one_total(ages, 3) == Counted(Fraction(2550, 100), 2, 1, 2)


def test_nothing_occurred_is_zero_in_a_ratio_and_no_number_in_a_mean() -> None:
    deaths = {(2, ABOVE_LINE): (0, 1, 1), (2, BELOW_LINE): (50, 0, 1)}
    assert one_total(deaths, 6).value == 0
    assert one_total({(2, 2): (0, 1, 1), (3, 2): (10, 0, 1)}, 2) == Counted(Fraction(1), 2, 2, 2)


def test_nothing_to_divide_by_is_no_value_and_still_an_answer() -> None:
    births = {(2, ABOVE_LINE): (0, 1, 1), (2, BELOW_LINE): (0, 1, 1)}
    assert one_total(births, 6) == Counted(None, 1, 1, 1)


def test_a_mean_for_the_whole_replaces_those_below() -> None:
    country = Country({2: 1, 3: 2, 4: 2, 5: 1}, HOW, {}, {})
    cells = {(2, 2): (70, 0, 2), (3, 2): (10, 0, 1), (4, 2): (20, 0, 1), (5, 2): (30, 0, 1)}
    parts = parts_of(*frames(country, cells), rules=RULES)
    totals = level_by_level(country, parts)
    assert read(totals[2])[2, 2].value == 7
    assert read(totals[1])[1, 2].value == Fraction(7 + 3, 2)


def test_a_product_past_the_bound_is_refused_and_never_wrapped() -> None:
    big = 10**14
    cells = {(2, 3): (big, 0, 1), (2, WEIGHT): (big, 0, 1)}
    with pytest.raises(KernelBoundError):
        one_total(cells, 3)
    edge = {
        (2, 3): (big, 0, 1),
        (2, WEIGHT): (LIMIT // big, 0, 1),
        (3, 3): (1, 0, 1),
        (3, WEIGHT): (big, 0, 1),
    }
    with pytest.raises(KernelBoundError):  # each product fits, their sum does not
        one_total(edge, 3)
    edge[3, 3] = (-1, 0, 1)
    assert one_total(edge, 3).value == Fraction(LIMIT - big, (LIMIT // big + big) * 100)


def test_the_bound_is_of_what_is_multiplied_and_not_of_the_largest_of_each() -> None:
    big = 10**14
    cells = {(2, 3): (big, 0, 1), (2, WEIGHT): (1, 0, 1), (3, 3): (1, 0, 1), (3, WEIGHT): (big, 0, 1)}
    assert one_total(cells, 3).value == Fraction(2 * big, (big + 1) * 100)


@pytest.mark.parametrize(
    ("value", "stored"),
    [(Fraction(1, 3), 3), (Fraction(1, 20), 1), (Fraction(-1, 20), -1), (Fraction(149, 1000), 1)],
)
def test_a_value_is_rounded_half_up_once(value: Fraction, stored: int) -> None:
    assert scaled(value, rule=PointRule(decimals=1)) == stored


def test_what_a_point_needs_and_what_needs_it() -> None:
    assert RULES.needed([3, 6, 1]) == {1, 3, 6, WEIGHT, ABOVE_LINE, BELOW_LINE}
    assert RULES.dependents([WEIGHT, ABOVE_LINE]) == {3, 6, WEIGHT, ABOVE_LINE}
