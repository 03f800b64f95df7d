"""The zip around a workbook, opened with distrust: few entries, bounded sizes, plain XML, no paths."""

import re
import zipfile
import zlib
from io import BytesIO

from submissions.workbooks.refused import Refused

MAX_FILE = 10 * 1024 * 1024
MAX_ENTRIES = 1000
MAX_UNPACKED = 100 * 1024 * 1024
MAX_XML_PART = 16 * 1024 * 1024
MAX_XML = 32 * 1024 * 1024
MAX_RATIO = 200
SMALL_PART = 1024 * 1024
"""Parts below this may shrink as well as they can: styled empty rows of honest files do."""

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCODING = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")
_NEVER_READ = ("docProps/", "customXml/", "xl/theme/", "xl/drawings/", "xl/charts/", "xl/media/")
_UTF8 = (b"utf-8", b"utf8", b"us-ascii", b"ascii")


def open_package(content: bytes) -> zipfile.ZipFile:
    """The zip file, its directory checked. Refused if it is anything but a plausible .xlsx package."""
    check_size(content)
    if content.startswith(OLE):
        raise Refused("password" if "EncryptedPackage".encode("utf-16-le") in content else "old_format")
    package = open_zip(content)
    names = check_directory(package.infolist())
    if "[content_types].xml" not in names or "xl/workbook.xml" not in names:
        other_office = "mimetype" in names or "xl/workbook.bin" in names
        raise Refused("old_format" if other_office else "not_workbook")
    return package


def check_size(content: bytes) -> None:
    """Refused: too_big_file, empty_file."""
    if len(content) > MAX_FILE:
        raise Refused("too_big_file", maximum=MAX_FILE // (1024 * 1024))
    if not content:
        raise Refused("empty_file")


def open_zip(content: bytes) -> zipfile.ZipFile:
    """Refused: not_workbook, broken."""
    if not content.startswith(b"PK"):
        raise Refused("not_workbook")
    try:
        return zipfile.ZipFile(BytesIO(content))
    except (
        Exception
    ) as error:  # whatever a hostile directory raises: BadZipFile, struct.error, OverflowError …
        raise Refused("broken") from error


def check_directory(entries: list[zipfile.ZipInfo]) -> set[str]:
    """Names in lower case. Refused: bomb, names, password, broken."""
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise Refused("bomb")
    names: set[str] = set()
    for entry in entries:
        name = entry.filename
        if name.lower() in names or name.startswith("/") or ":" in name or ".." in name.split("/"):
            raise Refused("names")
        names.add(name.lower())
        if entry.flag_bits & 0x1:
            raise Refused("password")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refused("broken")
        if entry.file_size > SMALL_PART and entry.file_size > entry.compress_size * MAX_RATIO:
            raise Refused("bomb")
        if is_xml(name) and entry.file_size > MAX_XML_PART:
            raise Refused("bomb")
    return names


def is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))


def xml_parts(package: zipfile.ZipFile, content: bytes) -> dict[str, bytes]:
    """Every XML part that is ever read, each checked by `check_xml`. Refused when together they are too much.

    Themes, drawings, properties and the like stay packed: nothing here reads them, nor does the child.
    """
    parts: dict[str, bytes] = {}
    total = 0
    for entry in package.infolist():
        name = entry.filename
        if name.startswith(_NEVER_READ) or not is_xml(name):
            continue
        data = read_part(content, entry)
        total += len(data)
        if total > MAX_XML:
            raise Refused("bomb")
        parts[name] = data
    return parts


def read_part(content: bytes, entry: zipfile.ZipInfo) -> bytes:
    """The part's bytes: never more than its directory entry says, its checksum compared.

    Unpacked here and not by `ZipFile.read`, which takes three times as long for parts this small.
    """
    head = content[entry.header_offset : entry.header_offset + 30]
    if len(head) < 30 or not head.startswith(b"PK\x03\x04"):
        raise Refused("broken")
    start = entry.header_offset + 30 + int.from_bytes(head[26:28], "little")
    start += int.from_bytes(head[28:30], "little")
    packed = content[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        data = packed
    else:
        try:
            data = zlib.decompressobj(-15).decompress(packed, entry.file_size + 1)
        except zlib.error as error:
            raise Refused("broken") from error
    if len(data) != entry.file_size or zlib.crc32(data) != entry.CRC:
        raise Refused("broken")
    check_xml(data)
    return data


def check_xml(data: bytes) -> None:
    """No DTD, no entity, no encoding in which they could hide."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise Refused("doctype")
    if b"\x00" in data or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused("encoding")
    declared = _ENCODING.match(data.removeprefix(b"\xef\xbb\xbf")[:200])
    if declared is not None and declared[1].lower() not in _UTF8:
        raise Refused("encoding")
