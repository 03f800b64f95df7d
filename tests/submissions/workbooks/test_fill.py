"""Handing out: the agency's own file, patched."""

from datetime import date

import pytest

from indicators.answers import Answer
from indicators.layout import FormLayout
from submissions.workbooks.contents import SheetContents, read_contents
from submissions.workbooks.fill import Filling, fill_workbook
from submissions.workbooks.marks import MARK_SHEET
from submissions.workbooks.refused import Refused
from tests.submissions.workbooks.making import SHEET, parts_of, with_part

CHANGED = {SHEET, "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"}


@pytest.fixture
def sheet(handed_out: bytes, layout: FormLayout) -> SheetContents:
    return read_contents(handed_out, wanted=[layout.sheet], rows=100, columns=20).sheets[layout.sheet]


def test_all_other_parts_stay_byte_by_byte(handed_out: bytes, blank: bytes) -> None:
    before, after = parts_of(blank), parts_of(handed_out)
    assert {name: after[name] for name in before if name not in CHANGED} == {
        name: data for name, data in before.items() if name not in CHANGED
    }
    assert set(after) - set(before) == {"xl/worksheets/bcs-marks.xml"}


def test_all_other_bytes_of_the_sheet_stay(handed_out: bytes, blank: bytes) -> None:
    before, after = parts_of(blank)[SHEET], parts_of(handed_out)[SHEET]
    assert after.startswith(before[: before.index(b'<c r="E1"')])
    assert after.count(b"<row ht=") == 2, "only the rows of the dates and of the note, which take more lines"
    assert after.endswith(before[before.index(b'<c r="D30"') :])


def test_the_header_is_filled_in(sheet: SheetContents) -> None:
    assert sheet.text(1, 5) == "Đơn vị báo cáo: UBND xã Đông Hưng"
    assert sheet.text(2, 5) == "Đơn vị nhận báo cáo: Sở Y tế tỉnh Hưng Yên"
    assert sheet.text(2, 3) == "Báo cáo 9 tháng năm 2026"
    assert sheet.text(3, 3) == "(Từ ngày 01/01/2026 đến ngày 30/09/2026)"


def test_numbers_go_out_as_numbers_and_signs_as_text(sheet: SheetContents) -> None:
    assert sheet.value(8, 5) == 120.0
    assert sheet.value(28, 5) == 1024.0
    assert [sheet.value(row, 5) for row in (21, 25, 26, 27)] == ["-", "…", "x", 0.0]


def test_texts_that_could_become_formulas_are_escaped(sheet: SheetContents) -> None:
    assert str(sheet.value(8, 6)).startswith("'=1+1 là <ghi chú> & 'nháy'")


def test_the_marks_are_on_a_very_hidden_sheet(handed_out: bytes, layout: FormLayout) -> None:
    assert b'name="_bcs" sheetId="2" state="veryHidden"' in parts_of(handed_out)["xl/workbook.xml"]
    contents = read_contents(handed_out, wanted=[layout.sheet, MARK_SHEET], rows=5, columns=5)
    assert contents.visible == (layout.sheet,)


def test_a_file_handed_out_can_be_the_blank_again(handed_out: bytes, layout: FormLayout) -> None:
    filling = Filling("A", "B", "năm 2026", date(2026, 1, 1), date(2026, 12, 31))
    again = fill_workbook(handed_out, layout=layout, filling=filling, mark="second mark")
    contents = read_contents(again, wanted=[layout.sheet, MARK_SHEET], rows=5, columns=5)
    assert contents.sheets[MARK_SHEET].text(1, 1) == "second mark"


def test_a_blank_with_prefixed_names_is_patched_too(
    blank: bytes, layout: FormLayout, answers: dict[str, Answer]
) -> None:
    def prefixed(sheet: bytes) -> bytes:
        sheet = sheet.replace(b"</", b"</x:").replace(b"<", b"<x:").replace(b"<x:/x:", b"</x:")
        return sheet.replace(b"xmlns=", b"xmlns:x=")

    filling = Filling("A", "B", "năm 2026", date(2026, 1, 1), date(2026, 12, 31), cells=answers)
    filled = fill_workbook(with_part(blank, SHEET, prefixed), layout=layout, filling=filling, mark="m")
    contents = read_contents(filled, wanted=[layout.sheet], rows=100, columns=20)
    assert contents.sheets[layout.sheet].value(8, 5) == 120.0


def test_a_blank_without_the_forms_sheet_is_refused(blank: bytes, layout: FormLayout) -> None:
    other = with_part(blank, "xl/workbook.xml", lambda book: book.replace("Biểu 4-BCH".encode(), b"Khac"))
    filling = Filling("A", "B", "năm 2026", date(2026, 1, 1), date(2026, 12, 31))
    with pytest.raises(Refused, match="broken"):
        fill_workbook(other, layout=layout, filling=filling, mark="m")
