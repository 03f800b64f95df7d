"""Reading back: what was filled comes back the same; whatever cannot be read or placed is said."""

import re
from datetime import date
from pathlib import Path

import pytest

from indicators.answers import Answer
from indicators.layout import FormLayout
from submissions.rules.problem import Problem
from submissions.workbooks.back import WorkbookSheet, read_workbook_file
from submissions.workbooks.marks import Marks, sign_marks
from submissions.workbooks.recognising import Expected
from submissions.workbooks.refused import Refused
from tests.submissions.workbooks.conftest import EXPECTED, KEY, MARKS
from tests.submissions.workbooks.making import SHEET, with_cell, with_part, with_rows_inserted, without_marks


def read(content: bytes, layout: FormLayout, *, expected: Expected = EXPECTED) -> WorkbookSheet:
    return read_workbook_file(content, layout=layout, expected=expected, keys=[b"a newer key", KEY])


def refusal(content: bytes, layout: FormLayout, *, expected: Expected = EXPECTED) -> Refused:
    with pytest.raises(Refused) as refused:
        read(content, layout, expected=expected)
    return refused.value


def codes(read: WorkbookSheet) -> list[tuple[str, str]]:
    return [(problem.code, problem.address) for problem in read.problems]


def number(reference: str, value: str) -> str:
    return f'<c r="{reference}" s="10"><v>{value}</v></c>'


def text(reference: str, value: str) -> str:
    return f'<c r="{reference}" s="10" t="inlineStr"><is><t xml:space="preserve">{value}</t></is></c>'


def test_what_was_handed_out_comes_back_the_same(
    handed_out: bytes, layout: FormLayout, answers: dict[str, Answer]
) -> None:
    back = read(handed_out, layout)
    assert back.sheet.cells == answers
    assert back.sheet.texts == {"t1/r01:c2": "=1+1 là <ghi chú> & 'nháy' _x0041_\ndòng hai"}
    assert back.problems == ()
    assert back.other_period == ""
    assert back.layout is layout


def test_the_sheet_keeps_the_forms_own_layout(handed_out: bytes, layout: FormLayout) -> None:
    assert read(with_rows_inserted(handed_out, at=10), layout).sheet.layout is layout


@pytest.mark.parametrize(
    ("xml", "unread"),
    [
        (text("E8", "1.23.4"), ("1.23.4", "grouping")),
        (text("E8", "1,234.5"), ("1,234.5", "decimal_point")),
        (text("E8", "12 345"), ("12 345", "spaces")),
        (text("E8", "'=1+2"), ("=1+2", "not_a_number")),
        (number("E8", "1.5"), ("1,5", "too_many_decimals")),
        (number("E8", "0.30000000000000004"), ("0,30000000000000004", "too_many_decimals")),
        (number("E8", "1E400"), ("∞", "not_finite")),
        (number("E8", "100000000000001"), ("100000000000001", "too_large")),
        ('<c r="E8" t="b"><v>1</v></c>', ("TRUE", "truth")),
        ('<c r="E8" t="e"><v>#REF!</v></c>', ("#REF!", "excel_error")),
        ('<c r="E8" t="e"><f>#REF!</f><v>#REF!</v></c>', ("#REF!", "excel_error")),
    ],
)
def test_a_cell_that_is_no_answer_is_kept_as_typed_with_its_reason(
    handed_out: bytes, layout: FormLayout, xml: str, unread: tuple[str, str]
) -> None:
    back = read(with_cell(handed_out, "E8", xml), layout)
    found = back.sheet.unread["t1/r01:c1"]
    assert (found.text, found.code) == unread
    assert "t1/r01:c1" not in back.sheet.cells
    assert len(back.sheet.cells) == 20


@pytest.mark.parametrize(
    ("xml", "amount"),
    [
        (number("E8", "5.0"), 5),
        (number("E8", "1E3"), 1000),
        (number("E8", "-0"), 0),
        (text("E8", " 1.234 "), 1234),
        (text("E8", "\u00a05\u202f"), 5),
        (text("E8", "−5"), -5),
    ],
)
def test_numbers_are_read_exactly_however_they_are_written(
    handed_out: bytes, layout: FormLayout, xml: str, amount: int
) -> None:
    answer = read(with_cell(handed_out, "E8", xml), layout).sheet.cells["t1/r01:c1"]
    assert answer.amount == amount


def test_a_date_in_a_cell_is_said_and_not_guessed(handed_out: bytes, layout: FormLayout) -> None:
    """Excel turns 1/2 into a date: a style with a date format makes the number one."""

    def dated(styles: bytes) -> bytes:
        count = int(re.search(rb'<cellXfs count="(\d+)"', styles)[1])  # type: ignore[index]
        styles = styles.replace(b'<cellXfs count="%d"' % count, b'<cellXfs count="%d"' % (count + 1))
        return styles.replace(b"</cellXfs>", b'<xf numFmtId="14" applyNumberFormat="1"/></cellXfs>')

    styles = int(re.search(rb'<cellXfs count="(\d+)"', _part(handed_out, "xl/styles.xml"))[1])  # type: ignore[index]
    content = with_part(handed_out, "xl/styles.xml", dated)
    content = with_cell(content, "E8", f'<c r="E8" s="{styles}"><v>46054</v></c>')
    back = read(content, layout)
    assert codes(back) == [("date", "t1/r01:c1")]
    assert back.sheet.unread["t1/r01:c1"].text == "2026-02-01"


def _part(content: bytes, name: str) -> bytes:
    from tests.submissions.workbooks.making import parts_of

    return parts_of(content)[name]


def test_an_empty_cell_is_not_answered(handed_out: bytes, layout: FormLayout) -> None:
    back = read(with_cell(handed_out, "E8", '<c r="E8" s="10"/>'), layout)
    assert "t1/r01:c1" not in back.sheet.cells
    assert "t1/r01:c1" not in back.sheet.unread


def test_a_formula_without_a_stored_value_is_said_and_nothing_may_be_saved(
    handed_out: bytes, layout: FormLayout
) -> None:
    back = read(with_cell(handed_out, "E8", '<c r="E8" s="10"><f>E9+1</f><v /></c>'), layout)
    assert codes(back) == [("formula_without_value", "t1/r01:c1")]
    assert not back.is_savable


def test_a_formula_with_a_stored_value_is_read_with_a_warning(handed_out: bytes, layout: FormLayout) -> None:
    back = read(with_cell(handed_out, "E8", '<c r="E8" s="10"><f>E9+1</f><v>9</v></c>'), layout)
    assert back.sheet.cells["t1/r01:c1"].amount == 9
    assert back.problems == (Problem("formula", "warning", "t1/r01:c1"),)
    assert back.is_savable


def test_rows_inserted_above_are_followed_by_their_code_and_label(
    handed_out: bytes, layout: FormLayout, answers: dict[str, Answer]
) -> None:
    for at, count in ((1, 3), (8, 1), (15, 2)):
        back = read(with_rows_inserted(handed_out, at=at, count=count), layout)
        assert back.sheet.cells == answers
        assert back.is_savable
    assert back.layout.excel_cell("t1/r21:c1") == "E30"
    assert layout.excel_cell("t1/r21:c1") == "E28"


def test_a_number_in_an_inserted_row_is_told(handed_out: bytes, layout: FormLayout) -> None:
    content = with_rows_inserted(handed_out, at=15)
    row = '<row r="15">' + number("E15", "7") + "</row>"
    content = with_part(
        content, SHEET, lambda sheet: sheet.replace(b'<row r="16"', row.encode() + b'<row r="16"', 1)
    )
    back = read(content, layout)
    assert [(p.code, p.params) for p in back.problems] == [("not_asked", {"cell": "E15"})]


def test_a_row_taken_out_is_an_error_and_its_neighbours_are_read(
    handed_out: bytes, layout: FormLayout
) -> None:
    def without(sheet: bytes) -> bytes:
        return re.sub(rb'<row r="19".*?</row>', b"", sheet)

    back = read(with_part(handed_out, SHEET, without), layout)
    assert [(p.code, p.params["row"], p.params["code"]) for p in back.problems] == [
        ("row_missing", "3.7", "12")
    ]
    assert not back.is_savable
    assert len(back.sheet.cells) == 20


def test_rows_that_changed_places_are_read_by_their_own_label(
    handed_out: bytes, layout: FormLayout, answers: dict[str, Answer]
) -> None:
    def swapped(sheet: bytes) -> bytes:
        sheet = re.sub(rb'"(\d*[A-F]?)18"', rb'"\g<1>@@"', sheet)
        sheet = re.sub(rb'"(\d*[A-F]?)19"', rb'"\g<1>18"', sheet)
        return sheet.replace(b'@@"', b'19"')

    back = read(with_part(handed_out, SHEET, swapped), layout)
    assert back.sheet.cells == answers


def test_a_label_typed_over_makes_its_row_missing(handed_out: bytes, layout: FormLayout) -> None:
    back = read(with_cell(handed_out, "B19", text("B19", "Số khác hẳn")), layout)
    assert codes(back) == [("row_missing", "")]


def test_a_code_that_became_a_number_is_still_the_code(
    handed_out: bytes, layout: FormLayout, answers: dict[str, Answer]
) -> None:
    back = read(with_cell(handed_out, "C8", number("C8", "1")), layout)
    assert back.sheet.cells == answers


def test_a_column_put_in_is_refused_with_its_reason(handed_out: bytes, layout: FormLayout) -> None:
    def moved(sheet: bytes) -> bytes:
        return re.sub(rb'r="F(\d+)"', rb'r="G\1"', re.sub(rb'r="E(\d+)"', rb'r="F\1"', sheet))

    moved_twice = with_part(handed_out, SHEET, lambda sheet: moved(sheet.replace(b'r="F', b'r="G')))
    back = read(moved_twice, layout)
    assert "columns_moved" in [problem.code for problem in back.problems]
    assert not back.sheet.cells
    assert not back.is_savable


def test_a_value_beside_the_table_is_told(handed_out: bytes, layout: FormLayout) -> None:
    content = with_part(
        handed_out,
        SHEET,
        lambda sheet: re.sub(rb'(<row r="9".*?)(</row>)', rb'\1<c r="H9"><v>5</v></c>\2', sheet),
    )
    assert [(p.code, p.params) for p in read(content, layout).problems] == [("not_asked", {"cell": "H9"})]


def test_a_note_too_long_or_with_hidden_characters_is_told(handed_out: bytes, layout: FormLayout) -> None:
    back = read(with_cell(handed_out, "F9", text("F9", "a" * 1001)), layout)
    assert codes(back) == [("note_too_long", "t1/r02:c2")]
    back = read(with_cell(handed_out, "F9", text("F9", "a_x0007_")), layout)
    assert codes(back) == [("note_hidden", "t1/r02:c2")]
    assert not back.is_savable


# ---- whose file is it -------------------------------------------------------------------------------------


def marked(content: bytes, layout: FormLayout, **changes: object) -> bytes:
    marks = Marks(**{**{name: getattr(MARKS, name) for name in MARKS.__slots__}, **changes})
    new = sign_marks(marks, key=KEY).encode()
    return with_part(
        content,
        "xl/worksheets/bcs-marks.xml",
        lambda data: re.sub(rb"<t>.*?</t>", b"<t>" + new + b"</t>", data),
    )


def test_marks_of_another_form_are_refused(handed_out: bytes, layout: FormLayout) -> None:
    refused = refusal(marked(handed_out, layout, template="II.06a"), layout)
    assert (refused.code, refused.params) == ("other_form", {"found": "II.06a", "expected": "4/BCH"})


def test_marks_of_another_unit_are_refused_naming_both(handed_out: bytes, layout: FormLayout) -> None:
    refused = refusal(marked(handed_out, layout, unit=78, unit_name="Xã Tiên Lữ"), layout)
    assert (refused.code, refused.params) == (
        "other_unit",
        {"found": "Xã Tiên Lữ", "expected": "Xã Đông Hưng"},
    )


def test_marks_of_another_period_ask(handed_out: bytes, layout: FormLayout) -> None:
    back = read(marked(handed_out, layout, period="2026-6M"), layout)
    assert back.other_period == "2026-6M"
    assert len(back.sheet.cells) == 21


def test_marks_of_another_version_are_a_warning(handed_out: bytes, layout: FormLayout) -> None:
    assert codes(read(marked(handed_out, layout, version=2), layout)) == [("other_version", "")]


@pytest.mark.parametrize(
    "mark", [b"", b"BCS1", b"BCS1.e30.abc", b"BCS1..", "dấu".encode(), b"BCS1.eyJ1bml0IjogNzh9.AAAA"]
)
def test_marks_that_were_changed_are_refused(handed_out: bytes, layout: FormLayout, mark: bytes) -> None:
    content = with_part(
        handed_out,
        "xl/worksheets/bcs-marks.xml",
        lambda data: re.sub(rb"<t>.*?</t>", b"<t>" + mark + b"</t>", data),
    )
    assert refusal(content, layout).code == "marks_changed"


def test_marks_signed_with_another_key_are_refused(handed_out: bytes, layout: FormLayout) -> None:
    with pytest.raises(Refused, match="marks_changed"):
        read_workbook_file(handed_out, layout=layout, expected=EXPECTED, keys=[b"another key"])


def test_another_official_form_is_refused_by_its_number(shared_data: Path, layout: FormLayout) -> None:
    content = (shared_data / "forms/II.06a-VPCP-KSTT.xlsx").read_bytes()
    refused = refusal(content, layout)
    assert (refused.code, refused.params["found"]) == ("other_form", "II.06a/VPCP/KSTT")


def test_a_number_that_only_ends_like_ours_is_another_form(blank: bytes, layout: FormLayout) -> None:
    other = with_cell(blank, "A1", text("A1", "Biểu số: 14/BCH"))
    assert refusal(other, layout).code == "other_form"


def test_a_blank_official_form_typed_by_hand_is_read_and_says_what_it_does_not_state(
    blank: bytes, layout: FormLayout
) -> None:
    back = read(with_cell(blank, "E8", number("E8", "12")), layout)
    assert back.sheet.cells["t1/r01:c1"].amount == 12
    assert codes(back) == [("unit_not_stated", ""), ("period_not_stated", "")]
    assert back.is_savable


def test_without_marks_the_printed_unit_and_days_are_believed(handed_out: bytes, layout: FormLayout) -> None:
    plain = without_marks(handed_out)
    assert codes(read(plain, layout)) == []
    other = Expected(Marks("4/BCH", 1, 78, "Xã Tiên Lữ", "2026-9M", 5), date(2026, 1, 1), date(2026, 9, 30))
    refused = refusal(plain, layout, expected=other)
    assert (refused.code, refused.params["found"]) == ("other_unit", "UBND xã Đông Hưng")
    earlier = Expected(MARKS, date(2026, 1, 1), date(2026, 6, 30), "Đông Hưng")
    assert read(plain, layout, expected=earlier).other_period == "01/01/2026 – 30/09/2026"


def test_a_form_on_a_renamed_sheet_is_found_by_its_number(
    handed_out: bytes, layout: FormLayout, answers: dict[str, Answer]
) -> None:
    renamed = with_part(
        handed_out,
        "xl/workbook.xml",
        lambda book: book.replace('name="Biểu 4-BCH"'.encode(), b'name="Sheet1"'),
    )
    assert read(renamed, layout).sheet.cells == answers
    assert read(without_marks(renamed), layout).sheet.cells == answers
