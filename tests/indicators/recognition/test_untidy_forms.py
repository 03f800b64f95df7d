"""An untidied form gives the same cells, or a doubt about those that differ: never another one in silence."""

from pathlib import Path

import pytest

from indicators.recognition import Recognised, recognise
from indicators.recognition.text import plain
from submissions.workbooks.form_grids import read_form
from tests.indicators.recognition import untidy
from tests.indicators.recognition.conftest import Read
from tests.indicators.recognition.truth import ALL, INDUSTRY, MOTHERS, TTHC, Truth
from tests.indicators.recognition.untidy import Change

Told = tuple[str, str, str, str, str, str, str]
"""Kind, formula, period, edition, unit, decimals, and whether a doubt is open about the cell."""
CERTAIN: tuple[Change, ...] = (
    untidy.title_in_row_nine, untidy.begins_in_column_c, untidy.spacer_columns, untidy.decomposed,
    untidy.without_accents, untidy.in_capitals, untidy.stray_spaces, untidy.notes_below,
    untidy.blank_row_in_the_middle, untidy.numbers_as_text, untidy.empty_formatted_rows,
)  # fmt: skip


def cells_of(recognised: Recognised) -> dict[tuple[str, str], Told]:
    """By what is printed: the line's words and Mã số, and the header above the column."""
    told: dict[tuple[str, str], Told] = {}
    for form in recognised.forms:
        for table in form.tables:
            rows = {row.key: f"{plain(row.number)} {plain(row.label)}" for row in table.rows}
            columns = {column.key: "|".join(map(plain, column.path)) for column in table.columns}
            for cell in table.cells:
                told[rows[cell.row], columns[cell.column]] = (
                    cell.kind, cell.formula, cell.period, cell.edition, plain(cell.unit), str(cell.decimals),
                    "?" if cell.doubts else "",
                )  # fmt: skip
    return told


def untidied(forms: Path, truth: Truth, *changes: Change) -> Recognised:
    return recognise(read_form(untidy.changed(forms / truth.file, *changes)))


@pytest.mark.parametrize("truth", ALL, ids=lambda truth: truth.number)
@pytest.mark.parametrize("change", untidy.ALL, ids=lambda change: change.__name__)
def test_the_same_cells_or_a_doubt(truth: Truth, change: Change, forms: Path, grids: Read) -> None:
    before = cells_of(recognise(grids(truth.file)))
    after = cells_of(untidied(forms, truth, change))
    assert before.keys() <= after.keys(), "no place for a figure is lost"
    silent = {
        place: (before.get(place), told)
        for place, told in after.items()
        if told != before.get(place) and not told[-1] and told[0]
    }
    assert silent == {}


@pytest.mark.parametrize("truth", ALL, ids=lambda truth: truth.number)
@pytest.mark.parametrize("change", CERTAIN, ids=lambda change: change.__name__)
def test_what_means_the_same_is_read_the_same(truth: Truth, change: Change, forms: Path, grids: Read) -> None:
    """Not one doubt more either."""
    before, after = recognise(grids(truth.file)), untidied(forms, truth, change)
    assert cells_of(after) == cells_of(before)
    assert [(doubt.key, len(doubt.spots)) for doubt in after.doubts] == [
        (doubt.key, len(doubt.spots)) for doubt in before.doubts
    ]


@pytest.mark.parametrize("truth", ALL, ids=lambda truth: truth.number)
def test_everything_at_once(truth: Truth, forms: Path, grids: Read) -> None:
    changes = (untidy.decomposed, untidy.stray_spaces, untidy.spacer_columns, untidy.title_in_row_nine)
    assert cells_of(untidied(forms, truth, *changes)) == cells_of(recognise(grids(truth.file)))


def test_without_a_numbering_row_its_formulas_are_asked_about(forms: Path) -> None:
    recognised = untidied(forms, TTHC, untidy.no_numbering_row)
    codes = {doubt.code for doubt in recognised.doubts}
    assert {"no_numbering", "partition"} <= codes
    said = next(doubt for doubt in recognised.doubts if doubt.code == "partition")
    assert {spot.name for spot in said.spots} == {"(cg) = (ch) + (ci) + (cj)", "(ck) = (cl) + (cm)"}


def test_a_hidden_column_is_asked_about_and_can_be_left_out(forms: Path) -> None:
    content = untidy.changed(forms / TTHC.file, untidy.hidden_last_column)
    grids = read_form(content)
    doubt = next(doubt for doubt in recognise(grids).doubts if doubt.code == "hidden_column")
    assert [spot.about for spot in doubt.spots] == ["t1/:c13"]
    (form,) = recognise(grids, {doubt.key: "leave"}).forms
    assert "c13" not in {column.key for column in form.tables[0].columns}
    formulas = {cell.kind for cell in form.tables[0].cells if cell.column == "c11" and cell.row == "r01"}
    assert formulas == {""}, "(11) = (12) + (13) cannot be read without column 13, and is asked about"


def test_figures_left_in_are_asked_about_in_one_question(forms: Path) -> None:
    recognised = untidied(forms, MOTHERS, untidy.filled_with_samples)
    (doubt,) = [doubt for doubt in recognised.doubts if doubt.code == "prefilled"]
    assert [spot.cell for spot in doubt.spots] == ["E8", "E9"]


def test_figures_in_a_heading_make_it_no_heading(forms: Path) -> None:
    """In a form where headings have no unit of measure."""
    recognised = untidied(forms, INDUSTRY, untidy.filled_with_samples)
    heading = [cell for cell in recognised.forms[0].tables[0].cells if cell.row == "r01"]
    assert len(heading) == 8
    assert all(cell.doubts for cell in heading)
