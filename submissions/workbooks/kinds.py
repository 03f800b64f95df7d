"""What kind of file came, by its content: names lie."""

import codecs
import zipfile
from enum import StrEnum

from submissions.workbooks.package import OLE, check_directory, check_size, open_zip
from submissions.workbooks.refused import Refused


class FileKind(StrEnum):
    XLSX = "xlsx"
    ODS = "ods"
    XLS = "xls"
    CSV = "csv"


_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LOOKED_AT = 4096
_DELIMITERS = ",;\t"


def opened(content: bytes) -> tuple[FileKind, zipfile.ZipFile | None]:
    """The kind, and the zip of an .xlsx or .ods with its directory checked.

    Refused: too_big_file, empty_file, password, old_format (.xlsb), not_workbook, and of a broken zip.
    """
    check_size(content)
    if content.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise Refused("password")
        return FileKind.XLS, None
    if content.startswith(b"PK"):
        package = open_zip(content)
        return _kind_of_zip(package), package
    if _is_table_of_text(content[:_LOOKED_AT]):
        return FileKind.CSV, None
    raise Refused("not_workbook")


def _kind_of_zip(package: zipfile.ZipFile) -> FileKind:
    names = check_directory(package.infolist())
    if "[content_types].xml" in names and "xl/workbook.xml" in names:
        return FileKind.XLSX
    if "xl/workbook.bin" in names:
        raise Refused("old_format")
    if "mimetype" in names and "content.xml" in names:
        return FileKind.ODS
    raise Refused("not_workbook")


def _is_table_of_text(start: bytes) -> bool:
    """A web page that calls itself .xls, a PDF or a picture is none."""
    if start.startswith(_MARKS):
        return True
    if b"\x00" in start or start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith((b"<", b"%PDF", b"{", b"[")):
        return False
    text = start.decode("utf-8", "replace")
    return any(one in text for one in _DELIMITERS) and text.count("�") <= 1 + len(text) // 4
