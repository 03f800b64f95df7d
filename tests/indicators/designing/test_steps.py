"""Steps of the designer: what each does to the form, and that any of them can be taken back."""

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.designing import (
    STEPS,
    Design,
    Step,
    StepRefused,
    apply,
    design_of_layout,
    differences,
    from_text,
    layout_of_design,
    problems_of,
    redone,
    replaced,
    to_text,
    undone,
)
from indicators.layout.checking import faults_of
from indicators.recognition.found import FoundCell, FoundTable
from tests.indicators.designing.conftest import FORMS, Start
from tests.indicators.factories import form_4bch


def after(design: Design, *steps: Step) -> Design:
    for number, step in enumerate(steps):
        design = apply(design, step, fresh=f"9x{number}")
    return design


def table(design: Design) -> FoundTable:
    return design.form.tables[0]


def cell(design: Design, row: str, column: str) -> FoundCell:
    return next(one for one in table(design).cells if (one.row, one.column) == (row, column))


def header(design: Design) -> list[tuple[str, int, int, int, int]]:
    return [(one.text, one.row, one.column, one.row_span, one.column_span) for one in table(design).header]


@pytest.mark.parametrize("name", ["", *FORMS])
def test_a_design_is_kept_as_text(start: Start, name: str) -> None:
    design = start(name)
    kept = to_text(design)
    assert to_text(from_text(kept)) == kept
    assert layout_of_design(from_text(kept), code="A") == layout_of_design(design, code="A")


@pytest.mark.parametrize("name", FORMS)
def test_a_form_that_was_decided_has_no_problem(start: Start, name: str) -> None:
    assert problems_of(start(name), code="A") == []


def test_a_line_is_added_beside_another_and_asks_the_same_kinds_of_figures(start: Start) -> None:
    design = start("II.06a-VPCP-KSTT.xlsx")
    made = after(design, Step("row.add", "t1/r03:", {"where": "after"}))
    keys = [row.key for row in table(made).rows]
    assert keys[2:5] == ["r03", "r9x0", "r04"]
    kinds = [(one.column, one.kind, one.formula) for one in table(made).cells if one.row == "r9x0"]
    assert kinds == [(one.column, one.kind, one.formula) for one in table(design).cells if one.row == "r03"]
    assert ("c6", "carried", "KỲ_TRƯỚC((11))") in kinds
    assert [problem.code for problem in problems_of(made, code="A")] == ["row_without_words"]
    named = after(made, Step("row.words", "t1/r9x0:", {"label": "Đất đai", "number": "3a"}))
    assert problems_of(named, code="A") == []
    assert named.is_redrawn
    assert not design.is_redrawn


def test_a_column_is_asked_only_in_some_periods_and_the_difference_says_so(start: Start) -> None:
    design = start("II.06a-VPCP-KSTT.xlsx")
    column = next(one for one in table(design).columns if one.kind == "data")
    step = Step("column.months", f"t1/:{column.key}", {"m12": "1", "m9": "1", "offered": "3 6 9 12"})
    made = after(design, step)
    before, now = (layout_of_design(one, code="A") for one in (design, made))
    assert [one.months for one in now.tables[0].columns if one.key == column.key] == [(9, 12)]
    assert from_text(to_text(made)) == made
    again = design_of_layout(now, has_workbook=True)
    assert layout_of_design(again, code="A").tables[0].columns == now.tables[0].columns
    assert [one.code for one in differences(before, now)] == ["column_months"]
    assert [one.code for one in differences(now, before)] == ["column_always"]
    assert not made.is_redrawn
    always = after(
        made, replace(step, values={f"m{m}": "1" for m in (3, 6, 9, 12)} | {"offered": "3 6 9 12"})
    )
    assert table(always) == table(design)
    with pytest.raises(StepRefused, match="no_month"):
        after(design, replace(step, values={"offered": "3 6 9 12"}))


def test_a_line_is_asked_only_in_some_periods_with_the_lines_below_it_or_alone(start: Start) -> None:
    design = start("4-BCH.xlsx")
    rows = table(design).rows
    at = next(at for at, row in enumerate(rows[:-1]) if rows[at + 1].level > row.level)
    values = {"m12": "1", "offered": "3 6 9 12"}
    alone = after(design, Step("row.months", f"t1/{rows[at].key}:", values))
    assert [row.key for row in table(alone).rows if row.months] == [rows[at].key]
    made = after(design, Step("row.months", f"t1/{rows[at].key}:", values | {"below": "1"}))
    shut = [row.key for row in table(made).rows if row.months == (12,)]
    assert shut[:2] == [rows[at].key, rows[at + 1].key]
    assert all(row.level > rows[at].level for row in table(made).rows if row.key in shut[1:])
    assert from_text(to_text(made)) == made
    assert not made.is_redrawn
    before, now = (layout_of_design(one, code="A") for one in (design, made))
    assert layout_of_design(design_of_layout(now, has_workbook=True), code="A").tables[0].rows == (
        now.tables[0].rows
    )
    assert {one.code for one in differences(before, now)} == {"row_months"}
    assert {one.code for one in differences(now, before)} == {"row_always"}
    with pytest.raises(StepRefused, match="no_month"):
        after(design, Step("row.months", f"t1/{rows[at].key}:", {"offered": "3 6 9 12"}))


def test_lines_that_share_out_the_year_leave_no_period_without_a_question(start: Start) -> None:
    design = start("")
    only = Step("row.months", "t1/r1:", {"m12": "1", "offered": "3 6 9 12"})
    made = after(design, only)
    assert "no_row_always" in {problem.code for problem in problems_of(made, code="A")}
    shared = after(
        made,
        Step("row.add", "t1/r1:", {"where": "after"}),
        Step("row.months", "t1/r9x0:", {f"m{month}": "1" for month in range(1, 12)}),
    )
    assert [row.months for row in table(shared).rows] == [(12,), tuple(range(1, 12))]
    assert "no_row_always" not in {problem.code for problem in problems_of(shared, code="A")}


def test_a_form_that_asks_nothing_in_some_period_is_not_published(start: Start) -> None:
    made = after(start("4-BCH.xlsx"), Step("column.months", "t1/:c1", {"m12": "1"}))
    assert [problem.code for problem in problems_of(made, code="A")] == ["no_column_always"]


def test_an_upper_line_goes_with_its_checks_and_the_formula_that_named_it_is_a_problem(start: Start) -> None:
    design = start("4-BCH.xlsx")
    first = table(design).rows[0].key
    gone = after(design, Step("row.delete", f"t1/{first}:"))
    spoken_of = {part for check in gone.form.checks for part in (check.whole, *check.parts)}
    assert not any(address.startswith(f"t1/{first}:") for address in spoken_of)
    named = after(
        design,
        Step("cells.set", "t1/r02:c1", {"kind": "computed", "formula": "[r01] + [r03]"}),
        Step("row.delete", "t1/r01:"),
    )
    (problem,) = problems_of(named, code="A")
    assert (problem.code, problem.place) == ("formula", "t1/r02:c1")
    assert [problem.fault.code for problem in (problem,) if problem.fault] == ["no_such_row"]


def test_lines_move_and_stand_further_in(start: Start) -> None:
    design = after(
        start(""),
        Step("row.add", "t1/r1:", {"where": "after"}),
        Step("row.indent", "t1/r9x0:", {"by": "1"}),
    )
    assert [(row.key, row.level, row.parent) for row in table(design).rows] == [
        ("r1", 0, ""),
        ("r9x0", 1, "r1"),
    ]
    moved = after(design, Step("row.move", "t1/r9x0:", {"by": "-1"}))
    assert [(row.key, row.parent) for row in table(moved).rows] == [("r9x0", ""), ("r1", "")]
    assert after(moved, Step("row.move", "t1/r9x0:", {"by": "-1"})) == moved


def test_columns_of_one_group_stand_under_one_header_cell(start: Start) -> None:
    design = after(
        start(""),
        Step("column.add", "t1/:c1", {"where": "after"}),
        Step("column.words", "t1/:c1", {"path": "Số hồ sơ\nTrực tuyến", "number": "1"}),
        Step("column.words", "t1/:c9x0", {"path": "Số hồ sơ\nTrực tiếp", "number": "2"}),
    )
    assert header(design) == [
        ("TT", 0, 0, 2, 1), ("Chỉ tiêu", 0, 1, 2, 1), ("Đơn vị tính", 0, 2, 2, 1), ("Số hồ sơ", 0, 3, 1, 2),
        ("Trực tuyến", 1, 3, 1, 1), ("Trực tiếp", 1, 4, 1, 1),
    ]  # fmt: skip
    renamed = after(design, Step("header.rename", "t1", {"row": "0", "column": "3", "text": "Hồ sơ đã nhận"}))
    assert [column.path for column in table(renamed).columns[3:]] == [
        ("Hồ sơ đã nhận", "Trực tuyến"), ("Hồ sơ đã nhận", "Trực tiếp"),
    ]  # fmt: skip
    alone = after(renamed, Step("column.delete", "t1/:c1"))
    assert header(alone)[3:] == [("Hồ sơ đã nhận", 0, 3, 1, 1), ("Trực tiếp", 1, 3, 1, 1)]


@pytest.mark.parametrize("name", FORMS)
def test_drawing_the_header_again_keeps_what_stands_over_each_column(start: Start, name: str) -> None:
    """A column that goes to the end and back leaves the words over all columns as they were."""
    design = start(name)
    last = table(design).columns[-1].key
    there = after(design, Step("column.move", f"t1/:{last}", {"by": "-1"}))
    back = after(there, Step("column.move", f"t1/:{last}", {"by": "1"}))
    over = [
        [one.text for one in sorted(table(this).header, key=lambda one: one.row)
         if one.column <= at < one.column + one.column_span]
        for this in (design, back) for at in range(len(table(this).columns))
    ]  # fmt: skip
    half = len(over) // 2
    assert [[text for text in texts if text] for texts in over[:half]] == [
        [text for text in texts if text] for texts in over[half:]
    ]


def test_a_column_is_of_another_period_and_edition_with_all_its_cells(start: Start) -> None:
    made = after(start("4-BCH.xlsx"), Step("column.time", "t1/:c1", {"period": "year", "edition": "plan"}))
    assert {(one.period, one.edition) for one in table(made).cells if one.column == "c1"} == {
        ("year", "plan")
    }
    assert not made.is_redrawn
    with pytest.raises(StepRefused) as refused:
        after(made, Step("column.time", "t1/:c1", {"period": "last week"}))
    assert refused.value.code == "no_such_choice"


def test_a_blocked_cell_asks_nothing_and_what_is_said_of_its_line_passes_over_it(start: Start) -> None:
    made = after(
        start("II.06a-VPCP-KSTT.xlsx"),
        Step("cells.set", "t1/r01:c4", {"kind": "blocked"}),
        Step("cells.set", "t1/r01:", {"decimals": "2"}),
    )
    assert (cell(made, "r01", "c4").kind, cell(made, "r01", "c4").decimals) == ("blocked", 0)
    assert cell(made, "r01", "c5").decimals == 2
    published = layout_of_design(made, code="A").place_of["t1/r01:c4"][3]
    assert (published.kind, published.data_point, published.formula) == ("blocked", "", "")


def test_a_circle_of_formulas_is_a_problem_at_its_cells(start: Start) -> None:
    made = after(
        start("4-BCH.xlsx"),
        Step("cells.set", "t1/r01:c1", {"kind": "computed", "formula": "[r02] + 1"}),
        Step("cells.set", "t1/r02:c1", {"kind": "computed", "formula": "[r01] - 1"}),
    )
    found = problems_of(made, code="A")
    assert {problem.fault.code for problem in found if problem.fault} == {"circle"}
    assert {problem.place for problem in found} <= {"t1/r01:c1", "t1/r02:c1"}


def test_two_cells_bound_to_one_figure_are_a_problem(start: Start) -> None:
    made = after(start("4-BCH.xlsx"), Step("cells.set", "t1/:c1", {"data_point": "A.01|total"}))
    found = [problem for problem in problems_of(made, code="A") if problem.code == "bound_twice"]
    assert len(found) == 20
    assert found[0].params == {"point": "A.01|total", "first": "t1/r01:c1"}


@pytest.mark.parametrize(
    ("step", "code"),
    [
        (Step("row.delete", "t1/r1:"), "last_row"),
        (Step("column.delete", "t1/:c1"), "last_column"),
        (Step("table.delete", "t1"), "last_table"),
        (Step("row.move", "t1/r9:", {"by": "1"}), "no_such_place"),
        (Step("row.move", "t1/r1:", {"by": "x"}), "no_number"),
        (Step("cells.set", "t1/r1:tt", {"kind": "input"}), "no_cell"),
        (Step("cells.set", "t1/r1:c1", {"kind": "computed"}), "no_formula"),
        (Step("cells.set", "t1/r1:c1", {"decimals": "7"}), "no_number"),
        (Step("row.words", "../x", {"label": "x"}), "no_such_place"),
        (Step("row.words", "t1/r1:", {"label": "x" * 1001}), "too_long"),
        (Step("row.paint", "t1/r1:"), "no_such_step"),
    ],
)
def test_a_step_that_cannot_be_is_refused(start: Start, step: Step, code: str) -> None:
    with pytest.raises(StepRefused) as refused:
        after(start(""), step)
    assert refused.value.code == code


def test_the_form_of_a_published_version_is_gone_on_from(start: Start) -> None:
    layout = form_4bch()
    design = design_of_layout(layout, has_workbook=True)
    again = layout_of_design(design, code=layout.code)
    asked = {address: one for address, *_p, one in again.places() if one.kind != "blocked"}
    assert asked == {address: one for address, *_p, one in layout.places() if one.kind != "blocked"}
    assert again.tables[0].rows == layout.tables[0].rows
    assert again.tables[0].columns == layout.tables[0].columns
    assert again.checks == layout.checks
    assert problems_of(design, code="A") == []


# ---- any sequence of steps ------------------------------------------------------------------------------

_WORDS = st.sampled_from(["", "Số hồ sơ", "Trong đó: nữ", "I", "1", "Nhóm\nCon", "a\nb\nc", "x" * 20])
_VALUES = st.fixed_dictionaries(
    {},
    optional={
        "where": st.sampled_from(["before", "after"]),
        "by": st.sampled_from(["-2", "-1", "1", "2"]),
        "number": _WORDS, "label": _WORDS, "code": _WORDS, "unit": st.sampled_from(["", "người", "%"]),
        "kind": st.sampled_from(["data", "heading", "total", "note", "input", "computed", "blocked"]),
        "path": _WORDS, "title": _WORDS, "text": _WORDS, "row": st.sampled_from(["0", "1"]),
        "column": st.sampled_from(["0", "1", "3"]), "period": st.sampled_from(["this", "previous", "year"]),
        "edition": st.sampled_from(["plan", "official"]), "decimals": st.sampled_from(["0", "1"]),
        "data_point": st.sampled_from(["", "A.01|total"]),
        "formula": st.sampled_from(["", "(1) + 1", "[1]", "KỲ_TRƯỚC((1))", "((", "(1) = (2)"]),
    },
)  # fmt: skip


@st.composite
def drawn_step(draw: st.DrawFn, design: Design) -> Step:
    """A step at a place there is, with values that may or may not fit it."""
    one = draw(st.sampled_from(design.form.tables))
    row = draw(st.sampled_from(["", *(row.key for row in one.rows)]))
    column = draw(st.sampled_from(["", *(column.key for column in one.columns)]))
    place = f"{one.key}/{row}:{column}" if row or column else one.key
    return Step(draw(st.sampled_from(sorted(STEPS))), place, draw(_VALUES))


@pytest.mark.parametrize("name", ["", "II.06a-VPCP-KSTT.xlsx"])
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_steps_leave_a_form_that_stands_and_all_of_them_can_be_taken_back(
    start: Start, name: str, data: st.DataObject
) -> None:
    design = start(name)
    texts, kept = [to_text(design)], []
    for number in range(data.draw(st.integers(1, 8))):
        try:
            design = apply(design, data.draw(drawn_step(design)), fresh=f"5x{number}")
        except StepRefused:
            assert to_text(design) == texts[-1]
            continue
        text = to_text(design)
        kept.append(replaced(texts[-1], text))
        texts.append(text)
        assert from_text(text) == design
        assert faults_of(layout_of_design(design, code="A")) == []
        assert all(problem.code for problem in problems_of(design, code="A"))
    for number, step in reversed(list(enumerate(kept))):
        assert undone(texts[number + 1], step) == texts[number]
        assert redone(texts[number], step) == texts[number + 1]
    assert json.loads(texts[0])["is_redrawn"] == (name == "")


@given(st.text(alphabet="ab", max_size=30), st.text(alphabet="ab", max_size=30))
def test_undo_and_redo_of_any_text(old: str, new: str) -> None:
    step = replaced(old, new)
    assert undone(new, step) == old
    assert redone(old, step) == new
