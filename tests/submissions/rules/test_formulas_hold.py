"""Comparisons that an officer wrote are told at their first cell, in printed names."""

import pytest
from django.utils import translation

from indicators.layout import Check
from submissions.rules.formulas_hold import formulas_hold
from submissions.sheet import Background
from tests.submissions.rules.sheets import filled, words

CELLS = {"[1](3)": "160", "[1](7)": "155", "[1](11)": "6", "[2](3)": "5", "[2](7)": "5", "[2](11)": "-"}


def balance(formula: str = "(3) = (7) + (11)", **check: str) -> Check:
    return Check("balance", "formula", formula=formula, **check)  # type: ignore[arg-type]


def test_a_row_that_does_not_balance_is_told_with_both_amounts() -> None:
    sheet = filled(CELLS, checks=[balance()])
    assert words(formulas_hold(sheet), sheet) == [
        "Ô B10 (dòng 1, cột 3): 160 khác cột 7 + cột 11 (161). Hãy kiểm tra lại các ô này."
    ]


def test_the_officers_own_words_take_the_place_of_the_advice() -> None:
    sheet = filled(CELLS, checks=[balance(sentence="Hồ sơ không tự mất đi.")])
    assert words(formulas_hold(sheet), sheet) == [
        "Ô B10 (dòng 1, cột 3): 160 khác cột 7 + cột 11 (161). Hồ sơ không tự mất đi."
    ]


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("(3) < (7)", "160 không nhỏ hơn cột 7 (155)"),
        ("(3) ≤ 100", "160 lớn hơn 100"),
        ("(7) - (3) ≥ 0", "cột 7 - cột 3 (-5) nhỏ hơn 0"),
        ("(3) ≠ (7) + 5", "160 bằng cột 7 + 5 (160)"),
        ("[1](7) > [2](3) × 40", "155 không lớn hơn dòng 2, cột 3 × 40 (200)"),
        ("HOẶC((3) < 100; (7) = 0)", "không đúng quy tắc “HOẶC(cột 3 < 100; cột 7 = 0)”"),
    ],
)
def test_each_comparison_has_its_words(formula: str, said: str) -> None:
    sheet = filled(CELLS, checks=[balance(formula)])
    assert said in words(formulas_hold(sheet), sheet)[0]


def test_a_figure_from_elsewhere_is_named() -> None:
    check = balance("(3) ≥ KỲ_TRƯỚC((3))")
    sheet = filled({"(3)": "4"}, checks=[check], figures={"P1.3|total previous": "5"})
    assert "4 nhỏ hơn ô này kỳ trước (5)" in words(formulas_hold(sheet), sheet)[0]


def test_in_english_too() -> None:
    sheet = filled(CELLS, checks=[balance()])
    with translation.override("en"):
        assert words(formulas_hold(sheet), sheet) == [
            "Cell B10 (row 1, column 3): 160 differs from column 7 + column 11 (161). "
            "Check these cells again."
        ]


def test_a_lowered_check_only_warns() -> None:
    sheet = filled(CELLS, checks=[balance()], background=Background(lowered=frozenset({"balance"})))
    assert [problem.severity for problem in formulas_hold(sheet)] == ["warning"]
