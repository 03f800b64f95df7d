"""Lines and columns are numbered anew in the designer: every formula goes on meaning the cells it meant."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.designing import Design, Step, apply, layout_of_design, problems_of
from indicators.formulas import parse
from indicators.formulas.nodes import Node, Reference, children
from indicators.formulas.places import Here, Places
from tests.indicators.designing.conftest import Start

TTHC, INDUSTRY = "II.06a-VPCP-KSTT.xlsx", "01-SCT-BCT-thang.xlsx"


def after(design: Design, *steps: Step) -> Design:
    for number, step in enumerate(steps):
        design = apply(design, step, fresh=f"9x{number}")
    return design


def column(key: str, number: str) -> Step:
    return Step("column.words", f"t1/:{key}", {"number": number})


def row(key: str, **said: str) -> Step:
    return Step("row.words", f"t1/{key}:", said)


def formula(design: Design, row: str, column: str) -> str:
    (table,) = design.form.tables
    return next(cell.formula for cell in table.cells if (cell.row, cell.column) == (row, column))


def references(node: Node) -> Iterator[Reference]:
    if isinstance(node, Reference):
        yield node
    for child in children(node):
        yield from references(child)


def meant(design: Design) -> dict[str, list[tuple[str, str, str]]]:
    """Cell or check → the cells its formula reads, in the order they are written."""
    places = Places(layout_of_design(design, code="A"))
    (table,) = design.form.tables
    said = {f"{one.row}:{one.column}": one.formula for one in table.cells if one.formula}
    said |= {one.key: one.formula for one in design.form.checks if one.formula}
    return {
        key: [places.keys_of(one, Here("t1")) for one in references(parse(text))]
        for key, text in said.items()
    }


def test_a_formula_follows_the_number_of_its_column(start: Start) -> None:
    made = after(start(TTHC), column("c4", "3a"), column("c11", "20"))
    assert formula(made, "r01", "c3") == "(3a) + (5) + (6)"
    assert formula(made, "r01", "c6") == "KỲ_TRƯỚC((20))"
    assert {check.formula for check in made.form.checks} == {"(3) = (7) + (20)"}
    assert problems_of(made, code="A") == []


def test_a_number_that_another_column_gets_too_is_written_by_key(start: Start) -> None:
    made = after(start(TTHC), column("c4", "5"))
    assert formula(made, "r01", "c3") == "(c4) + (c5) + (6)"
    assert problems_of(made, code="A") == []
    swapped = after(start(TTHC), column("c4", "5"), column("c5", "4"))
    assert meant(swapped) == meant(start(TTHC))


def test_a_formula_follows_the_numbers_of_its_lines(start: Start) -> None:
    made = after(start(TTHC), row("r01", number="I"), row("r12", number="XII"))
    assert formula(made, "r13", "c4") == "TỔNG([I]..[XII])"
    assert meant(made) == meant(start(TTHC))


def test_words_that_change_no_name_leave_formulas_as_they_are_written(start: Start) -> None:
    made = after(start(TTHC), Step("column.words", "t1/:c4", {"path": "Qua mạng"}))
    assert formula(made, "r01", "c3") == "(4) + (5) + (6)"


@pytest.mark.parametrize("name", [TTHC, INDUSTRY])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_is_renumbered_formulas_mean_the_same_cells(
    start: Start, name: str, data: st.DataObject
) -> None:
    design = start(name)
    (table,) = design.form.tables
    figures = [one.key for one in table.columns if one.kind == "data"]
    numbers = st.sampled_from(["", "1", "2", "3", "4", "7", "12", "3a", "(5)", "x"])
    for _step in range(data.draw(st.integers(1, 4))):
        if data.draw(st.booleans()):
            step = column(data.draw(st.sampled_from(figures)), data.draw(numbers))
        else:
            key = data.draw(st.sampled_from([one.key for one in table.rows]))
            step = row(
                key, number=data.draw(numbers), label=data.draw(st.sampled_from(["Đất đai", "4", "Khác"]))
            )
        made = after(design, step)
        assert meant(made) == meant(design)
        design = made
