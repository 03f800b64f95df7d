"""What each kind of check demands, in printed names."""

import pytest

from indicators.checks_in_words import rule_words
from indicators.formulas import compile_plan
from indicators.layout import Check
from tests.indicators.formulas.making import address, grid

ONE, TWO = address("[1](1)"), address("[2](1)")
FORM = ["[1](1)", "[1](2)", "[2](1)", "[2](2)"]


@pytest.mark.parametrize(
    ("check", "said"),
    [
        (Check("k", "formula", formula="(1) = (2) × 2"), "Cột 1 = cột 2 × 2."),
        (Check("k", "formula", formula="[1] ≥ [2]"), "Dòng 1 ≥ dòng 2."),
        (
            Check("k", "formula", formula="[1](1) = [2](1) + [2](2)"),
            "Dòng 1, cột 1 = dòng 2 + dòng 2, cột 2.",
        ),
        (Check("k", "formula", formula="0 ≤ (1) ≤ 100"), "0 ≤ cột 1; cột 1 ≤ 100."),
        (Check("k", "formula", formula="(1) ≤ KẾ_HOẠCH((1)) × 1,5"), "Cột 1 ≤ kế hoạch của ô này × 1,5."),
        (Check("k", "sum", ONE, (TWO, address("[2](2)"))), "Dòng 1, cột 1 = dòng 2 + dòng 2, cột 2."),
        (Check("k", "part_of", ONE, (TWO,)), "Không lớn hơn dòng 1, cột 1: dòng 2."),
        (Check("k", "range", parts=(ONE,), low="0", high="99.5"), "Dòng 1, cột 1 ≥ 0; dòng 1, cột 1 ≤ 99,5."),
        (
            Check("k", "change", parts=(ONE, TWO), limit="30", against="previous"),
            "Dòng 1, cột 1; dòng 2, cột 1: thay đổi không quá 30% so với kỳ trước.",
        ),
        (
            Check("k", "outlier", parts=(ONE,), limit="3.5"),
            "Dòng 1, cột 1: không khác xa các kỳ trước của chính đơn vị.",
        ),
    ],
)
def test_a_check_says_what_it_demands(check: Check, said: str) -> None:
    plan = compile_plan(grid(FORM, checks=[check]))
    assert rule_words(plan, check) == said


def test_a_long_sum_names_its_ends() -> None:
    cells = [f"[{row}](1)" for row in range(1, 10)]
    check = Check("k", "formula", formula="[9] = TỔNG([1]..[8])")
    assert rule_words(compile_plan(grid(cells, checks=[check])), check) == (
        "Dòng 9, cột 1 = dòng 1 + dòng 2 + … + dòng 8."
    )
