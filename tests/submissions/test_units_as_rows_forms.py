"""Forms that list units, as offices drew them: put into service, and read back as those offices fill them."""

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from indicators.designing import Design, layout_of_design
from indicators.layout import FormLayout
from indicators.recognition import recognise
from indicators.recognition.subjects import ROWS, subjects_of
from submissions.workbooks.contents import Contents, SheetContents
from submissions.workbooks.form_grids import read_form
from submissions.workbooks.unit_rows import asked_in_rows, read_many_units, words_over
from tests.indicators.recognition.offices import forms
from tests.indicators.recognition.offices.drawing import content_of

FIRST = {"officials": 12, "citizens_received": 8, "roads": 9}
"""Where the first unit stands."""


def form_of(name: str) -> FormLayout:
    """With every proposal, or the first choice, taken."""
    grids = read_form(content_of(getattr(forms, name)()))
    answers: dict[str, str] = {}
    for _round in range(3):
        still = recognise(grids, answers).open_doubts
        answers |= {one.key: one.proposal or (one.choices[0].value if one.choices else "7") for one in still}
    (form,) = recognise(grids, answers).forms
    return layout_of_design(Design(form, is_redrawn=True), code="M/1")


def as_filled(name: str) -> SheetContents:
    """The office's own file with a figure in every cell of two units, columns counted."""
    page: Worksheet = getattr(forms, name)()
    rows = [["" if value is None else value for value in line] for line in page.iter_rows(values_only=True)]
    for at in (FIRST[name], FIRST[name] + 1):
        for column in range(2, page.max_column):
            if page.cell(at, column + 1).value is None:
                rows[at - 1][column] = float(100 * at + column)
    if name == "citizens_received":
        for at in (8, 9):
            for column in range(4, 10):
                rows[at - 1][column] = float(100 * at + column)
    return SheetContents(page.title, rows)


@pytest.mark.parametrize("name", FIRST)
def test_a_unit_fills_one_line_of_its_own(name: str) -> None:
    layout = form_of(name)
    (row,) = layout.tables[0].rows
    assert row.label == "Đơn vị báo cáo"
    assert {cell.kind for cell in layout.tables[0].cells} == {"input", "computed"}


@pytest.mark.parametrize("name", FIRST)
def test_the_offices_own_file_is_read_whole_and_nothing_is_put_elsewhere(name: str) -> None:
    layout = form_of(name)
    page = as_filled(name)
    read = read_many_units(Contents({page.name: page}, (page.name,)), layout=layout, keys=[])
    asked = asked_in_rows(layout)
    assert set(read.columns) == set(asked)
    filled = {int(row.place): row for row in read.rows if row.cells}
    assert set(filled) == {FIRST[name], FIRST[name] + 1}
    for at, row in filled.items():
        assert not row.problems
        for address, column in read.columns.items():
            assert row.cells[address].amount == page.value(at, column) * 10 ** row.cells[address].decimals


def test_columns_with_the_same_words_are_named_by_their_headings_too() -> None:
    layout = form_of("citizens_received")
    words = [words_over(layout, address) for address in asked_in_rows(layout)]
    assert words[0] == "Tiếp thường xuyên – Số lượt tiếp"
    assert len(set(words)) == len(words)


def test_indicators_are_named_by_columns_alone() -> None:
    grids = read_form(content_of(forms.officials()))
    (form,) = recognise(grids, {"shape": "units"}).forms
    names = [subject.name for subject in subjects_of(form, {"t1": ROWS}, {})]
    assert names[0] == "Tổng số – Thống kê số lượng, chất lượng cán bộ, công chức cấp xã"
    assert names[1] == "Giới tính – Nam"
