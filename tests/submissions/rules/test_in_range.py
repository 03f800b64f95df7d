"""A number beyond the range of its indicator, in the unit that is printed."""

import pytest

from indicators.layout import Check
from submissions.rules.in_range import in_range
from tests.indicators.formulas.making import address
from tests.submissions.rules.sheets import filled, words

RANGE = Check("range", "range", parts=(address("(1)"),), low="0", high="100", severity="warning")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("0", []),
        ("100", []),
        ("-", []),
        ("…", []),
        ("100,5", ["Ô B10 (dòng 1, cột 1): 100,5 lớn hơn 100. Hãy kiểm tra lại các ô này."]),
        ("-0,5", ["Ô B10 (dòng 1, cột 1): -0,5 nhỏ hơn 0. Hãy kiểm tra lại các ô này."]),
    ],
)
def test_a_number_out_of_range_is_told_with_the_bound(text: str, said: list[str]) -> None:
    sheet = filled({"(1)": text}, checks=[RANGE], decimals={"(1)": 1})
    assert words(in_range(sheet), sheet) == said


def test_bounds_are_in_the_printed_unit() -> None:
    sheet = filled({"(1)": "101"}, checks=[RANGE], scales={"(1)": 6})
    assert len(in_range(sheet)) == 1
