"""The visible sheets of an .xlsx, read as a stream under limits. Pure, and safe in the web process.

Only a few parts of the package are opened, each up to a size; the parser (expat, which keeps no tree) meets
no DTD and so no entity. A cell keeps so many signs, a file so many strings, whatever it claims to hold.
"""

import io
import posixpath
import zipfile
import zlib
from xml.parsers import expat

from units.loading.sheet_xml import SharedStrings, Sheet, Workbook
from units.loading.table import FileRefused, Table, at_most

MAX_ENTRIES = 1000
MAX_PART = 64 * 1024 * 1024
MAX_DIRECTORY_PART = 1024 * 1024
MAX_SHEETS = 20
_STRINGS = "xl/sharedStrings.xml"
_CHUNK = 1 << 16


def read_xlsx(content: bytes) -> Table:
    """FileRefused: broken, password, bomb, doctype, not_workbook, too_many_rows."""
    [(_title, table)] = _read(content, most=1)
    return table


def read_sheets(content: bytes) -> list[tuple[str, Table]]:
    """(title, table) of every visible sheet, in order; FileRefused as `read_xlsx`, or too_many_sheets."""
    return _read(content, most=MAX_SHEETS + 1)


def _read(content: bytes, *, most: int) -> list[tuple[str, Table]]:
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
    except Exception as error:  # whatever a hostile directory raises
        raise FileRefused("broken") from error
    with package:
        parts = _directory(package)
        if "xl/workbook.xml" not in parts:
            raise FileRefused("not_workbook")
        book = Workbook()
        _parse(package, parts["xl/workbook.xml"], book.handlers(), limit=MAX_DIRECTORY_PART)
        places = _places(package, parts, book)[:most]
        if len(places) > MAX_SHEETS:
            raise FileRefused("too_many_sheets", maximum=MAX_SHEETS)
        strings = SharedStrings()
        if _STRINGS in parts:
            _parse(package, parts[_STRINGS], strings.handlers(), limit=MAX_PART)
        base, left = 1904 if book.is_1904 else 1900, MAX_PART
        tables = []
        for title, part in places:
            sheet = Sheet(strings.found)
            left -= _parse(package, parts[part], sheet.handlers(), limit=left)
            tables.append((title, Table(at_most(iter(sheet.rows)), base, tuple(sheet.merged))))
    return tables


def _directory(package: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    entries = package.infolist()
    if len(entries) > MAX_ENTRIES:
        raise FileRefused("bomb")
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise FileRefused("password")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise FileRefused("broken")
    return {entry.filename: entry for entry in entries}


def _places(
    package: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo], book: Workbook
) -> list[tuple[str, str]]:
    """(title, part) of the visible sheets; FileRefused when there is none."""
    relations = Workbook()
    if "xl/_rels/workbook.xml.rels" in parts:
        _parse(package, parts["xl/_rels/workbook.xml.rels"], relations.handlers(), limit=MAX_DIRECTORY_PART)
    targets = {
        identity: posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
        for identity, target in relations.targets.items()
    }
    sheets = zip(book.titles, book.visible, strict=False)
    found = [(title, targets[identity]) for title, identity in sheets if targets.get(identity) in parts]
    if not found:
        raise FileRefused("not_workbook")
    return found


def _parse(
    package: zipfile.ZipFile, part: zipfile.ZipInfo, handlers: dict[str, object], *, limit: int
) -> int:
    """How many bytes the part unpacked to."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _no_doctype
    for name, handler in handlers.items():
        setattr(parser, name, handler)
    unpacked = 0
    try:
        with package.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                unpacked += len(chunk)
                if unpacked > limit:
                    raise FileRefused("bomb")
                parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (
        expat.ExpatError,
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        ValueError,
        LookupError,
    ) as error:
        raise FileRefused("broken") from error
    return unpacked


def _no_doctype(*_said: object) -> None:
    raise FileRefused("doctype")
