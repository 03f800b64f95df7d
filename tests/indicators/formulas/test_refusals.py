"""What a formula cannot say is refused with a reason an officer can act on."""

from dataclasses import replace

import pytest

from indicators.formulas import FormulaError, compile_plan, faults_of, parse, words_of
from indicators.formulas.words import SENTENCES
from indicators.layout import Check, FormLayout
from tests.indicators.formulas.making import grid

WRITTEN = [
    ("  ", "empty", {}),
    ("(3) = (4) +", "unfinished", {}),
    ("(3", "unfinished", {}),
    ("3)", "unexpected", {"position": 2, "found": ")"}),
    ("x + 1", "unexpected", {"position": 1, "found": "x"}),
    ("(3).__class__", "unexpected", {"position": 4, "found": "."}),
    ("__import__('os')", "unexpected", {"position": 1, "found": "_"}),
    ("(3) – (4)", "unexpected", {"position": 5, "found": "–"}),
    ("(3)\u200b", "unexpected", {"position": 4, "found": "U+200B"}),
    ("MAX(0,(3))", "comma", {"position": 6}),
    ("MAX((3), 0)", "comma", {"position": 8}),
    ("NẾU((3) > 0, 1, 2)", "comma", {"position": 12}),
    ("(3) × 1.5", "not_a_number", {"position": 7, "text": "1.5"}),
    ("(3) × 0,1234567", "not_a_number", {"position": 7, "text": "0,1234567"}),
    ("CĂN((3))", "unknown_function", {"position": 1, "name": "CĂN"}),
    ("eval((3))", "unknown_function", {"position": 1, "name": "eval"}),
    ("ABS(3)", "only_numbers", {"name": "TRỊ_TUYỆT_ĐỐI"}),
    ("SUM(1,2)", "only_numbers", {"name": "TỔNG"}),
    ("NẾU((3) > 0; 1)", "how_many_arguments", {"name": "NẾU", "least": 3, "found": 2}),
    ("NẾU((3); 1; 2)", "number_as_condition", {}),
    ("NẾU((3) > 0; 1; (3) > 1)", "unlike_branches", {"name": "NẾU"}),
    ("((3) > 1) + 1", "condition_as_number", {}),
    ("LÀM_TRÒN((3); (4))", "round_places", {"maximum": 6}),
    ("LÀM_TRÒN((3); 7)", "round_places", {"maximum": 6}),
    ("KỲ_TRƯỚC((3) + 1)", "wants_cell", {"position": 1, "name": "KỲ_TRƯỚC"}),
    ("KỲ_TRƯỚC(CÙNG_KỲ((3)))", "wants_cell", {"position": 1, "name": "KỲ_TRƯỚC"}),
    ("KỲ_TRƯỚC((3); (4))", "one_argument", {"position": 1, "name": "KỲ_TRƯỚC"}),
    ("CHỈ_TIÊU((3))", "wants_data_point", {"position": 1, "name": "CHỈ_TIÊU"}),
    ('CHỈ_TIÊU("a b")', "not_a_data_point", {"position": 10, "text": "a b"}),
    ('TỔNG("A.1")', "point_alone", {"text": "A.1|total"}),
    ("NẾU([1]..[2] > 0; 1; 2)", "unexpected", {"position": 14, "found": ">"}),
    ("TRỊ_TUYỆT_ĐỐI([1]..[2])", "range_alone", {}),
    ("-" * 40 + "1", "too_deep", {"maximum": 30}),
    ("1+" * 500 + "1", "too_many_parts", {"maximum": 400}),
    ("1" * 2001, "too_long", {"maximum": 2000, "found": 2001}),
]


@pytest.mark.parametrize(("text", "code", "params"), WRITTEN, ids=[text[:30] for text, *_rest in WRITTEN])
def test_what_cannot_be_read_says_where_and_why(text: str, code: str, params: dict[str, object]) -> None:
    with pytest.raises(FormulaError) as refused:
        parse(text)
    assert (refused.value.code, refused.value.params) == (code, params)


def two_parts() -> FormLayout:
    """Rows 1, 2, 3 of part one; rows 1 and 2 of part two in the same table, by the same printed numbers."""
    layout = grid([f"[{row}]({column})" for row in ("1", "2", "3", "4", "5") for column in ("1", "2")])
    table = layout.tables[0]
    numbers = {"r1": "1", "r2": "2", "r3": "2.1", "r4": "1", "r5": "TỔNG"}
    levels = {"r3": 1}
    rows = tuple(
        replace(row, number=numbers[row.key], level=levels.get(row.key, 0), code=f"0{index}")
        for index, row in enumerate(table.rows, 1)
    )
    return replace(layout, tables=(replace(table, rows=rows),))


@pytest.mark.parametrize(
    ("formula", "code", "params"),
    [
        ("[1](1) > 0", "ambiguous", {"name": "[1]", "candidates": "[r1] “Dòng 1”, [r4] “Dòng 4”"}),
        ("[9](1) > 0", "no_such_row", {"row": "9"}),
        ("[2](9) > 0", "no_such_column", {"column": "9"}),
        ("t1/r9:c1 > 0", "no_such_row", {"row": "r9"}),
        ("t2/[2](1) > 0", "no_such_table", {"table": "t2", "known": "t1"}),
        ("[2] > (1)", "rows_and_columns", {"row": "2", "column": "1"}),
        ("TỔNG([2](1)..[2.1](1)) > 0", "range_of_levels", {"first": "2", "last": "2.1"}),
        ("TỔNG([r4](1)..[2](1)) > 0", "range_backwards", {}),
        ("TỔNG([2](1)..[r4](2)) > 0", "range_is_a_block", {}),
        ("1 > 0", "no_cell_in_check", {}),
        ("[2](1) + 1", "number_as_condition", {}),
    ],
)
def test_a_name_that_is_not_one_cell_says_which_it_could_be(
    formula: str, code: str, params: dict[str, object]
) -> None:
    layout = replace(two_parts(), checks=(Check("k", "formula", formula=formula),))
    (fault,) = faults_of(layout)
    assert (fault.at, fault.code, fault.params) == ("k", code, params)


@pytest.mark.parametrize("name", ["[r4]", "[04]", "[Dòng 4]", "[dòng  4]"])
def test_key_code_or_label_tell_rows_of_one_number_apart(name: str) -> None:
    layout = replace(two_parts(), checks=(Check("k", "formula", formula=f"{name}(1) > 0"),))
    assert [condition.address for condition in compile_plan(layout).conditions] == ["t1/r4:c1"]


def test_a_circle_is_refused_with_its_path() -> None:
    layout = grid(["(1)"], formulas={"(3)": "(7) + (1)", "(7)": "(11) × 2", "(11)": "(3) - 1", "(12)": "(3)"})
    (fault,) = faults_of(layout)
    assert fault.code == "circle"
    assert fault.params == {"path": "[1](3) → [1](7) → [1](11) → [1](3)"}


def test_a_sum_over_rows_that_holds_itself_is_a_circle() -> None:
    layout = grid(["[1](1)", "[2](1)"], formulas={"[3](1)": "TỔNG([1]..[3])"})
    (fault,) = faults_of(layout)
    assert (fault.code, fault.params) == ("circle", {"path": "[3](1) → [3](1)"})


def test_kind_and_formula_of_a_cell_go_together() -> None:
    typed = grid(["(1)"], formulas={"(2)": ""})
    assert [fault.code for fault in faults_of(typed)] == ["computed_without_formula"]
    carried = grid(["(1)"], carried={"(2)": ""})
    assert [fault.code for fault in faults_of(carried)] == ["carried_from_itself"]
    table = typed.tables[0]
    cells = tuple(replace(cell, kind="input", formula="(1)") for cell in table.cells)
    odd = replace(typed, tables=(replace(table, cells=cells),))
    assert {fault.code for fault in faults_of(odd)} == {"formula_of_typed_cell"}


def test_every_fault_is_told_and_the_first_one_stops() -> None:
    layout = grid(["(1)"], formulas={"(2)": "(9)", "(3)": "1 +"}, checks=[Check("k", "formula", formula="(")])
    assert [(fault.at, fault.code) for fault in faults_of(layout)] == [
        ("t1/r1:c2", "no_such_column"),
        ("t1/r1:c3", "unfinished"),
        ("k", "unfinished"),
    ]
    with pytest.raises(FormulaError):
        compile_plan(layout)


def test_every_sentence_fits_its_params() -> None:
    known = {"position": 1, "found": "x", "maximum": 1, "text": "x", "name": "x", "least": 1, "known": "x"}
    known |= {"table": "x", "row": "x", "column": "x", "cell": "x", "candidates": "x", "tables": "x"}
    known |= {"first": "x", "last": "x", "path": "x"}
    for code in SENTENCES:
        sentence, params = words_of(FormulaError(code, **known))  # type: ignore[arg-type]
        assert sentence % params
