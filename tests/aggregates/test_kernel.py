"""The kernel with six rows: exact sums, components, words."""

from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregates.kernel import LIMIT, KernelBoundError, summed
from aggregates.kernel.compare import Change, changes, compared, words_of
from aggregates.kernel.difference import flow, steps
from aggregates.kernel.frames import DUTY, FIGURE, frame
from aggregates.kernel.lineage import components, partly_inside, wholly_inside
from aggregates.kernel.rules import PointRule, Rules
from aggregates.kernel.total import add_up, parts_of
from indicators.adding_up import OverUnits

BOUND = 10**14
scaled = st.integers(-BOUND, BOUND)


@given(st.lists(st.tuples(st.integers(1, 3), scaled), max_size=60), st.integers(0, 6))
def test_sums_equal_fractions_exactly(rows: list[tuple[int, int]], decimals: int) -> None:
    sums = summed(frame(rows, ["unit", "amount"]), by=["unit"], columns=["amount"])
    for unit, amount in sums.itertuples(index=False, name=None):
        exact = sum((Fraction(value, 10**decimals) for of, value in rows if of == unit), Fraction(0))
        assert Fraction(int(amount), 10**decimals) == exact


@given(st.lists(st.tuples(st.integers(1, 2), st.integers(-LIMIT, LIMIT)), max_size=8))
def test_a_sum_past_the_bound_is_refused_and_never_wrapped(rows: list[tuple[int, int]]) -> None:
    exact: dict[int, int] = {}
    for unit, amount in rows:
        exact[unit] = exact.get(unit, 0) + amount
    given_rows = frame(rows, ["unit", "amount"])
    if any(abs(amount) > LIMIT for amount in exact.values()):
        with pytest.raises(KernelBoundError):
            summed(given_rows, by=["unit"], columns=["amount"])
    else:
        sums = summed(given_rows, by=["unit"], columns=["amount"])
        assert dict(zip(sums["unit"].tolist(), sums["amount"].tolist(), strict=True)) == exact


def test_int64_would_have_wrapped_here() -> None:
    rows = frame([(1, LIMIT), (1, LIMIT)], ["unit", "amount"])
    assert rows.groupby("unit")["amount"].sum().iloc[0] < 0
    with pytest.raises(KernelBoundError, match="18000000000000000000"):
        summed(rows, by=["unit"], columns=["amount"])


def test_fifty_thousand_units_at_the_bound_fit() -> None:
    rows = frame(((1, BOUND) for _ in range(50_000)), ["unit", "amount"])
    assert summed(rows, by=["unit"], columns=["amount"])["amount"].iloc[0] == 50_000 * BOUND


def test_what_does_not_fit_a_frame_is_refused() -> None:
    with pytest.raises(OverflowError):
        frame([(10**20,)], ["amount"])


def test_points_that_do_not_add_up_are_counted_without_an_amount() -> None:
    parts = _parts({(1, 7): 5})
    totals = add_up(9, own=parts.iloc[:0], below=parts, rules=Rules({7: PointRule(OverUnits.NONE)}))
    assert totals[["amount", "has_amount", "answered"]].to_numpy().tolist() == [[0, 0, 1]]


# ---- lineage ----------------------------------------------------------------------------------------------

# Old 11 and 12 became 1 whole; old 13 was split between 2 and 3; 4 is outside.
TERMINALS = {
    1: frozenset({1}),
    2: frozenset({2}),
    3: frozenset({3}),
    4: frozenset({4}),
    11: frozenset({1}),
    12: frozenset({1}),
    13: frozenset({2, 3}),
    14: frozenset({3, 4}),
}


def test_an_old_figure_counts_when_all_its_ends_lie_inside() -> None:
    assert wholly_inside(TERMINALS, terminals=TERMINALS, inside={1, 2, 3}) == {1, 2, 3, 11, 12, 13}
    assert partly_inside(TERMINALS, terminals=TERMINALS, inside={1, 2, 3}) == {14}
    assert wholly_inside([13], terminals=TERMINALS, inside={2}) == frozenset()


def test_units_whose_descents_meet_stand_together() -> None:
    found = components([1, 2, 3, 11, 12, 13], terminals=TERMINALS)
    assert found == {1: 1, 11: 1, 12: 1, 2: 2, 3: 2, 13: 2}


def _parts(amounts: dict[tuple[int, int], int | None], period: int = 1) -> pd.DataFrame:
    """(unit, point) → amount, None for a duty without an answer."""
    figures = [(u, period, p, 4, a, 0, 1) for (u, p), a in amounts.items() if a is not None]
    duties = [(u, period, p, 4, int(a is not None)) for (u, p), a in amounts.items()]
    return parts_of(frame(figures, FIGURE), frame(duties, DUTY), rules=Rules())


def _changes(now: dict[tuple[int, int], int | None], base: dict[tuple[int, int], int | None]) -> dict:
    units = {unit for unit, _ in (*now, *base)}
    found = components(units, terminals=TERMINALS)
    asked = {1: (1, 99), 2: (99,)}
    return changes(compared(_parts(now), _parts(base, 2), component_of=found), asked_of=asked)


def test_a_merged_commune_is_compared_with_the_sum_of_its_parts() -> None:
    found = _changes({(1, 7): 12}, {(11, 7): 4, (12, 7): 6})
    assert found[1, 7] == Change(12, 10, 1, 1)


def test_halves_of_a_split_commune_are_compared_only_together() -> None:
    found = _changes({(1, 7): 12, (2, 7): 5, (3, 7): 6}, {(11, 7): 4, (12, 7): 6, (13, 7): 10})
    assert found[99, 7] == Change(23, 20, 3, 3)
    assert (2, 7) not in found


def test_a_unit_that_has_not_reported_takes_its_base_out_of_the_comparison() -> None:
    found = _changes({(1, 7): 12, (2, 7): 5, (3, 7): None}, {(11, 7): 4, (12, 7): 6, (13, 7): 10})
    assert found[99, 7] == Change(12, 10, 1, 2)
    assert found[99, 7].is_partial


def test_nothing_complete_on_both_sides_is_not_comparable() -> None:
    found = _changes({(1, 7): 12}, {(11, 7): 4, (12, 7): None})
    assert found[1, 7].now is None
    assert "chưa đủ số liệu" in words_of(found[1, 7], base="cùng kỳ năm 2025")[0]


def test_a_quarter_is_the_difference_over_what_is_complete_in_both() -> None:
    nine, six = _parts({(1, 7): 30, (2, 7): 9}), _parts({(1, 7): 20, (2, 7): None}, 2)
    found = components([1, 2], terminals=TERMINALS)
    third = flow(nine, six, component_of=found)
    assert third[["unit", "amount", "answered"]].to_numpy().tolist() == [[1, 10, 1], [2, 0, 0]]
    first = flow(nine, None, component_of=found)
    assert first[["amount", "answered"]].to_numpy().tolist() == [[30, 1], [9, 1]]


def test_a_hole_in_a_cumulative_series_makes_two_holes() -> None:
    assert steps([10, 25, None, 60]) == [10, 15, None, None]


# ---- words ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "base", "words"),
    [
        (1052, 1000, "tăng 5,2% so với cùng kỳ năm 2025"),
        (948, 1000, "giảm 5,2% so với cùng kỳ năm 2025"),
        (1000, 1000, "không đổi so với cùng kỳ năm 2025"),
        (0, 0, "không đổi so với cùng kỳ năm 2025"),
        (210, 100, "gấp 2,1 lần cùng kỳ năm 2025"),
        (200, 100, "tăng 100,0% so với cùng kỳ năm 2025"),
        (0, 100, "giảm 100,0% so với cùng kỳ năm 2025"),
        (5, 0, "không tính tỷ lệ vì cùng kỳ năm 2025 bằng 0"),
        (5, -3, "không tính tỷ lệ vì cùng kỳ năm 2025 là số âm"),
        (1000001, 1000000, "tăng dưới 0,1% so với cùng kỳ năm 2025"),
        (None, 3, "chưa có số liệu kỳ này"),
        (3, None, "chưa có số liệu cùng kỳ năm 2025"),
        (10005, 10000, "tăng 0,1% so với cùng kỳ năm 2025"),  # 0.05 is rounded half up, once
    ],
)
def test_change_in_words(now: int | None, base: int | None, words: str) -> None:
    msgid, params = words_of(Change(now, base), base="cùng kỳ năm 2025")
    assert msgid % params == words


def test_index_and_growth_are_exact() -> None:
    change = Change(1, 3)
    assert change.index == Fraction(100, 3)
    assert change.growth == Fraction(-200, 3)
