"""Each rule on a small sheet, and its words."""

from typing import Any

import pytest

from submissions.messages import message_of, rules_for_page
from submissions.rules import check
from submissions.rules.complete import complete
from submissions.rules.not_negative import not_negative
from submissions.rules.part_of import part_of
from submissions.rules.parts_add_up import parts_add_up
from submissions.rules.readable import readable
from submissions.sheet import Sheet, sheet_from_typed
from tests.submissions.factories import ARV, COST, HIV, MEN, TOTAL, WOMEN, small_layout

LAYOUT = small_layout()
FULL = {TOTAL: "30", MEN: "10", WOMEN: "20", HIV: "12", ARV: "10", COST: "1.234,5"}


def typed(changes: dict[str, str]) -> Sheet:
    return sheet_from_typed(LAYOUT, FULL | changes)


def words(found: list[Any]) -> list[str]:
    return [message_of(problem, LAYOUT) for problem in found]


def test_a_good_sheet_has_no_problem() -> None:
    assert check(typed({})) == []


def test_a_part_greater_than_its_whole_is_told_at_the_part() -> None:
    assert words(part_of(typed({ARV: "1.500", HIV: "1.200", TOTAL: "9.000"}))) == [
        "Ô E12 (dòng 3.7, cột 1): 1.500 lớn hơn dòng 3.6 (1.200). "
        "Số được điều trị ARV không thể lớn hơn số có HIV (+)."
    ]


def test_a_warning_has_words_of_its_own_where_the_officer_wrote_none() -> None:
    found = part_of(typed({ARV: "40", HIV: "50"}))
    assert [problem.severity for problem in found] == ["warning"]
    assert words(found)[0].endswith("Số “trong đó” không thể lớn hơn số chung. Hãy sửa một trong hai ô.")


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [("-", "0", 0), ("-", "-", 0), ("1", "-", 1), ("…", "0", 0), ("5", "…", 0), ("5", "x", 0), ("5", "", 0)],
)
def test_signs_are_compared_as_none_or_not_at_all(part: str, whole: str, told: int) -> None:
    assert len([p for p in part_of(typed({ARV: part, HIV: whole})) if p.severity == "error"]) == told


def test_parts_that_do_not_add_up_are_told_at_the_whole() -> None:
    assert words(parts_add_up(typed({MEN: "11"}))) == [
        "Ô E8 (dòng 1, cột 1): 30 khác tổng của dòng 1.1 + dòng 1.2 (31). "
        "Hãy sửa ô tổng hoặc các ô thành phần."
    ]


@pytest.mark.parametrize("men", ["…", ""])
def test_an_incomplete_partition_is_not_compared(men: str) -> None:
    assert parts_add_up(typed({MEN: men})) == []


def test_a_part_that_does_not_apply_is_left_out_of_the_partition() -> None:
    assert parts_add_up(typed({MEN: "x", WOMEN: "30"})) == []
    assert len(parts_add_up(typed({MEN: "x"}))) == 1


def test_what_cannot_be_read_says_why() -> None:
    assert words(readable(typed({HIV: "(5)"}))) == [
        "Ô E11 (dòng 3.6, cột 1): “(5)” chưa đọc được. "
        "Số âm không viết trong ngoặc. Hãy viết dấu - ở trước, như -5."
    ]


def test_empty_cells_are_one_problem_with_the_way_out() -> None:
    assert words(complete(typed({HIV: "", ARV: ""}))) == [
        "Còn 2 ô chưa nhập: E11, E12. Hãy nhập số; ghi “-” nếu không phát sinh, “…” nếu chưa thu thập được, "
        "“x” nếu không áp dụng."
    ]


def test_people_are_not_below_zero_but_money_may_be() -> None:
    found = not_negative(typed({HIV: "-3", COST: "-1,5"}))
    assert words(found) == [
        "Ô E11 (dòng 3.6, cột 1): -3 nhỏ hơn 0. Số đếm không thể âm; hãy kiểm tra lại số."
    ]


def test_the_page_says_what_the_server_says() -> None:
    adds, arv, few = rules_for_page(typed({}))["told"]
    told = message_of(part_of(typed({ARV: "15"}))[0], LAYOUT)
    assert arv["message"].format(left="15", right="12") == told
    added = message_of(parts_add_up(typed({MEN: "11"}))[0], LAYOUT)
    assert adds["message"].format(left="30", right="31") == added
    assert (adds["severity"], few["severity"]) == ("error", "warning")
