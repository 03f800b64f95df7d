"""A reported year is what its reported months add up to."""

from fractions import Fraction

import pytest

from indicators.layout import Check
from submissions.rules.shorter_periods import shorter_periods
from submissions.sheet import Background
from tests.indicators.formulas.making import address
from tests.submissions.rules.sheets import filled, words

YEAR = Check("year", "shorter_periods", parts=(address("(1)"),), severity="warning")


def found(now: str, added: Fraction | None) -> list[str]:
    past = Background(shorter={} if added is None else {address("(1)"): added})
    sheet = filled({"(1)": now}, checks=[YEAR], decimals={"(1)": 1}, scales={"(1)": 3}, background=past)
    return words(shorter_periods(sheet), sheet)


def test_a_difference_is_told_in_the_printed_unit() -> None:
    assert found("12,5", Fraction(12_400)) == [
        "Ô B10 (dòng 1, cột 1): 12,5 khác tổng các kỳ ngắn hơn đã duyệt (12,4). "
        "Hãy kiểm tra lại hoặc giải trình."
    ]


@pytest.mark.parametrize(("now", "added"), [("12,5", Fraction(12_500)), ("12,5", None), ("…", Fraction(1))])
def test_the_same_sum_or_a_gap_says_nothing(now: str, added: Fraction | None) -> None:
    assert found(now, added) == []
