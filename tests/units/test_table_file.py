"""A file that somebody made becomes rows of cells, or is refused with a reason, within bounds."""

import io
import zipfile
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from tests.units.workbook_parts import by_hand, csv, xlsx
from units.loading.table import (
    MAX_COLUMNS,
    MAX_TEXT,
    Cell,
    FileRefused,
    Merged,
    Table,
    TableRow,
    filled_down,
)
from units.loading.table_file import read_table
from units.loading.tree_file import tree_rows
from units.loading.written_days import day_of
from units.tree_template import tree_template
from units.tree_words import refusal_words


def texts(table: Table) -> list[tuple[int, list[str]]]:
    return [(row.number, [cell.text for cell in row.cells]) for row in table.rows]


def refusal(content: bytes) -> str:
    with pytest.raises(FileRefused) as refused:
        read_table(content)
    assert refusal_words(refused.value)
    return refused.value.code


def read_or_refused(content: bytes) -> str:
    try:
        read_table(content)
    except FileRefused as refused:
        return refusal_words(refused)
    return ""


# ---- CSV -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_csv_is_read_whatever_its_delimiter_and_mark(delimiter: str, encoding: str) -> None:
    text = f"mã{delimiter}tên\r\nH33{delimiter}Tỉnh Hưng Yên\r\n"
    assert texts(read_table(text.encode(encoding))) == [(1, ["mã", "tên"]), (2, ["H33", "Tỉnh Hưng Yên"])]


def test_rows_of_a_csv_are_counted_as_its_lines() -> None:
    table = read_table(csv("mã,tên", "", 'A,"hai', 'dòng"', "B,c"))
    assert [row.number for row in table.rows] == [1, 3, 5]


def test_excel_s_own_hint_is_followed() -> None:
    assert texts(read_table(csv("sep=;", "mã;tên, gọi", "A;B"))) == [(2, ["mã", "tên, gọi"]), (3, ["A", "B"])]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b" \n ", "empty_file"),
        ("mã,tên\nA,Hưng Yên".encode("cp1258", "replace"), "not_utf8"),
        (b'a,b\nc,"d', "broken_csv"),
        (b"a,b\nc," + b"d" * 200_000, "broken_csv"),
        (b"a,b\n" + b"c,d\n" * 50_100, "too_many_rows"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 100, "old_format"),
        (b"x" * (10 * 1024 * 1024 + 1), "too_big_file"),
        (b"PK\x03\x04 not a zip", "broken"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_its_reason(content: bytes, code: str) -> None:
    assert refusal(content) == code


def test_columns_far_right_are_not_read() -> None:
    assert len(read_table(csv(",".join("x" * 1 for _ in range(500)))).rows[0].cells) == MAX_COLUMNS


# ---- Excel -----------------------------------------------------------------------------------------------


def test_a_workbook_of_openpyxl_is_read() -> None:
    table = read_table(
        xlsx([["mã", "tên", "từ ngày"], ["033", "Hưng Yên", date(2025, 7, 1)], [], [33, 1.5, None]])
    )
    assert texts(table) == [
        (1, ["mã", "tên", "từ ngày"]),
        (2, ["033", "Hưng Yên", "45839"]),
        (4, ["33", "1.5"]),
    ]
    assert table.rows[2].cells[0] == Cell("33", "number")


def test_every_way_to_write_a_cell_is_understood() -> None:
    strings = "<sst><si><t>0</t></si><si><t>m</t><rPh><t>x</t></rPh><t>ã</t></si></sst>"
    made = by_hand(
        '<row r="2"><c t="s"><v>1</v></c>'
        '<c r="C2" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c>'
        '<c t="str"><f>1</f><v>kq</v></c><c t="e"><v>#N/A</v></c><c><f>A1</f></c><c t="b"><v>1</v></c></row>'
        "<row><c><v>7</v></c></row>",
        more={"xl/sharedStrings.xml": strings},
    )
    table = read_table(made)
    assert table.rows[0].cells == (
        Cell("mã"), Cell(""), Cell("ab"), Cell("kq"), Cell("#N/A", "error"), Cell("", "no_value"), Cell("1"),
    )  # fmt: skip
    assert table.rows[1].number == 3


def test_the_first_sheet_that_is_shown_is_read() -> None:
    book = (
        '<workbook xmlns:r="r"><sheets><sheet name="x" state="hidden" r:id="rId0"/>'
        '<sheet name="y" r:id="rId1"/></sheets></workbook>'
    )
    made = by_hand("<row><c><v>1</v></c></row>", more={"xl/workbook.xml": book})
    assert texts(read_table(made)) == [(1, ["1"])]


def test_dates_of_a_1904_workbook_say_so() -> None:
    assert (
        read_table(by_hand("<row><c><v>1</v></c></row>", properties='<workbookPr date1904="1"/>')).serial_base
        == 1904
    )


HOSTILE: dict[str, tuple[str, Callable[[], bytes]]] = {
    "entities": (
        "doctype",
        lambda: by_hand("", sheet="<!DOCTYPE x [<!ENTITY e 'e'>]><worksheet>&e;</worksheet>"),
    ),
    "a file of ours": ("doctype", lambda: by_hand("", sheet="<!DOCTYPE x SYSTEM 'file:///etc/passwd'><x/>")),
    "no end": ("broken", lambda: by_hand("", sheet="<worksheet><sheetData>")),
    "a bomb": ("bomb", lambda: by_hand("", sheet=b"<worksheet>" + b" " * 65 * 1024 * 1024)),
    "rows that go back": ("broken", lambda: by_hand("<row r='5'/><row r='4'><c><v>1</v></c></row>")),
    "a row too far": ("broken", lambda: by_hand("<row r='99999999'><c><v>1</v></c></row>")),
    "a row of 5,000 digits": ("broken", lambda: by_hand(f"<row r='{'9' * 5000}'/>")),
    "a string that is not there": ("broken", lambda: by_hand("<row><c t='s'><v>0</v></c></row>")),
    "a string before the first": ("broken", lambda: by_hand("<row><c t='s'><v>-1</v></c></row>")),
    "too many rows": ("too_many_rows", lambda: by_hand("<row><c><v>1</v></c></row>" * 50_200)),
    "millions of empty cells": ("bomb", lambda: by_hand("<row>" + "<c/>" * 2_000_001 + "</row>")),
    "another packing": ("broken", lambda: by_hand("", method=zipfile.ZIP_LZMA)),
    "no sheets": ("not_workbook", lambda: by_hand("", more={"xl/workbook.xml": "<workbook/>"})),
    "too many parts": ("bomb", lambda: by_hand("", more={f"x{number}": "" for number in range(1001)})),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_workbook_is_refused(name: str) -> None:
    code, made = HOSTILE[name]
    assert refusal(made()) == code


def test_an_enormous_cell_is_cut() -> None:
    made = by_hand(f"<row><c t='str'><v>{'x' * 5_000_000}</v></c></row>")
    assert len(read_table(made).rows[0].cells[0].text) == MAX_TEXT


def test_a_cell_at_the_end_of_the_world_takes_no_room() -> None:
    made = by_hand("<row r='1048576'><c r='XFD1048576'><v>1</v></c><c r='A1048576'><v>2</v></c></row>")
    assert texts(read_table(made)) == [(1_048_576, ["2"])]


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        package.writestr("../../etc/x", "y")
    assert refusal(content.getvalue()) == "not_workbook"


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reading(content: bytes) -> None:
    for given_ in (content, b"PK\x03\x04" + content):
        read_or_refused(given_)


@given(st.binary(max_size=200), st.integers(0, 2000))
def test_no_damage_to_a_workbook_breaks_the_reading(damage: bytes, at: int) -> None:
    whole = _HONEST
    at = at % len(whole)
    read_or_refused(whole[:at] + damage + whole[at + len(damage) :])


_HONEST = xlsx([["mã", "tên"], ["A1", "Một"]])


def test_the_template_that_is_handed_out_has_no_units_yet() -> None:
    assert texts(read_table(tree_template()))[0][1][:3] == ["mã", "tên", "loại hình"]
    assert len(read_table(tree_template()).rows) == 1


# ---- days ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "day"),
    [("30/6/2025", date(2025, 6, 30)), ("30-06-2025", date(2025, 6, 30)), ("30.06.2025", date(2025, 6, 30)),
     ("2025-06-30", date(2025, 6, 30)), ("2025-06-30 00:00:00", date(2025, 6, 30)), ("31/02/2025", None),
     ("30/06/25", None), ("30/06/0025", None), ("", None), ("²/6/2025", None), ("٣٠/٠٦/٢٠٢٥", None),
     ("2025-06-30 08:00:00", None), ("45838", None)],
)  # fmt: skip
def test_days_are_read_as_people_write_them(text: str, day: date | None) -> None:
    assert day_of(text) == day


def test_serial_numbers_of_excel_are_days() -> None:
    assert day_of("45838", is_number=True) == date(2025, 6, 30)
    assert day_of("44376", is_number=True, serial_base=1904) == date(2025, 6, 30)
    for text in ("0", "-1", "45838.5", "1e400", "nan", "99999999", "x"):
        assert day_of(text, is_number=True) is None


@given(st.dates(date(1900, 3, 1), date(2199, 12, 31)))
def test_serial_and_written_days_agree(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    assert day_of(str(serial), is_number=True) == day == day_of(day.strftime("%d/%m/%Y")) == day_of(str(day))


# ---- merged cells ----------------------------------------------------------------------------------------


def merged_book(*areas: str) -> bytes:
    """Two schools of one commune, a hidden row, and a title over all columns."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["DANH SÁCH TRƯỜNG HỌC"],
        ["mã", "tên", "loại hình", "mã cấp trên", "quan hệ", "từ ngày", "điện thoại"],
        ["H33.1", "Trường A", "trường tiểu học", "12688", "địa bàn", date(2025, 7, 1), "0227"],
        ["H33.2", "Trường B", "trường tiểu học", None, None, "1/7/2025"],
        ["H33.3", "Trường C", "trường tiểu học", "12691", "địa bàn", "2025-07-01"],
    ):
        sheet.append(row)
    sheet.row_dimensions[4].hidden = True
    for area in areas:
        sheet.merge_cells(area)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def test_a_cell_merged_over_rows_is_said_of_each_of_them() -> None:
    read = tree_rows(read_table(merged_book("A1:G1", "D3:D4", "E3:E4")))
    assert not read.problems
    assert [(row.code, row.parent, row.placement) for row in read.rows] == [
        ("H33.1", "12688", "located_in"), ("H33.2", "12688", "located_in"), ("H33.3", "12691", "located_in"),
    ]  # fmt: skip
    alone = tree_rows(read_table(merged_book("A1:G1")))
    assert [row.parent for row in alone.rows] == ["12688", "", "12691"]


def test_columns_that_are_not_read_are_named() -> None:
    assert tree_rows(read_table(merged_book())).unread == ("điện thoại",)


PLACES = st.integers(min_value=1, max_value=12)


@given(
    st.lists(st.tuples(st.integers(min_value=0, max_value=3), PLACES, PLACES), max_size=20),
    st.lists(PLACES, unique=True),
)
def test_merges_fill_blanks_alone_and_only_from_above(
    areas: list[tuple[int, int, int]], numbers: list[int]
) -> None:
    rows = [
        TableRow(number, (Cell(str(number)), Cell(""), Cell("x" if number % 3 else "")))
        for number in sorted(numbers)
    ]
    filled = filled_down(rows, [Merged(column, first, last) for column, first, last in areas if first < last])
    assert [row.number for row in filled] == [row.number for row in rows]
    for before, after in zip(rows, filled, strict=True):
        for column, cell in enumerate(after.cells):
            was = before.cells[column] if column < len(before.cells) else Cell("")
            over = [first for at, first, last in areas if at == column and first < before.number <= last]
            assert cell == was or (was == Cell("") and over)
