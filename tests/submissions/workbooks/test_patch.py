"""Single cells changed in the XML of a sheet."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from submissions.workbooks.patch import Number, Text, patch_cells, raise_rows

NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def sheet(rows: str) -> bytes:
    return f'<worksheet xmlns="{NS[1:-1]}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def cells_of(data: bytes) -> list[tuple[str, str]]:
    root = ElementTree.fromstring(data)
    return [(c.get("r", ""), "".join(c.itertext())) for c in root.iter(f"{NS}c")]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ('<row r="2"><c r="B2" s="4"/></row>', [("B2", "5")]),
        ('<row r="2"><c r="A2"/><c r="C2"/></row>', [("A2", ""), ("B2", "5"), ("C2", "")]),
        ('<row r="2"/>', [("B2", "5")]),
        ('<row r="1"><c r="A1"/></row><row r="3"><c r="A3"/></row>', [("A1", ""), ("B2", "5"), ("A3", "")]),
        ("", [("B2", "5")]),
        ("<row><c/></row><row><c/><c><v>1</v></c></row>", [("", ""), ("", ""), ("B2", "5")]),
    ],
    ids=["there", "between", "empty row", "no row", "empty sheet", "no references"],
)
def test_a_cell_is_put_where_it_belongs(rows: str, expected: list[tuple[str, str]]) -> None:
    assert cells_of(patch_cells(sheet(rows), {"B2": Number("5")})) == expected


def test_a_sheet_without_any_data_is_filled() -> None:
    data = f'<worksheet xmlns="{NS[1:-1]}"><sheetData/></worksheet>'.encode()
    assert cells_of(patch_cells(data, {"C3": Number("7"), "A3": Text("a")})) == [("A3", "a"), ("C3", "7")]


def test_the_style_stays() -> None:
    assert b'<c r="B2" s="4"><v>5</v></c>' in patch_cells(
        sheet('<row r="2"><c r="B2" t="s" s="4"><v>0</v></c></row>'), {"B2": Number("5")}
    )


def test_a_formula_of_the_agency_stays() -> None:
    data = sheet('<row r="2"><c r="B2"><f>1+1</f><v>2</v></c></row>')
    assert patch_cells(data, {"B2": Number("5")}) == data


def test_comments_and_quoted_brackets_do_not_mislead() -> None:
    data = sheet("<!-- <c r=\"B2\"/> --><row r='2' x=\">\"><c r='B2' y='/>'><v>1</v></c></row>")
    assert cells_of(patch_cells(data, {"B2": Number("5")})) == [("B2", "5")]
    assert b"<!-- <c r=" in patch_cells(data, {"B2": Number("5")})


@given(st.text(max_size=60))
def test_any_text_gives_well_formed_xml(text: str) -> None:
    (found,) = cells_of(patch_cells(sheet(""), {"B2": Text(text)}))
    plain = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "\ufffd", text)
    read = found[1].replace("_x005F_", "_").removeprefix("'")
    assert read.lstrip("'") == plain.lstrip("'")


def test_a_row_is_made_higher_only_where_the_agency_set_no_height() -> None:
    data = sheet(
        '<row r="1" ht="48" customHeight="1"><c r="A1"/></row><row r="2"><c r="A2"/></row><row r="3"/>'
    )
    raised = raise_rows(data, {1: 32, 2: 32, 3: 16.5})
    assert b'<row r="1" ht="48" customHeight="1">' in raised
    assert b'<row ht="32" customHeight="1" r="2">' in raised
    assert b'<row ht="16.5" customHeight="1" r="3"/>' in raised
