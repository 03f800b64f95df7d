"""Hostile and broken files: each a refusal with its code, whatever they hold."""

import struct
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from submissions.workbooks.contents import read_contents
from submissions.workbooks.look import look_into
from submissions.workbooks.refused import Refused
from submissions.workbooks.words import SENTENCES
from tests.submissions.workbooks.making import SHEET, package_of, parts_of, with_cell, with_part

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def code_of(content: bytes) -> str:
    """The code of the refusal, in the look alone and in the whole reading."""
    with pytest.raises(Refused) as looked:
        look_into(content)
    with pytest.raises(Refused) as read:
        read_contents(content, wanted=["Biểu 4-BCH"], rows=100, columns=20)
    assert looked.value.code == read.value.code
    assert SENTENCES[read.value.code] % read.value.params
    return read.value.code


def test_an_honest_form_passes(blank: bytes, handed_out: bytes) -> None:
    assert list(look_into(blank)) == ["Biểu 4-BCH"]
    assert list(look_into(handed_out)) == ["Biểu 4-BCH", "_bcs"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"no table at all", "not_workbook"),
        (b"%PDF-1.7, with commas", "not_workbook"),
        (b"<html><table><tr><td>1,5</td></tr></table></html>", "not_workbook"),
        (OLE + "EncryptedPackage".encode("utf-16-le") + bytes(512), "password"),
        (b"PK\x03\x04 and nothing else", "broken"),
        (package_of({"word/document.xml": b"<a/>", "[Content_Types].xml": b"<a/>"}), "not_workbook"),
        (package_of({"xl/workbook.bin": b"", "[Content_Types].xml": b"<a/>"}), "old_format"),
    ],
    ids=["empty", "text", "pdf", "web page", "password", "cut", "docx", "xlsb"],
)
def test_what_is_no_workbook_is_named(content: bytes, code: str) -> None:
    assert code_of(content) == code


def test_a_file_over_ten_megabytes_is_refused(blank: bytes) -> None:
    assert code_of(blank + bytes(10 * 1024 * 1024)) == "too_big_file"


def test_a_bomb_is_refused_before_it_is_unpacked(blank: bytes) -> None:
    bomb = with_part(blank, SHEET, lambda sheet: sheet + b" " * (15 * 1024 * 1024))
    assert len(bomb) < 50_000
    assert code_of(bomb) == "bomb"


def test_a_part_that_lies_about_its_size_is_refused(blank: bytes) -> None:
    """The directory says 1 kB, the stream holds 15 MB."""
    bomb = bytearray(with_part(blank, SHEET, lambda sheet: sheet + b" " * (15 * 1024 * 1024)))
    at = bomb.rindex(SHEET.encode()) - 46
    assert bomb[at : at + 4] == b"PK\x01\x02"
    struct.pack_into("<I", bomb, at + 24, 1024)
    assert code_of(bytes(bomb)) == "broken"


def test_too_many_entries_are_refused(blank: bytes) -> None:
    many = {f"xl/media/{number}.png": b"" for number in range(1100)}
    assert code_of(package_of({**parts_of(blank), **many})) == "bomb"


def test_many_parts_that_are_big_together_are_refused(blank: bytes) -> None:
    noise = bytes(range(32, 60)) * 40_000
    many = {f"xl/worksheets/extra{number}.xml": noise for number in range(40)}
    assert code_of(package_of({**parts_of(blank), **many}, compression=zipfile.ZIP_STORED)) == "too_big_file"
    assert code_of(package_of({**parts_of(blank), **many})) in ("bomb", "too_big_file")


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "C:/x.xml", "XL/WORKBOOK.XML"])
def test_names_that_are_paths_or_twice_the_same_are_refused(blank: bytes, name: str) -> None:
    assert code_of(package_of({**parts_of(blank), name: b"<a/>"})) == "names"


@pytest.mark.parametrize(
    "part", [SHEET, "xl/workbook.xml", "xl/styles.xml", "_rels/.rels", "[Content_Types].xml"]
)
def test_a_dtd_is_refused_in_every_part_that_is_read(blank: bytes, part: str) -> None:
    lol = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    assert code_of(with_part(blank, part, lambda data: lol + data)) == "doctype"


def test_odd_encodings_are_refused(blank: bytes) -> None:
    assert code_of(with_part(blank, SHEET, lambda data: data.decode().encode("utf-16"))) == "encoding"
    utf7 = b'<?xml version="1.0" encoding="utf-7"?>'
    assert code_of(with_part(blank, SHEET, lambda data: utf7 + data)) == "encoding"


@pytest.mark.parametrize("spelt", ['r="{}"', "r='{}'", "s='1' r = '{}'", 'r\n=\t"{}"'])
@pytest.mark.parametrize("far", ["XFD1048576", "XFD1", "A1048576", "JA8", "iw3", "E5000"])
def test_a_value_far_away_is_refused(blank: bytes, far: str, spelt: str) -> None:
    row = "".join(filter(str.isdigit, far))
    xml = f"<row {spelt.format(row)}><c {spelt.format(far)}><v>1</v></c></row></sheetData>".encode()
    content = with_part(blank, SHEET, lambda data: data.replace(b"</sheetData>", xml))
    assert code_of(content) == "far_cells"


def test_a_far_row_whose_cells_carry_no_reference_is_refused(blank: bytes) -> None:
    xml = b'<row r="1048576"><c><v>1</v></c></row></sheetData>'
    assert code_of(with_part(blank, SHEET, lambda data: data.replace(b"</sheetData>", xml))) == "far_cells"


def test_empty_formatted_cells_far_away_are_no_reason_to_refuse(blank: bytes) -> None:
    """LibreOffice writes the last row and wide runs of styled empty cells."""
    xml = b'<row r="9"><c r="AMJ9" s="3"/></row><row r="1048576" ht="12.8"></row></sheetData>'
    content = with_part(blank, SHEET, lambda data: data.replace(b"</sheetData>", xml))
    assert read_contents(content, wanted=["Biểu 4-BCH"], rows=100, columns=20).sheets


def test_what_slips_through_the_look_meets_the_limits_of_the_child(blank: bytes) -> None:
    """A reference written with a character entity: values at A1 and XFD1048576."""
    xml = b'<row r="&#49;048576"><c r="&#88;FD1048576"><v>1</v></c></row></sheetData>'
    content = with_part(blank, SHEET, lambda data: data.replace(b"</sheetData>", xml))
    look_into(content)
    with pytest.raises(Refused) as refused:
        read_contents(content, wanted=["Biểu 4-BCH"], rows=100, columns=20)
    assert refused.value.code in ("too_much", "broken", "too_slow")
    assert read_contents(blank, wanted=["Biểu 4-BCH"], rows=100, columns=20).sheets


def test_formulas_and_errors_are_found(blank: bytes) -> None:
    content = with_cell(blank, "E8", '<c r="E8" s="10"><f>1+1</f><v /></c>')
    content = with_cell(content, "E9", "<c r='E9' t='str'><f>A1</f><v></v></c>")
    content = with_cell(content, "E10", '<c r="E10"><f aca="false">1+1</f><v>2</v></c>')
    content = with_cell(content, "E11", '<c r="E11" t="e"><v>#REF!</v></c>')
    content = with_cell(content, "E12", '<c r="E12"><f t="shared" si="0"/></c>')
    look = look_into(content)["Biểu 4-BCH"]
    assert look.formulas == {"E8": False, "E9": True, "E10": True, "E12": False}
    assert look.errors == {"E11": "#REF!"}


def test_an_encrypted_entry_is_called_a_password(blank: bytes) -> None:
    content = bytearray(blank)
    at = content.rindex(SHEET.encode()) - 46
    content[at + 8] |= 1
    assert code_of(bytes(content)) == "password"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_file_cut_short_is_refused(blank: bytes, share: float) -> None:
    assert code_of(blank[: int(len(blank) * share)]) in ("broken", "not_workbook")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_changed_bytes_give_a_reading_or_a_refusal_and_nothing_else(
    blank: bytes, data: st.DataObject
) -> None:
    content = bytearray(blank)
    for _ in range(data.draw(st.integers(1, 12))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        read_contents(bytes(content), wanted=["Biểu 4-BCH"], rows=100, columns=20)
    except Refused as error:
        refused = error
    else:
        return
    assert SENTENCES[refused.code] % refused.params


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_changed_xml_gives_a_reading_or_a_refusal_and_nothing_else(blank: bytes, data: st.DataObject) -> None:
    parts = parts_of(blank)
    name = data.draw(
        st.sampled_from([SHEET, "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"])
    )
    xml = bytearray(parts[name])
    for _ in range(data.draw(st.integers(1, 6))):
        xml[data.draw(st.integers(0, len(xml) - 1))] = data.draw(st.sampled_from(b"<>\"'/=&; 09azEX"))
    try:
        read_contents(package_of({**parts, name: bytes(xml)}), wanted=["Biểu 4-BCH"], rows=100, columns=20)
    except Refused as error:
        refused = error
    else:
        return
    assert SENTENCES[refused.code] % refused.params


@given(st.binary(max_size=300))
def test_random_bytes_are_refused(content: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"PK\x05\x06"):
        with pytest.raises(Refused):
            look_into(start + content)


def test_a_package_in_a_package_is_never_opened(blank: bytes) -> None:
    nested = package_of(
        {**parts_of(blank), "xl/embeddings/inner.xlsx": package_of({"a.xml": b"<!DOCTYPE a>"})}
    )
    assert look_into(nested)


def test_no_file_is_written_anywhere(blank: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with zipfile.ZipFile(target := BytesIO(), "w") as package:
        for name, data in parts_of(blank).items():
            package.writestr(name, data)
        package.writestr("sub/dir/x.xml", b"<a/>")
    read_contents(target.getvalue(), wanted=["Biểu 4-BCH"], rows=100, columns=20)
    assert list(tmp_path.iterdir()) == []
