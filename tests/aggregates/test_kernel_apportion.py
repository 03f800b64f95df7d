"""Divided units: what is apportioned sums to what was said, and what cannot be says why."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregates.kernel.apportion import APPORTIONED, WhyNot, apportion, apportioned, inside_of
from aggregates.kernel.frames import DUTY, FIGURE, frame
from aggregates.kernel.rules import Rules
from aggregates.kernel.total import parts_of

ALL = 10**9
shares = st.lists(st.integers(0, ALL), min_size=1, max_size=8).filter(any)


@given(st.integers(-(10**14), 10**14), shares)
def test_parts_sum_to_the_figure_and_stay_within_one_of_their_share(amount: int, by: list[int]) -> None:
    parts = apportion(amount, by)
    assert sum(parts) == amount
    for part, share in zip(parts, by, strict=True):
        assert abs(part - Fraction(amount * share, sum(by))) < 1
    assert all(part == 0 for part, share in zip(parts, by, strict=True) if share == 0)


@given(st.integers(0, 10**14), shares)
def test_a_negative_amount_is_divided_as_its_opposite(amount: int, by: list[int]) -> None:
    assert apportion(-amount, by) == [-part for part in apportion(amount, by)]


def test_equal_remainders_go_to_the_earlier_share() -> None:
    assert apportion(10, [1, 1, 1]) == [4, 3, 3]
    assert apportion(-1, [ALL // 2, ALL // 2]) == [-1, 0]


def test_the_largest_remainder_comes_first() -> None:
    assert apportion(7, [5, 3, 2]) == [4, 2, 1]  # 3.5, 2.1, 1.4


@pytest.mark.parametrize("by", [[], [0, 0], [-1, 5]])
def test_nothing_is_apportioned_by_no_shares(by: list[int]) -> None:
    with pytest.raises(ValueError):
        apportion(5, by)


# Old 13 went to 2 and 3 by known shares, old 14 to 3 and 4 unknown, old 11 to 1 whole, old 15 to 8 and 9.
SHARES = {
    11: {1: None},
    13: {2: 700_000_000, 3: 300_000_000},
    14: {3: None, 4: 400_000_000},
    15: {8: ALL, 9: 0},
    2: {2: ALL},
}


def test_wholly_by_shares_or_not_and_why() -> None:
    found = inside_of(SHARES, shares_of=SHARES, inside={1, 2}, measure="population")
    assert found.wholly == {11, 2}
    assert found.by_shares == {13: {2: 700_000_000, 3: 300_000_000}}
    assert found.not_comparable == {}
    unknown = inside_of(SHARES, shares_of=SHARES, inside={3}, measure="population")
    assert unknown.not_comparable == {14: WhyNot.SHARE_UNKNOWN}
    without = inside_of([13], shares_of=SHARES, inside={2}, measure="")
    assert without.not_comparable == {13: WhyNot.NO_MEASURE}
    mean = inside_of([13], shares_of=SHARES, inside={2}, measure="", is_sum=False)
    assert mean.not_comparable == {13: WhyNot.NOT_A_SUM}


def test_a_unit_whose_ends_all_lie_inside_counts_wholly_shares_or_not() -> None:
    assert inside_of([14], shares_of=SHARES, inside={3, 4}, measure="").wholly == {14}


@given(st.lists(st.integers(-(10**14), 10**14), min_size=1, max_size=6))
def test_what_two_neighbours_get_of_a_divided_unit_is_what_it_said(amounts: list[int]) -> None:
    figures = frame([(13, at, 7, 4, amount, 0, 1) for at, amount in enumerate(amounts)], FIGURE)
    duties = frame([(13, at, 7, 4, 1) for at in range(len(amounts))], DUTY)
    parts = parts_of(figures, duties, rules=Rules())
    divided = apportioned(parts, shares_of={13: {2: 700_000_000, 3: 300_000_000}})
    assert list(divided.columns) == APPORTIONED
    for at, amount in enumerate(amounts):
        mine = divided[divided["period"] == at]
        assert sum(mine["amount"].tolist()) == amount
        assert sorted(set(mine["terminal"].tolist())) == [2, 3]


def test_units_that_are_not_divided_are_left_alone() -> None:
    parts = parts_of(frame([(11, 1, 7, 4, 5, 0, 1)], FIGURE), frame([], DUTY), rules=Rules())
    assert not len(apportioned(parts, shares_of={13: {2: 1, 3: 1}}))
