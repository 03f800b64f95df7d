"""Form 4/BCH as data says what the agency's workbook prints."""

from pathlib import Path

import openpyxl

from tests.indicators.factories import form_4bch
from tests.support.databases import REPOSITORY


def test_the_form_prints_what_the_blank_workbook_prints() -> None:
    sheet = openpyxl.load_workbook(REPOSITORY / "reporting/demo/forms/4-BCH.xlsx").active
    layout = form_4bch()
    table = layout.tables[0]
    assert layout.sheet == sheet.title
    assert [column.label for column in table.columns] == [cell.value for cell in sheet[6]]
    assert [column.number for column in table.columns] == [cell.value for cell in sheet[7]]
    for row in table.rows:
        printed = [sheet.cell(row.excel_row, column).value or "" for column in range(1, 5)]
        assert [row.number, row.label, row.code, row.unit_of_measure] == printed


def test_the_blank_workbook_is_the_agency_s_own(shared_data: Path) -> None:
    ours = REPOSITORY / "reporting/demo/forms/4-BCH.xlsx"
    assert ours.read_bytes() == (shared_data / "forms" / "4-BCH.xlsx").read_bytes()


def test_row_3_7_is_cell_e19_and_is_part_of_row_3_6() -> None:
    layout = form_4bch()
    _table, row, column, _cell = layout.place_of["t1/r12:c1"]
    assert (row.number, column.number, layout.excel_cell("t1/r12:c1")) == ("3.7", "1", "E19")
    check = next(check for check in layout.checks if check.parts == ("t1/r12:c1",))
    assert (check.whole, check.severity) == ("t1/r11:c1", "error")
    assert check.sentence == "Số được điều trị ARV không thể lớn hơn số có HIV (+)."


def test_the_parts_of_row_3_overlap_and_are_checked_one_by_one() -> None:
    parts = [check.parts for check in form_4bch().checks if check.whole == "t1/r05:c1"]
    assert all(len(each) == 1 for each in parts)
    assert {each[0] for each in parts} == {
        f"t1/r{code}:c1" for code in ["06", "07", "08", "09", "10", "13", "14", "15"]
    }


def test_every_row_has_one_figure_and_one_note() -> None:
    layout = form_4bch()
    assert len(layout.place_of) == len(layout.notes) == len(layout.tables[0].rows) == 21
