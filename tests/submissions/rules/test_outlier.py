"""Robust z over the unit's own past: one strange number does not hide the next."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.layout import Check
from submissions.rules.outlier import median, outlier, robust_z
from submissions.sheet import Background
from tests.indicators.formulas.making import address
from tests.submissions.rules.sheets import filled, words

OUTLIER = Check("usual", "outlier", parts=(address("(1)"),), severity="warning", limit="3.5")


def found(now: str, earlier: list[int]) -> list[str]:
    past = Background(earlier={address("(1)"): tuple(map(Fraction, earlier))})
    sheet = filled({"(1)": now}, checks=[OUTLIER], background=past)
    return words(outlier(sheet), sheet)


def test_a_number_far_from_the_usual_is_told_with_what_is_usual() -> None:
    assert found("1.040", [100, 104, 98, 101, 97, 103]) == [
        "Ô B10 (dòng 1, cột 1): 1.040 khác xa 6 kỳ trước của đơn vị (từ 97 đến 104, giữa là 101). "
        "Hãy kiểm tra lại hoặc giải trình."
    ]


@pytest.mark.parametrize("now", ["101", "95", "-", "…", "x", ""])
def test_usual_numbers_and_signs_are_not(now: str) -> None:
    assert (found(now, [100, 104, 98, 101, 97, 103]) == []) is (now != "-")


def test_five_numbers_are_too_few() -> None:
    assert found("9.999", [100, 104, 98, 101, 97]) == []


def test_one_strange_year_does_not_hide_the_next() -> None:
    assert len(found("1.040", [100, 104, 98, 1040, 97, 103])) == 1


def test_where_most_are_one_number_the_mean_distance_stands_in() -> None:
    assert found("5", [5, 5, 5, 5, 5, 9]) == []
    assert len(found("90", [5, 5, 5, 5, 5, 9])) == 1


def test_where_all_are_one_number_nothing_is_said() -> None:
    assert found("90", [5, 5, 5, 5, 5, 5]) == []


@given(st.lists(st.integers(-1000, 1000), min_size=6, max_size=24), st.integers(-1000, 1000))
def test_the_distance_does_not_depend_on_where_zero_is(numbers: list[int], now: int) -> None:
    earlier = [Fraction(number) for number in numbers]
    moved = [number + 7 for number in earlier]
    assert robust_z(Fraction(now), earlier) == robust_z(Fraction(now + 7), moved)
    assert min(earlier) <= median(earlier) <= max(earlier)
