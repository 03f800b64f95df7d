"""Lines named by two columns ("Hộ nghèo", merged, beside "Số hộ cuối năm"): on the page and coming back."""

import pytest

from indicators.layout import FormLayout, from_json, to_json
from indicators.recognition import recognise
from indicators.recognition.proposing import layout_of_form
from submissions.sheet import Sheet
from submissions.views.printed import printed
from submissions.workbooks.contents import SheetContents
from submissions.workbooks.form_grids import read_form
from submissions.workbooks.placing import place_rows
from tests.indicators.recognition.offices.drawing import content_of
from tests.indicators.recognition.offices.forms import poor_households

LINES = [
    ("Hộ nghèo", "Số hộ đầu năm"), ("Hộ nghèo", "Số hộ thoát nghèo"), ("Hộ nghèo", "Số hộ phát sinh"),
    ("Hộ nghèo", "Số hộ cuối năm"), ("Hộ cận nghèo", "Số hộ đầu năm"),
    ("Hộ cận nghèo", "Số hộ thoát cận nghèo"), ("Hộ cận nghèo", "Số hộ cuối năm"),
]  # fmt: skip


@pytest.fixture(scope="module")
def layout() -> FormLayout:
    (form,) = recognise(read_form(content_of(poor_households()))).forms
    return from_json(to_json(layout_of_form(form, code="7.5")))


def as_printed(moved: int = 0, *, merged: bool = True) -> SheetContents:
    """The first table as it stands in a file, some rows lower."""
    sheet = poor_households()
    rows = [["" if value is None else value for value in line] for line in sheet.iter_rows(values_only=True)]
    if not merged:
        for at, (group, _words) in enumerate(LINES, 9):
            rows[at][0] = group
    return SheetContents("7.5", [*([[""] * 5] * moved), *rows])


def test_the_page_prints_both(layout: FormLayout) -> None:
    table = printed(Sheet(layout=layout, cells={}))[0]
    assert [tuple(cell.text for cell in line.cells[:2]) for line in table.lines] == LINES


def test_a_line_is_named_by_all_its_words(layout: FormLayout) -> None:
    assert layout.tables[0].rows[3].name == "Hộ nghèo – Số hộ cuối năm"
    assert layout.tables[1].rows[0].name == "Hỗ trợ tiền điện"


@pytest.mark.parametrize("merged", [True, False])
def test_the_lines_of_a_file_are_found(layout: FormLayout, merged: bool) -> None:
    placed = place_rows(layout, as_printed(merged=merged))
    assert (placed.missing, placed.problems) == (frozenset(), ())


def test_moved_lines_are_found_or_said_to_stand_twice_but_never_guessed(layout: FormLayout) -> None:
    filled = place_rows(layout, as_printed(2, merged=False))
    assert filled.problems == ()
    assert [row.excel_row for row in filled.layout.tables[0].rows] == [12, 13, 14, 15, 16, 17, 18]
    merged = place_rows(layout, as_printed(2))
    assert {problem.code for problem in merged.problems} <= {"row_twice"}
    assert ("t1", "r02") not in merged.missing
