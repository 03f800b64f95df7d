"""“…” or “x” where the unit had a number before asks for a word."""

import pytest

from indicators.layout import Check
from submissions.rules.was_there import was_there
from tests.indicators.formulas.making import address
from tests.submissions.rules.sheets import filled, words

WAS_THERE = Check("was", "was_there", parts=(address("(1)"),), severity="warning")


def found(now: str, before: str) -> list[str]:
    sheet = filled({"(1)": now}, checks=[WAS_THERE], figures={"P1.1|total previous": before})
    return words(was_there(sheet), sheet)


def test_missing_that_was_there_last_time_is_told() -> None:
    assert found("…", "123") == [
        "Ô B10 (dòng 1, cột 1): ghi “…” trong khi kỳ trước có số (123). Hãy nhập số hoặc giải trình."
    ]
    assert "ghi “x”" in found("x", "123")[0]


@pytest.mark.parametrize(("now", "before"), [("5", "123"), ("-", "123"), ("…", "…"), ("…", "-"), ("x", "0")])
def test_nothing_is_said_where_an_answer_stands_or_none_stood(now: str, before: str) -> None:
    assert found(now, before) == []
