"""Descent ends where units exist; how much of a unit went there is exact."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from units.lineage import WHOLE, Step, rounded, terminals

DAY = [date(2020 + n, 1, 1) for n in range(8)]
EVE = [day - timedelta(days=1) for day in DAY]
ONE = (WHOLE, WHOLE)


def whole(before: int, after: int, on: date) -> Step:
    return Step(before, after, on, is_whole=True)


def part(before: int, after: int, on: date, people: int | None = None, area: int | None = None) -> Step:
    return Step(before, after, on, is_whole=False, shares=(people, area))


def test_chains_are_followed_and_units_without_successors_are_their_own_end() -> None:
    ends = {1: EVE[1], 2: EVE[2], 3: None, 4: None, 5: EVE[1]}
    steps = [whole(1, 2, DAY[1]), part(2, 3, DAY[2], 600_000_000), part(2, 4, DAY[2], 400_000_000)]
    found = terminals(ends=ends, successions=steps)
    divided = {3: (600_000_000, None), 4: (400_000_000, None)}
    assert found == {
        1: {None: divided},
        2: {None: divided},
        3: {None: {3: ONE}},
        4: {None: {4: ONE}},
        5: {None: {5: ONE}},
    }


def test_ways_to_one_end_add_up_and_an_unknown_step_makes_it_unknown() -> None:
    ends = {1: EVE[1], 2: EVE[2], 3: EVE[2], 4: None, 5: None}
    steps = [
        part(1, 2, DAY[1], 300_000_000, 500_000_000),
        part(1, 3, DAY[1], 700_000_000, 500_000_000),
        whole(2, 4, DAY[2]),
        part(3, 4, DAY[2], 500_000_000),
        part(3, 5, DAY[2], 500_000_000),
    ]
    assert terminals(ends=ends, successions=steps)[1][None] == {
        4: (650_000_000, None),
        5: (350_000_000, None),
    }


def test_a_unit_that_lives_on_keeps_its_later_figures_and_divides_those_from_before() -> None:
    steps = [part(1, 2, DAY[3], 300_000_000)]
    found = terminals(ends={1: None, 2: None, 3: EVE[1]}, successions=[*steps, whole(3, 1, DAY[1])])
    before = {1: (700_000_000, None), 2: (300_000_000, None)}
    assert found[1] == {None: {1: ONE}, DAY[3]: before}
    assert found[3] == {None: before}, "what it brought went away in the same parts"


def test_what_came_after_a_part_had_left_did_not_leave_with_it() -> None:
    steps = [part(1, 2, DAY[1], 300_000_000), whole(3, 1, DAY[2]), whole(1, 4, DAY[3])]
    found = terminals(ends={1: EVE[3], 2: None, 3: EVE[2], 4: None}, successions=steps)
    assert found[3] == {None: {4: ONE}}
    assert found[1] == {None: {4: ONE}, DAY[1]: {2: (300_000_000, None), 4: (700_000_000, None)}}


def test_units_that_swap_parts_on_one_day_do_not_run_in_a_circle() -> None:
    half = 500_000_000
    steps = [part(1, 2, DAY[1], half, half), part(2, 1, DAY[1], half, half)]
    found = terminals(ends={1: None, 2: None}, successions=steps)
    assert found[1] == {None: {1: ONE}, DAY[1]: {1: (half, half), 2: (half, half)}}


def test_a_circle_of_mistaken_records_ends() -> None:
    found = terminals(ends={1: EVE[1], 2: EVE[1]}, successions=[whole(1, 2, DAY[1]), whole(2, 1, DAY[1])])
    assert found == {1: {None: {2: ONE}}, 2: {None: {1: ONE}}}


STEPS = st.lists(
    st.builds(
        part,
        st.integers(0, 8),
        st.integers(9, 14) | st.integers(0, 8),
        st.sampled_from(DAY),
        st.none() | st.integers(0, WHOLE // 20),
        st.integers(0, WHOLE // 20),
    ).filter(lambda step: step.predecessor != step.successor),
    max_size=20,
)


@given(STEPS)
def test_units_that_give_parts_and_live_on_divide_into_exactly_all(steps: list[Step]) -> None:
    found = terminals(ends=dict.fromkeys(range(15)), successions=steps)
    for unit, stretches in found.items():
        assert stretches[None] == {unit: ONE}
        for ends in stretches.values():
            people, area = ([shares[at] for shares in ends.values()] for at in (0, 1))
            assert sum(share for share in area if share is not None) == WHOLE
            if None not in people:
                assert sum(share for share in people if share is not None) == WHOLE


@given(st.lists(st.fractions(0, 1), min_size=1, max_size=12).filter(sum))
def test_rounding_moves_no_share_by_a_billionth_and_keeps_the_sum(shares: list[Fraction]) -> None:
    whole_of = sum(shares, Fraction(0))
    exact = {end: (share / whole_of, None) for end, share in enumerate(shares)}
    found = rounded(exact)
    assert sum(share or 0 for share, _none in found.values()) == WHOLE
    assert all(abs((found[end][0] or 0) - share * WHOLE) < 1 for end, (share, _none) in exact.items())
