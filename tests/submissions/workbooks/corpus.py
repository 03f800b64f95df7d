"""Odd and broken workbooks, made on the spot from an honest one: what disks, mail and people do to them."""

import random
import zipfile
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO

import openpyxl

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SHEET, STRINGS, BOOK = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"
TYPES, RELS = "[Content_Types].xml", "xl/_rels/workbook.xml.rels"
_MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: Mapping[str, bytes], *, method: int = zipfile.ZIP_DEFLATED, zip64: bool = False) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", method) as package:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = method
            with package.open(entry, "w", force_zip64=zip64) as part:
                part.write(data)
    return target.getvalue()


def truncated(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Cut off at every fiftieth, as an interrupted transfer leaves it."""
    for at in range(50):
        yield f"cut at {at}/50", content[: len(content) * at // 50]


def flipped(content: bytes, *, times: int) -> Iterator[tuple[str, bytes]]:
    """One to eight bits turned over, anywhere; the same ones every time."""
    chance = random.Random(2026)
    for number in range(times):
        spoilt = bytearray(content)
        for _ in range(chance.randint(1, 8)):
            spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
        yield f"bits turned over {number}", bytes(spoilt)


def repacked(content: bytes, *, times: int) -> Iterator[tuple[str, bytes]]:
    """Bits turned over inside the XML and packed again with right checksums: every reader gets to see it."""
    chance, parts = random.Random(405), parts_of(content)
    names = [name for name in parts if name.endswith((".xml", ".rels"))]
    for number in range(times):
        name = chance.choice(names)
        spoilt = bytearray(parts[name])
        for _ in range(chance.randint(1, 3)):
            spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
        yield f"{name} spoilt {number}", packed(parts | {name: bytes(spoilt)})


def without_a_part(content: bytes) -> Iterator[tuple[str, bytes]]:
    parts = parts_of(content)
    for gone in parts:
        yield f"without {gone}", packed({name: data for name, data in parts.items() if name != gone})
        yield f"{gone} empty", packed(parts | {gone: b""})
        yield f"{gone} is no XML", packed(parts | {gone: b"\x89PNG\r\n\x1a\n"})


def _sheet(cells: bytes, *, more: bytes = b"") -> bytes:
    return b"<worksheet " + _MAIN + b"><sheetData>" + cells + b"</sheetData>" + more + b"</worksheet>"


def _names(*definitions: tuple[str, str]) -> bytes:
    said = "".join(f'<definedName name="{name}">{refers}</definedName>' for name, refers in definitions)
    return f"<definedNames>{said}</definedNames></workbook>".encode()


def _many_sheets(count: int) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    for number in range(count):
        book.create_sheet(f"Trang {number}").append([number])
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _with(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    parts = parts_of(content)
    return packed(parts | {name: change(parts.get(name, b""))})


def _epoch_1904(content: bytes) -> bytes:
    return _with(
        content,
        BOOK,
        lambda data: data.replace(b"<sheets>", b'<workbookPr date1904="1"/><sheets>', 1),
    )


def odd(content: bytes) -> dict[str, bytes]:
    """One of each kind."""
    parts = parts_of(content)
    row = b'<row r="1"><c r="A1"><v>1</v></c></row>'
    columns = b"".join(b"<c><v>%d</v></c>" % number for number in range(16_384))
    strings = b"<sst " + _MAIN + b">" + b"<si><t>x</t></si>" * 400_000 + b"</sst>"
    entry = b'<c r="A1" t="inlineStr"><is><t>' + b"y" * 3_000_000 + b"</t></is></c>"
    nested = b"<is>" * 20_000 + b"</is>" * 20_000
    return {
        "wrong content types": _with(
            content, TYPES, lambda data: data.replace(b"sheet.main", b"document.main")
        ),
        "a relation to a web address": _with(
            content, RELS, lambda data: data.replace(b'Target="', b'Target="http://localhost/')
        ),
        "a relation out of the package": _with(
            content, RELS, lambda data: data.replace(b'Target="', b'Target="../../../etc/')
        ),
        "relations without identity": _with(content, RELS, lambda data: data.replace(b' Id="', b' Di="')),
        "huge shared strings": packed(parts | {STRINGS: strings}),
        "one huge cell": packed(parts | {SHEET: _sheet(b'<row r="1">' + entry + b"</row>")}),
        "16,384 columns without places": packed(parts | {SHEET: _sheet(b"<row>" + columns + b"</row>")}),
        "a value in the last cell there is": packed(
            parts | {SHEET: _sheet(row + b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')}
        ),
        "a row number beyond all": packed(
            parts | {SHEET: _sheet(b'<row r="99999999999999999999"><c><v>1</v></c></row>')}
        ),
        "a place that is none": packed(
            parts | {SHEET: _sheet('<row r="1"><c r="ĐĐ-1"><v>1</v></c></row>'.encode())}
        ),
        "a shared string that is not there": packed(
            parts | {SHEET: _sheet(b'<row r="1"><c r="A1" t="s"><v>4294967295</v></c></row>')}
        ),
        "no number in a number cell": packed(
            parts | {SHEET: _sheet(b'<row r="1"><c r="A1"><v>NaN</v></c><c r="B1"><v>1E400</v></c></row>')}
        ),
        "cells in cells": packed(parts | {SHEET: _sheet(b'<row r="1"><c r="A1">' + nested + b"</c></row>")}),
        "merged cells over everything": packed(
            parts | {SHEET: _sheet(row, more=b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')}
        ),
        "cyclic defined names": _with(
            content, BOOK, lambda data: data.replace(b"</workbook>", _names(("a_", "b_"), ("b_", "a_")))
        ),
        "a defined name of 100,000 signs": _with(
            content, BOOK, lambda data: data.replace(b"</workbook>", _names(("a_", "A1+" * 33_000 + "1")))
        ),
        "entities": _with(
            content, BOOK, lambda data: b'<!DOCTYPE x [<!ENTITY a "b">]>' + data.partition(b"?>")[2]
        ),
        "XML in UTF-16": _with(content, SHEET, lambda data: data.decode().encode("utf-16")),
        "dates from 1904": _epoch_1904(content),
        "1,000 sheets": _many_sheets(1000),
        "300 sheets": _many_sheets(300),
        "zip64": packed(parts, zip64=True),
        "stored, not deflated": packed(parts, method=zipfile.ZIP_STORED),
        "bzip2 inside": packed(parts, method=zipfile.ZIP_BZIP2),
        "lzma inside": packed(parts, method=zipfile.ZIP_LZMA),
        "a zip in a zip": packed({"a.xlsx": content}),
        "a zip before the zip": packed({"a": b"b"}) + content,
        "rubbish behind the zip": content + b"\x00" * 5000,
        "the same name twice": content[:-22] + content,
        "an empty zip": packed({}),
        "a name with a path": packed(parts | {"../../x.xml": b"<a/>"}),
        "encrypted OLE": OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(2048),
        "an OLE that ends": OLE + bytes(4),
        "an OLE of nothing": OLE + bytes(8192),
        "an OLE of noise": OLE + random.Random(3).randbytes(20_000),
        "HTML named .xls": b"<html><body><table><tr><td>1</td></tr></table></body></html>",
        "XML of 2003 named .xls": b'<?xml?><Workbook xmlns="urn:schemas-microsoft-com:office:x"/>',
        "CSV in UTF-16": "Mã;Số\n1;2\n".encode("utf-16"),
        "CSV in UTF-16 that ends in a half": "Mã;Số\n1;2\n".encode("utf-16")[:-1],
        "CSV in TCVN3": b"M\xb7;S\xe8\n1;2\n",
        "CSV in VNI": b"Ma\xf5;So\xe1\n1;2\n",
        "CSV in Windows-1258": b"Ma\xde;S\xf4\n1;2\n",
        "CSV that never closes": b'a;"b\n1;2\n',
        "CSV of one line of 2 MB": b"1;" * 1_000_000,
        "CSV of 200,000 lines": b"1;2\n" * 200_000,
        "a PDF": b"%PDF-1.7\n1 0 obj",
        "a picture": b"\x89PNG\r\n\x1a\n" + bytes(100),
        "JSON": b'{"a": [1, 2]}',
        "nothing": b"",
        "zeros": bytes(10_000),
        "noise": random.Random(4).randbytes(10_000),
    }
