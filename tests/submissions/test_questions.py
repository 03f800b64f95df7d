"""What stands out is asked; what is usual, or chance in small numbers, is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from submissions.questions import FEW_UNITS, ask_of_others, ask_of_own_past, usual_change

STEADY = [(1000 + unit, 1000) for unit in range(12)]


def test_one_that_grew_tenfold_while_the_others_stood_still_is_asked() -> None:
    usual = usual_change(STEADY)
    assert usual is not None
    asked = ask_of_others("a", 10_000, 1000, usual, decimals=0)
    assert asked is not None
    assert (asked.kind, asked.then) == ("others", 1000)
    assert asked.low < asked.high < 20_000, "the others' middle half, in millionths"
    assert ask_of_others("a", 1100, 1000, usual, decimals=0) is None


def test_where_all_grew_tenfold_nobody_is_asked_and_the_one_that_did_not_is() -> None:
    usual = usual_change([(10_000 + unit, 1000) for unit in range(12)])
    assert usual is not None
    assert ask_of_others("a", 10_050, 1000, usual, decimals=0) is None
    assert ask_of_others("a", 1010, 1000, usual, decimals=0) is None, "ten more is chance"
    assert ask_of_others("a", 2000, 1000, usual, decimals=0) is not None


def test_a_small_count_that_trebled_is_no_question() -> None:
    usual = usual_change(STEADY)
    assert usual is not None
    assert ask_of_others("a", 3, 1, usual, decimals=0) is None
    assert ask_of_others("a", 9, 0, usual, decimals=0) is None, "nothing to divide by"


def test_decimals_do_not_make_a_small_number_large() -> None:
    usual = usual_change([(10_000 + unit, 10_000) for unit in range(12)])
    assert usual is not None
    assert ask_of_others("a", 300, 100, usual, decimals=2) is None, "3,00 after 1,00"
    assert ask_of_others("a", 300, 100, usual, decimals=0) is not None


def test_too_few_units_say_nothing_of_what_is_usual() -> None:
    assert usual_change(STEADY[: FEW_UNITS - 1]) is None
    assert usual_change([(5, 0)] * 100) is None


@pytest.mark.parametrize(("now", "is_asked"), [(1000, False), (1100, False), (4000, True), (0, True)])
def test_a_number_far_from_the_units_own_past_is_asked(now: int, is_asked: bool) -> None:
    past = [980, 1020, 1000, 990, 1010, 1005]
    assert (ask_of_own_past("a", now, past, decimals=0) is not None) is is_asked
    assert ask_of_own_past("a", now, past[:5], decimals=0) is None, "too short a past"


@given(
    st.lists(st.tuples(st.integers(0, 10**14), st.integers(-(10**14), 10**14)), max_size=30),
    st.integers(-(10**14), 10**14),
    st.lists(st.integers(-(10**14), 10**14), max_size=30),
    st.integers(0, 4),
)
def test_any_numbers_are_read(
    pairs: list[tuple[int, int]], now: int, earlier: list[int], decimals: int
) -> None:
    usual = usual_change(pairs)
    if usual is not None:
        assert usual.low <= usual.high
        for _unit_now, before in pairs:
            ask_of_others("a", now, before, usual, decimals=decimals)
    asked = ask_of_own_past("a", now, earlier, decimals=decimals)
    assert asked is None or asked.low <= asked.then <= asked.high
