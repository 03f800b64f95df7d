"""What kind of document came is said by its content alone; what could be run is refused."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from submissions.documents.kinds import DocumentKind, kind_of
from submissions.documents.words import SENTENCES
from submissions.workbooks.refused import Refused
from tests.submissions.documents import JPG, PDF, compound, docx, odt, package, png

ODS = "application/vnd.oasis.opendocument.spreadsheet"
FAR = (
    '<Relationship Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
    'attachedTemplate" '
    'Target="https://x.example/a.dotm" TargetMode="External"/>'
)
WHOLE = {
    "pdf": PDF,
    "png": png(),
    "jpg": JPG,
    "docx": docx(),
    "odt": odt(),
    "ods": odt(ODS),
    "doc": compound("WordDocument", "1Table"),
    "xls": compound("Workbook", inside=("Picture",)),
}


@pytest.mark.parametrize("kind", WHOLE)
def test_each_kind_is_known_by_what_is_in_it(kind: str) -> None:
    assert kind_of(WHOLE[kind]) == DocumentKind(kind)


def test_a_workbook_that_excel_wrote_is_one() -> None:
    blank = Path(__file__).parents[2] / "reporting" / "demo" / "forms" / "4-BCH.xlsx"
    assert kind_of(blank.read_bytes()) == DocumentKind.XLSX


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"x" * (10 * 1024 * 1024 + 1), "too_big_file"),
        (b"<html><script>alert(1)</script>", "not_document"),
        (b"MZ\x90\x00", "not_document"),
        (b"\n%PDF-1.7 %%EOF", "not_document"),
        (b"%PDF-1.7 cut off", "broken"),
        (b"%PDF-1.7 /OpenAction<</S/JavaScript/JS(x)>> %%EOF", "runs"),
        (b"%PDF-1.7 /Java#53cript %%EOF", "runs"),
        (b"%PDF-1.7 /Launch %%EOF", "runs"),
        (b"\x00\x00\x00\x18ftypheic\x00", "apple_picture"),
        (b"Rar!\x1a\x07", "other_archive"),
        (package({"a.exe": b"MZ"}), "other_archive"),
        (png(20_000, 20_000), "too_large_picture"),
        (png(0, 1), "broken"),
        (png()[:-4], "broken"),
        (png() + b"<script>", "broken"),
        (JPG[:-2], "broken"),
        (b"\xff\xd8\xff\xda\x00\x02\xff\xd9", "broken"),
        (docx({"word/vbaProject.bin": b"x"}), "macros"),
        (docx({"word/activeX/activeX1.bin": b"x"}), "macros"),
        (docx(types="application/vnd.ms-word.document.macroEnabled.main+xml"), "macros"),
        (docx({"word/_rels/settings.xml.rels": FAR}), "macros"),
        (docx({"xl/workbook.xml": "<w/>"}), "not_document"),
        (docx({"../../a.xml": "<w/>"}), "names"),
        (docx({"a.bin": b"\x00" * 30_000_000}), "bomb"),
        (package({"[Content_Types].xml": "<T/>", "ppt/presentation.xml": "<p/>"}), "not_document"),
        (odt("application/vnd.oasis.opendocument.presentation"), "not_document"),
        (odt(more={"Basic/Standard/Module1.xml": "<x/>"}), "macros"),
        (odt(more={"META-INF/manifest.xml": "<encryption-data/>"}), "password"),
        (compound("WordDocument", inside=("Macros",)), "macros"),
        (compound("Workbook", "_VBA_PROJECT_CUR"), "macros"),
        (compound("EncryptedPackage"), "password"),
        (compound("__substg1.0_1000001F", inside=("WordDocument",)), "not_document"),
        (compound("WordDocument")[:600], "broken"),
    ],
)  # fmt: skip
def test_what_is_no_plain_document_is_refused_with_a_reason(content: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        kind_of(content)
    assert refused.value.code == code
    assert code in SENTENCES


@given(st.sampled_from(sorted(WHOLE)), st.data())
def test_a_file_changed_anywhere_is_read_or_refused(kind: str, data: st.DataObject) -> None:
    content = bytearray(WHOLE[kind])
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    for changed in (bytes(content), bytes(content[:cut])):
        assert _said_of(changed) in (*DocumentKind, *SENTENCES)


def _said_of(content: bytes) -> str:
    try:
        return kind_of(content)
    except Refused as refused:
        return refused.code
