"""The four official forms against what was written down by hand: no wrong cell, no missed formula."""

from dataclasses import asdict

import pytest

from indicators.formulas import faults_of
from indicators.layout import FormLayout
from indicators.recognition import FoundForm, FoundTable, Recognised, recognise
from indicators.recognition.proposing import layout_of_form
from tests.indicators.recognition.conftest import Read
from tests.indicators.recognition.truth import ALL, SIGNED, Truth

pytestmark = pytest.mark.parametrize("truth", ALL, ids=lambda truth: truth.number)


def found(truth: Truth, grids: Read) -> tuple[Recognised, FoundForm, FoundTable]:
    recognised = recognise(grids(truth.file))
    (form,) = recognised.forms
    (table,) = form.tables
    return recognised, form, table


def test_header_block_and_signatures(truth: Truth, grids: Read) -> None:
    _recognised, form, _table = found(truth, grids)
    assert (form.sheet, form.number, form.title) == (truth.sheet, truth.number, truth.title)
    assert (form.legal_basis, form.period_line, form.periods) == (
        truth.legal_basis, truth.period_line, truth.periods,
    )  # fmt: skip
    assert form.unit == truth.unit
    assert {key: value for key, value in asdict(form.placeholders).items() if value} == truth.places
    assert {"preparer_title": form.preparer_title, "signer_title": form.signer_title} == SIGNED


def test_columns(truth: Truth, grids: Read) -> None:
    _recognised, _form, table = found(truth, grids)
    assert {c.number: c.kind for c in table.columns if c.kind != "data"} == truth.words
    told = [
        (c.number, "|".join(c.path), c.period or "?", c.edition or "?")
        for c in table.columns
        if c.kind == "data"
    ]
    assert told == [
        (number, path, period, edition) for number, path, _u, period, edition, *_ in truth.columns
    ]


def test_lines(truth: Truth, grids: Read) -> None:
    _recognised, _form, table = found(truth, grids)
    at = {row.key: number for number, row in enumerate(table.rows, 1)} | {"": 0}
    assert [
        (row.number, row.label, row.code, row.unit, row.level, at[row.parent], at[row.whole])
        for row in table.rows
    ] == list(truth.rows)
    assert [row.excel_row for row in table.rows] == [truth.first_row + n for n in range(len(truth.rows))]
    assert {at[row.key] for row in table.rows if row.kind == "heading"} == truth.headings
    assert {at[row.key] for row in table.rows if not row.kind} == truth.undecided_rows
    assert [at[row.key] for row in table.rows if row.kind == "total"] == (
        [truth.total] if truth.total else []
    )


def test_every_cell(truth: Truth, grids: Read) -> None:
    """Kind, unit, period, edition and formula of each; and that there is one where the form has one."""
    _recognised, _form, table = found(truth, grids)
    at = {row.key: number for number, row in enumerate(table.rows, 1)}
    column_of = {column.key: column for column in table.columns}
    told = {
        (at[cell.row], column_of[cell.column].number): (
            cell.kind or "?", cell.unit or "?", cell.period or "?", cell.edition or "?", cell.formula,
        )
        for cell in table.cells
    }  # fmt: skip
    assert told == {
        (line, column[0]): expected_cell(truth, line, column)
        for line in range(1, len(truth.rows) + 1)
        if line not in truth.headings
        for column in truth.columns
    }


def expected_cell(
    truth: Truth, line: int, column: tuple[str, str, str, str, str, str, str]
) -> tuple[str, str, str, str, str]:
    _number, _path, unit, period, edition, kind, formula = column
    unit = unit or truth.rows[line - 1][3] or truth.unit or "?"
    if line == truth.total:
        kind, formula = "computed", truth.total_formula
    if line in truth.undecided_rows:
        kind, formula = "?", ""
    return kind, unit, period, edition, formula


def test_checks(truth: Truth, grids: Read) -> None:
    _recognised, form, table = found(truth, grids)
    at = {row.key: str(number) for number, row in enumerate(table.rows, 1)}

    def line(address: str) -> str:
        return at[address.partition("/")[2].partition(":")[0]]

    told = {
        check.formula or " + ".join(map(line, check.parts)) + f" ≤ {line(check.whole)}"
        for check in form.checks
    }
    assert told == truth.checks
    assert {check.kind for check in form.checks} <= {"formula", "part_of"}


def test_exactly_the_expected_doubts_in_as_many_questions(truth: Truth, grids: Read) -> None:
    recognised, _form, table = found(truth, grids)
    at = {f"t1/{row.key}:": f"#{number}" for number, row in enumerate(table.rows, 1)}
    told = {}
    for doubt in recognised.doubts:
        assert doubt.code not in told, "one question a kind of doubt"
        names = [at.get(spot.about) or spot.name for spot in doubt.spots]
        numbered = [
            name.partition(" ")[0] if name.startswith("(") and "=" not in name else name for name in names
        ]
        told[doubt.code] = tuple(numbered) if doubt.code != "frequency" else ("",)
    assert told == truth.doubts
    assert all(doubt.is_open for doubt in recognised.doubts)


def test_every_proposal_taken_makes_a_form_whose_formulas_all_stand(truth: Truth, grids: Read) -> None:
    """With the doubts answered, the layout has no undecided cell and every formula and check can be read."""
    answers: dict[str, str] = {}
    recognised = recognise(grids(truth.file))
    for _round in range(3):  # an answer may bring a question: what unit a mean has, then how many decimals
        answers |= {doubt.key: doubt.proposal or doubt.choices[0].value for doubt in recognised.open_doubts}
        recognised = recognise(grids(truth.file), answers)
    assert not recognised.open_doubts
    (form,) = recognised.forms
    assert all(cell.kind for table in form.tables for cell in table.cells)
    assert not faults_of(layout_of(form))


def layout_of(form: FoundForm) -> FormLayout:
    return layout_of_form(form, code=form.number, bound=lambda address, _cell: f"{address}|total")
