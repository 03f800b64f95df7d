"""Workbooks of other kinds: .ods and .xls as LibreOffice wrote them, .csv; read the same, or refused."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.answers import Answer
from indicators.layout import FormLayout
from submissions.workbooks.back import WorkbookSheet, read_workbook_file
from submissions.workbooks.contents import Contents, read_contents
from submissions.workbooks.refused import Refused
from submissions.workbooks.words import SENTENCES
from tests.submissions.workbooks.conftest import EXPECTED, KEY
from tests.submissions.workbooks.making import package_of, parts_of, with_part

FILES = Path(__file__).with_name("files")
"""4/BCH of xã Đông Hưng, handed out, opened and saved as another kind: filled, and with mistakes typed in."""
FORM = "Biểu 4-BCH"


def kept(name: str) -> bytes:
    return (FILES / name).read_bytes()


def read(content: bytes, layout: FormLayout) -> WorkbookSheet:
    return read_workbook_file(content, layout=layout, expected=EXPECTED, keys=[KEY])


def contents_of(content: bytes) -> Contents:
    return read_contents(content, wanted=[FORM, "_bcs"], rows=100, columns=20)


def code_of(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        contents_of(content)
    assert SENTENCES[refused.value.code] % refused.value.params
    return refused.value.code


@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_answers_marks_and_notes_are_those_that_were_handed_out(
    kind: str, layout: FormLayout, answers: dict[str, Answer]
) -> None:
    back = read(kept(f"filled.{kind}"), layout)
    assert back.sheet.cells == answers
    assert back.sheet.texts == {"t1/r01:c2": "ghi chú Đ"}
    assert (back.problems, back.other_period) == ((), "")


@pytest.mark.parametrize(
    ("kind", "formulas"), [("ods", ["t1/r01:c1", "t1/r04:c1"]), ("xls", [])], ids=["ods", "xls"]
)
def test_mistakes_are_told_at_their_cells(kind: str, formulas: list[str], layout: FormLayout) -> None:
    back = read(kept(f"mistakes.{kind}"), layout)
    unread = {address: (one.code, one.text) for address, one in back.sheet.unread.items()}
    assert unread.pop("t1/r03:c1") == ("date", "2026-03-01")
    if kind == "xls":  # an .ods says TRUE as the formula TRUE()
        assert unread.pop("t1/r04:c1") == ("truth", "TRUE")
    assert unread == {"t1/r02:c1": ("excel_error", "#DIV/0!"), "t1/r06:c1": ("excel_error", "#N/A")}
    assert [one.address for one in back.problems if one.code == "formula"] == formulas
    assert back.sheet.cells["t1/r01:c1"].scaled == 120
    assert back.sheet.cells["t1/r05:c1"].scaled == 1234


# ---- .ods -------------------------------------------------------------------------------------------------


def ods(change: Callable[[bytes], bytes], part: str = "content.xml") -> bytes:
    return with_part(kept("filled.ods"), part, change)


def cell_of(attributes: str) -> Callable[[bytes], bytes]:
    """One more row, with such a cell."""
    cell = f'<table:table-cell office:value-type="float" office:value="7" {attributes}/>'
    row = f"<table:table-row>{cell}</table:table-row></table:table>".encode()
    return lambda data: data.replace(b"</table:table>", row, 1)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (lambda: ods(lambda data: b'<!DOCTYPE x [<!ENTITY a "b">]>' + data), "doctype"),
        (lambda: ods(lambda data: data.decode().encode("utf-16")), "encoding"),
        (lambda: ods(lambda data: data[:-40]), "broken"),
        (lambda: ods(cell_of('table:number-columns-repeated="16384"')), "far_cells"),
        (lambda: ods(lambda data: b"application/vnd.oasis.opendocument.text", "mimetype"), "not_workbook"),
        (lambda: ods(lambda data: b"<manifest:encryption-data/>", "META-INF/manifest.xml"), "password"),
        (lambda: package_of({"mimetype": b"x", "content.xml": b"<a/>"}), "not_workbook"),
        (lambda: ods(lambda data: b"<office:document-content/>"), "not_workbook"),
        (lambda: package_of({**parts_of(kept("filled.ods")), "../x.xml": b"<a/>"}), "names"),
        (lambda: ods(lambda data: data + b" " * (17 * 1024 * 1024)), "bomb"),
    ],
    ids="dtd utf-16 cut far text password no-manifest empty path bomb".split(),  # noqa: SIM905
)
def test_an_ods_that_is_hostile_or_broken_is_refused(content: Callable[[], bytes], code: str) -> None:
    assert code_of(content()) == code


def test_a_million_empty_rows_and_cells_are_not_far() -> None:
    """As LibreOffice writes the rest of a sheet."""
    rest = (
        b'<table:table-row table:number-rows-repeated="1048500">'
        b'<table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>'
    )
    read_back = contents_of(ods(lambda data: data.replace(b"</table:table>", rest, 1)))
    assert read_back.sheets[FORM].value(8, 5) == 120


def test_a_formula_without_a_result_in_an_ods_is_told(layout: FormLayout) -> None:
    def without(data: bytes) -> bytes:
        at = data.index(b'office:value="120"')
        start = data.rindex(b"<table:table-cell", 0, at)
        end = data.index(b"</table:table-cell>", at)
        return data[:start] + b'<table:table-cell table:formula="of:=1+1">' + data[end:]

    assert [one.code for one in read(ods(without), layout).problems] == ["formula_without_value"]


# ---- .csv -------------------------------------------------------------------------------------------------


def csv_of(delimiter: str = ";", *, change: Callable[[str], str] = lambda text: text) -> str:
    """The filled form as a program would write it."""
    sheet = contents_of(kept("filled.xls")).sheets[FORM]
    rows = [[sheet.text(row, column) for column in range(1, 7)] for row in range(1, len(sheet.rows) + 1)]
    quoted = ['"' + cell.replace('"', '""') + '"' if cell else "" for row in rows for cell in row]
    lines = [delimiter.join(quoted[at : at + 6]) for at in range(0, len(quoted), 6)]
    return change("\r\n".join(lines) + "\r\n")


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_csv_is_read_as_the_form_it_prints(
    delimiter: str, encoding: str, layout: FormLayout, answers: dict[str, Answer]
) -> None:
    back = read(csv_of(delimiter).encode(encoding), layout)
    assert back.sheet.cells == answers
    assert back.problems == ()
    hinted = "sep=" + delimiter + "\r\n" + csv_of(delimiter)
    assert read(hinted.encode(encoding), layout).sheet.cells == answers


def test_a_csv_of_another_unit_or_form_is_refused(layout: FormLayout) -> None:
    for old, new, code in (
        ("xã Đông Hưng", "xã Tiên Lữ", "other_unit"),
        ("Biểu số: 4/BCH", "Biểu số: 5/BCH", "other_form"),
    ):
        with pytest.raises(Refused) as refused:
            read(csv_of(change=lambda text, old=old, new=new: text.replace(old, new)).encode(), layout)  # type: ignore[misc]
        assert refused.value.code == code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("Biểu số: 4/BCH;Đơn vị\n".encode("cp1258", "replace") + "Đông;ư".encode()[:-1], "csv_encoding"),
        (b'a;b\nc;"d\n', "csv_broken"),
        (b"\xff\xfea", "csv_encoding"),
        (b'{"a": [1, 2]}', "not_workbook"),
        (b"a;b\n" * 2000 + b"1\x002;3\n", "not_workbook"),
        ("a;1\x002\n".encode("utf-16"), "not_workbook"),
    ],
    ids=["code page", "quotation", "half of utf-16", "json", "NUL far down", "NUL in utf-16"],
)
def test_text_that_is_no_table_of_ours_is_refused(content: bytes, code: str) -> None:
    assert code_of(content) == code


def ends_well(content: bytes) -> bool:
    """Read, or refused with a sentence."""
    try:
        contents_of(content)
    except Refused as refused:
        return refused.code in SENTENCES
    return True


# ---- whatever comes ---------------------------------------------------------------------------------------


@given(st.sampled_from(["filled.ods", "filled.xls", "mistakes.xls"]), st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_damage_ends_in_a_refusal_or_in_contents(name: str, data: st.DataObject) -> None:
    content = bytearray(kept(name))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    assert ends_well(bytes(content))


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_end_in_a_refusal_or_in_contents(content: bytes) -> None:
    assert ends_well(content)


def test_a_workbook_with_macros_is_read_like_any_other(
    handed_out: bytes, layout: FormLayout, answers: dict[str, Answer]
) -> None:
    with_macros = package_of({**parts_of(handed_out), "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 code"})
    assert read(with_macros, layout).sheet.cells == answers
