"""Ten forms of other offices against what was written down by hand: no wrong cell, no missed formula, nothing
doubtful decided alone, and no question too many."""

from collections import Counter
from pathlib import Path

import pytest

from indicators.recognition import FoundForm, FoundTable, Recognised, recognise
from submissions.workbooks.form_grids import read_form
from tests.indicators.recognition.offices import forms
from tests.indicators.recognition.offices.drawing import content_of
from tests.indicators.recognition.offices.truth import ALL, ASKED, NONE, TYPED, Table, Truth

WORDS = {"input": TYPED, "blocked": NONE, "": ASKED, "carried": "↻"}
FILES = Path(__file__).with_name("offices") / "files"
"""Two of the forms as LibreOffice saved them."""
pytestmark = pytest.mark.parametrize("truth", ALL, ids=lambda truth: truth.form)


@pytest.fixture
def found(truth: Truth) -> Recognised:
    saved = FILES / f"{truth.form}.{truth.file}"
    content = saved.read_bytes() if saved.exists() else content_of(getattr(forms, truth.form)())
    return recognise(read_form(content))


def form_of(found: Recognised) -> FoundForm:
    (form,) = found.forms
    return form


def test_head_and_foot(truth: Truth, found: Recognised) -> None:
    form = form_of(found)
    assert (form.number, form.title, form.periods) == (truth.number, truth.title, truth.periods)
    assert form.signer_title == truth.signer


def test_columns_and_lines(truth: Truth, found: Recognised) -> None:
    for table, expected in zip(form_of(found).tables, truth.tables, strict=True):
        assert table.title == expected.title
        assert [
            ("|".join(one.path), one.period or "?", one.edition or "?")
            for one in table.columns
            if one.kind == "data"
        ] == [(one.header, one.period, one.edition) for one in expected.columns]
        assert [(row.number, row.label, row.level) for row in table.rows] == list(expected.lines)


def test_every_cell(truth: Truth, found: Recognised) -> None:
    for table, expected in zip(form_of(found).tables, truth.tables, strict=True):
        assert told(table) == awaited(table, expected)


def told(table: FoundTable) -> dict[str, str]:
    return {
        cell.excel: f"= {cell.formula}" if cell.kind == "computed" else WORDS[cell.kind]
        for cell in table.cells
    }


def awaited(table: FoundTable, expected: Table) -> dict[str, str]:
    columns = [one for one in table.columns if one.kind == "data"]
    found = {}
    for number, row in enumerate(table.rows, 1):
        if number in expected.no_figures:
            continue
        for column, said in zip(columns, expected.columns, strict=True):
            places = [cell.excel for cell in table.cells if (cell.row, cell.column) == (row.key, column.key)]
            (place,) = places
            found[place] = expected.other.get(place, said.cell)
    return found


def test_units_of_measure(truth: Truth, found: Recognised) -> None:
    """ "*": each line has its own."""
    for table, expected in zip(form_of(found).tables, truth.tables, strict=True):
        columns = [one for one in table.columns if one.kind == "data"]
        units = {row.key: row.unit for row in table.rows}
        for column, said in zip(columns, expected.columns, strict=True):
            for cell in (one for one in table.cells if one.column == column.key):
                assert cell.unit == (units[cell.row] if said.unit == "*" else said.unit), cell.excel
                assert said.unit != "*" or cell.unit


def test_checks(truth: Truth, found: Recognised) -> None:
    form = form_of(found)
    excel = {
        f"{table.key}/{cell.row}:{cell.column}": cell.excel for table in form.tables for cell in table.cells
    }
    assert {
        one.formula or f"{' + '.join(excel[part] for part in one.parts)} ≤ {excel[one.whole]}"
        for one in form.checks
    } == truth.checks
    assert {one.kind for one in form.checks} <= {"formula", "part_of"}


def test_questions(truth: Truth, found: Recognised) -> None:
    assert Counter(doubt.code for doubt in found.doubts) == truth.asked
    undecided = [
        cell for table in form_of(found).tables for cell in table.cells if not cell.kind and not cell.doubts
    ]
    assert undecided == [], "what is not decided is asked about"
