"""Forms of offices nobody had shown before: no wrong cell, no missed formula, every doubt asked about once.

Each truth was read line by line against the page; `told` prints what recognition says of a changed form.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from indicators.recognition import Grid, recognise
from indicators.recognition.proposing import layout_of_form
from submissions.workbooks.form_grids import read_form
from tests.indicators.recognition.offices.drawing import content_of
from tests.indicators.recognition.strangers import forms_a, forms_b, forms_c, forms_d
from tests.indicators.recognition.strangers.telling import told

HERE = Path(__file__).with_name("strangers")
FORMS: list[Callable[[], Worksheet]] = [
    form
    for module in (forms_a, forms_b, forms_c, forms_d)
    for name, form in vars(module).items()
    if not name.startswith("_") and getattr(form, "__module__", "") == module.__name__
]
SAVED = sorted((HERE / "files").iterdir())
"""Some of them as LibreOffice saved them."""


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_a_form_is_read_as_a_person_reads_it(form: Callable[[], Worksheet]) -> None:
    truth = (HERE / "truth" / f"{form.__name__}.txt").read_text(encoding="utf-8")
    assert told(recognise(read_form(content_of(form())))) == truth


@pytest.mark.parametrize("file", SAVED, ids=lambda file: file.name)
def test_as_xls_or_ods_it_is_the_same_form(file: Path) -> None:
    truth = (HERE / "truth" / f"{file.stem}.txt").read_text(encoding="utf-8")
    assert told(recognise(read_form(file.read_bytes()))) == truth


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_what_is_not_decided_is_asked_about(form: Callable[[], Worksheet]) -> None:
    found = recognise(read_form(content_of(form())))
    cells = [cell for one in found.forms for table in one.tables for cell in table.cells]
    assert [cell.excel for cell in cells if not cell.kind and not cell.doubts] == []


@cache
def grid_of(form: Callable[[], Worksheet]) -> Grid:
    return read_form(content_of(form()))[-1]


@given(st.data())
def test_whatever_is_missing_the_rest_is_read(data: st.DataObject) -> None:
    """Cells wiped out, merges undone, doubts answered in any way: something is recognised, nothing breaks."""
    grid = grid_of(data.draw(st.sampled_from(FORMS)))
    wiped = data.draw(st.sets(st.sampled_from(sorted(grid.cells)), max_size=len(grid.cells) // 3))
    merges = data.draw(st.lists(st.sampled_from(grid.merges), unique=True)) if grid.merges else []
    left = replace(
        grid, merges=tuple(merges), cells={at: cell for at, cell in grid.cells.items() if at not in wiped}
    )
    answers = {
        doubt.key: data.draw(st.sampled_from([choice.value for choice in doubt.choices]))
        for doubt in recognise([left]).doubts
        if doubt.choices
    }
    for form in recognise([left], answers).forms:
        assert layout_of_form(form, code="1").sheet == grid.name
