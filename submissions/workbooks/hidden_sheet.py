"""Put the very hidden sheet of marks into a package: three parts patched, one part added."""

import re
from collections.abc import Mapping

from submissions.workbooks.escaping import xml_text
from submissions.workbooks.look import sheet_parts
from submissions.workbooks.marks import MARK_SHEET

_PART = "xl/worksheets/bcs-marks.xml"
_RELATION = "rIdBcsMarks"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_SHEET = re.compile(rb"<((?:\w+:)?)sheet\s[^>]*?(\w+):id\s*=[^>]*/>")
_SHEET_ID = re.compile(rb"""\ssheetId\s*=\s*["']([0-9]+)["']""")
_RELATION_TYPE = re.compile(rb"""Type\s*=\s*["']([^"']*/worksheet)["']""")


def with_marks(parts: Mapping[str, bytes], mark: str) -> dict[str, bytes]:
    """Only the parts that change or are new. ValueError when the workbook's parts are not as expected."""
    sheet = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{_MAIN}"><sheetData>'
        f'<row r="1"><c r="A1" t="inlineStr"><is><t>{xml_text(mark)}</t></is></c></row>'
        "</sheetData></worksheet>"
    ).encode()
    known = sheet_parts(parts)
    if MARK_SHEET in known:  # a file we handed out before, used as the blank
        return {known[MARK_SHEET]: sheet}
    return {
        "xl/workbook.xml": _with_sheet(parts["xl/workbook.xml"]),
        "xl/_rels/workbook.xml.rels": _with_relation(parts["xl/_rels/workbook.xml.rels"]),
        "[Content_Types].xml": _with_type(parts["[Content_Types].xml"]),
        _PART: sheet,
    }


def _with_sheet(book: bytes) -> bytes:
    sheets = list(_SHEET.finditer(book))
    if not sheets:
        raise ValueError("sheets")
    prefix, relations = sheets[-1][1].decode(), sheets[-1][2].decode()
    number = max(int(found) for found in _SHEET_ID.findall(book)) + 1
    new = (
        f'<{prefix}sheet name="{MARK_SHEET}" sheetId="{number}" state="veryHidden" '
        f'{relations}:id="{_RELATION}"/>'
    )
    at = sheets[-1].end()
    return book[:at] + new.encode() + book[at:]


def _with_relation(relations: bytes) -> bytes:
    kind = _RELATION_TYPE.search(relations)
    if kind is None:
        raise ValueError("relations")
    target = "/" + _PART
    new = f'<Relationship Id="{_RELATION}" Type="{kind[1].decode()}" Target="{target}"/>'
    return _before_last_tag(relations, new.encode())


def _with_type(types: bytes) -> bytes:
    return _before_last_tag(types, f'<Override PartName="/{_PART}" ContentType="{_TYPE}"/>'.encode())


def _before_last_tag(data: bytes, new: bytes) -> bytes:
    """Inside the root element, in its own prefix."""
    at = data.rindex(b"</")
    prefix, colon, _name = data[at + 2 :].partition(b":")
    if colon and prefix.isalnum():
        new = new.replace(b"<", b"<" + prefix + b":", 1)
    return data[:at] + new + data[at:]
