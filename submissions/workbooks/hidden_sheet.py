"""Put the very hidden sheet of marks and sheets of lists into a package: three parts patched, others new."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from submissions.workbooks.escaping import xml_text
from submissions.workbooks.look import sheet_parts
from submissions.workbooks.marks import MARK_SHEET

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_SHEET = re.compile(rb"<((?:\w+:)?)sheet\s[^>]*?(\w+):id\s*=[^>]*/>")
_SHEET_ID = re.compile(rb"""\ssheetId\s*=\s*["']([0-9]+)["']""")
_RELATION_TYPE = re.compile(rb"""Type\s*=\s*["']([^"']*/worksheet)["']""")


def with_marks(
    parts: Mapping[str, bytes], mark: str, lists: Mapping[str, bytes] = MappingProxyType({})
) -> dict[str, bytes]:
    """Only the parts that change or are new. `mark`: "" for none; `lists`: name → XML of sheets that are put
    in to be seen.

    ValueError when the workbook's parts are not as expected.
    """
    sheet = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{_MAIN}"><sheetData>'
        f'<row r="1"><c r="A1" t="inlineStr"><is><t>{xml_text(mark)}</t></is></c></row>'
        "</sheetData></worksheet>"
    ).encode()
    wanted = [_New(MARK_SHEET, "marks", sheet, ' state="veryHidden"')] if mark else []
    wanted += [_New(name, f"list{at}", data) for at, (name, data) in enumerate(lists.items(), 1)]
    known = sheet_parts(parts)
    # A file we handed out before, used as the blank, has them already.
    changed = {known[new.name]: new.data for new in wanted if new.name in known}
    added = [new for new in wanted if new.name not in known]
    if not added:
        return changed
    return changed | {
        "xl/workbook.xml": _with_sheets(parts["xl/workbook.xml"], added),
        "xl/_rels/workbook.xml.rels": _with_relations(parts["xl/_rels/workbook.xml.rels"], added),
        "[Content_Types].xml": _with_types(parts["[Content_Types].xml"], added),
        **{new.part: new.data for new in added},
    }


@dataclass(frozen=True, slots=True)
class _New:
    name: str
    key: str
    data: bytes
    state: str = ""

    @property
    def part(self) -> str:
        return f"xl/worksheets/bcs-{self.key}.xml"

    @property
    def relation(self) -> str:
        return f"rIdBcs{self.key.title()}"


def _with_sheets(book: bytes, added: Sequence[_New]) -> bytes:
    sheets = list(_SHEET.finditer(book))
    if not sheets:
        raise ValueError("sheets")
    prefix, relations = sheets[-1][1].decode(), sheets[-1][2].decode()
    first = max(int(found) for found in _SHEET_ID.findall(book)) + 1
    new = "".join(
        f'<{prefix}sheet name="{one.name}" sheetId="{number}"{one.state} {relations}:id="{one.relation}"/>'
        for number, one in enumerate(added, first)
    )
    at = sheets[-1].end()
    return book[:at] + new.encode() + book[at:]


def _with_relations(relations: bytes, added: Sequence[_New]) -> bytes:
    kind = _RELATION_TYPE.search(relations)
    if kind is None:
        raise ValueError("relations")
    for one in added:
        new = f'<Relationship Id="{one.relation}" Type="{kind[1].decode()}" Target="/{one.part}"/>'
        relations = _before_last_tag(relations, new.encode())
    return relations


def _with_types(types: bytes, added: Sequence[_New]) -> bytes:
    for one in added:
        new = f'<Override PartName="/{one.part}" ContentType="{_TYPE}"/>'
        types = _before_last_tag(types, new.encode())
    return types


def _before_last_tag(data: bytes, new: bytes) -> bytes:
    """Inside the root element, in its own prefix."""
    at = data.rindex(b"</")
    prefix, colon, _name = data[at + 2 :].partition(b":")
    if colon and prefix.isalnum():
        new = new.replace(b"<", b"<" + prefix + b":", 1)
    return data[:at] + new + data[at:]
