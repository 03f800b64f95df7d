"""A change of more per cent than expected, exact at the limit."""

import pytest

from indicators.layout import Check
from submissions.rules.change import change
from tests.indicators.formulas.making import address
from tests.submissions.rules.sheets import filled, words

CHANGE = Check(
    "change", "change", parts=(address("(1)"),), severity="warning", limit="30", against="same_last_year"
)


def found(now: str, before: str | None) -> list[str]:
    figures = {} if before is None else {"P1.1|total same_last_year": before}
    sheet = filled({"(1)": now}, checks=[CHANGE], figures=figures)
    return words(change(sheet), sheet)


def test_a_rise_and_a_fall_beyond_the_limit_are_told() -> None:
    assert found("1.310", "1.000") == [
        "Ô B10 (dòng 1, cột 1): 1.310 tăng 31,0% so với cùng kỳ năm trước (1.000), quá 30%. "
        "Hãy kiểm tra lại hoặc giải trình."
    ]
    assert "giảm 30,1% so với" in found("699", "1.000")[0]


SILENT = (("1.300", "1.000"), ("700", "1.000"), ("5", "0"), ("5", "-"), ("5", "…"), ("…", "5"), ("5", None))


@pytest.mark.parametrize(("now", "before"), [*SILENT, ("x", "5"), ("", "5")])
def test_at_the_limit_or_without_two_numbers_nothing_is_said(now: str, before: str | None) -> None:
    assert found(now, before) == []


def test_nothing_now_is_a_fall_of_all() -> None:
    assert "giảm 100,0%" in found("-", "5")[0]


def test_below_zero_the_rate_is_of_the_amount() -> None:
    assert "tăng 200,0%" in found("5", "-5")[0]
