"""What kind of document came, by its content: neither its name nor what a browser says is believed."""

import re
import zipfile
from enum import StrEnum

from submissions.documents.compound import names_in
from submissions.documents.pictures import check_jpeg, check_png
from submissions.workbooks.package import OLE, check_directory, check_size, open_zip, read_part
from submissions.workbooks.refused import Refused


class DocumentKind(StrEnum):
    """Also the ending of the name under which it is handed out."""

    PDF = "pdf"
    PNG = "png"
    JPG = "jpg"
    DOCX = "docx"
    XLSX = "xlsx"
    ODT = "odt"
    ODS = "ods"
    DOC = "doc"
    XLS = "xls"


CONTENT_TYPES = {
    DocumentKind.PDF: "application/pdf",
    DocumentKind.PNG: "image/png",
    DocumentKind.JPG: "image/jpeg",
    DocumentKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    DocumentKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    DocumentKind.ODT: "application/vnd.oasis.opendocument.text",
    DocumentKind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    DocumentKind.DOC: "application/msword",
    DocumentKind.XLS: "application/vnd.ms-excel",
}
_MAIN_PARTS = {"word/document.xml": DocumentKind.DOCX, "xl/workbook.xml": DocumentKind.XLSX}
_OPEN_TYPES = {
    b"application/vnd.oasis.opendocument.text": DocumentKind.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": DocumentKind.ODS,
}
_TYPES, _MANIFEST = "[content_types].xml", "meta-inf/manifest.xml"
_MACRO_PARTS = re.compile(r"(^|/)(vbaproject[^/]*|vbadata\.xml|macrosheets/.*|dialogsheets/.*|activex/.*)$")
_OPEN_MACROS = ("basic/", "scripts/")
_FAR_TEMPLATE = re.compile(
    rb"attachedTemplate[^>]*?Target\s*=\s*[\"'](?:https?:|ftp:|\\\\|//)", re.IGNORECASE
)
_OLE_MACROS = frozenset({"VBA", "_VBA_PROJECT", "_VBA_PROJECT_CUR", "Macros"})
_PDF_RUNS = (b"/JavaScript", b"/Launch")
_PDF_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")


def kind_of(content: bytes) -> DocumentKind:
    """Refused: too_big_file, empty_file, broken, password, macros, runs (a PDF with a script), apple_picture,
    other_archive, not_document, and of a hostile zip as `check_directory`.
    """
    check_size(content)
    if content.startswith(b"%PDF-"):
        return _pdf(content)
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        check_png(content)
        return DocumentKind.PNG
    if content.startswith(b"\xff\xd8\xff"):
        check_jpeg(content)
        return DocumentKind.JPG
    if content.startswith(OLE):
        return _compound(content)
    if content.startswith(b"PK\x03\x04"):
        return _of_zip(content)
    if content[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc"):
        raise Refused("apple_picture")
    if content.startswith((b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")):
        raise Refused("other_archive")
    raise Refused("not_document")


def _pdf(content: bytes) -> DocumentKind:
    """Whole, and without what a reader would run where that can be seen."""
    if b"%%EOF" not in content[-4096:]:
        raise Refused("broken")
    names = _PDF_ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), content) if b"#" in content else content
    if any(run in names for run in _PDF_RUNS):
        raise Refused("runs")
    return DocumentKind.PDF


def _compound(content: bytes) -> DocumentKind:
    names = names_in(content)
    if "EncryptedPackage" in names.top:
        raise Refused("password")
    if _OLE_MACROS & names.all:
        raise Refused("macros")
    if "WordDocument" in names.top:
        return DocumentKind.DOC
    if {"Workbook", "Book"} & names.top:
        return DocumentKind.XLS
    raise Refused("not_document")


def _of_zip(content: bytes) -> DocumentKind:
    with open_zip(content) as package:
        names = check_directory(package.infolist())
        if _TYPES in names:
            return _office(content, package, names)
        if "mimetype" in names and "content.xml" in names:
            return _open_document(content, package, names)
    raise Refused("other_archive")


def _office(content: bytes, package: zipfile.ZipFile, names: set[str]) -> DocumentKind:
    if any(_MACRO_PARTS.search(name) for name in names):
        raise Refused("macros")
    types = _part(content, package, _TYPES)
    if b"macroenabled" in types.lower():
        raise Refused("macros")
    if "word/_rels/settings.xml.rels" in names and _FAR_TEMPLATE.search(
        _part(content, package, "word/_rels/settings.xml.rels")
    ):
        raise Refused("macros")
    found = [kind for part, kind in _MAIN_PARTS.items() if part in names]
    if len(found) != 1:
        raise Refused("not_document")
    return found[0]


def _open_document(content: bytes, package: zipfile.ZipFile, names: set[str]) -> DocumentKind:
    kind = _OPEN_TYPES.get(_part(content, package, "mimetype").strip())
    if kind is None or _MANIFEST not in names:
        raise Refused("not_document")
    if any(name.startswith(_OPEN_MACROS) for name in names):
        raise Refused("macros")
    if b"encryption-data" in _part(content, package, _MANIFEST):
        raise Refused("password")
    return kind


def _part(content: bytes, package: zipfile.ZipFile, lower: str) -> bytes:
    return read_part(content, next(one for one in package.infolist() if one.filename.lower() == lower))
