"""What was said in computed and carried cells is told and not used; a rate of nothing is explained."""

from submissions.rules.computed import computed
from tests.indicators.formulas.making import address
from tests.submissions.rules.sheets import filled, words


def test_a_computed_cell_that_said_something_else_is_overwritten_and_told() -> None:
    sheet = filled({"(1)": "2", "(2)": "3", "(3)": "7"}, formulas={"(3)": "(1) + (2)"})
    (problem,) = computed(sheet)
    assert problem.severity == "note"
    assert words([problem], sheet) == [
        "Ô D10 (dòng 1, cột 3): ô tính, đã ghi “7”, tính lại là “5”. Dùng số tính lại."
    ]
    assert sheet.cells[address("(3)")].scaled == 5


def test_a_computed_cell_that_said_the_same_is_not_told() -> None:
    sheet = filled({"(1)": "2", "(2)": "3", "(3)": "5"}, formulas={"(3)": "(1) + (2)"})
    assert computed(sheet) == []


def test_a_rate_of_nothing_is_an_x_with_its_reason() -> None:
    sheet = filled({"(1)": "2", "(2)": "-"}, formulas={"(3)": "(1) / (2)"})
    (problem,) = computed(sheet)
    assert (problem.code, problem.severity) == ("divided_by_nothing", "note")
    assert "không tính được vì số chia bằng 0" in words([problem], sheet)[0]


def test_a_result_beyond_its_cell_blocks() -> None:
    sheet = filled({"(1)": "99.999.999"}, formulas={"(3)": "(1) × (1)"})
    (problem,) = computed(sheet)
    assert (problem.code, problem.severity) == ("computed_too_large", "error")
