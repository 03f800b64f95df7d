"""Workbooks made for tests: cells changed, parts replaced, as people and attackers do."""

import re
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO

SHEET = "xl/worksheets/sheet1.xml"


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def package_of(parts: Mapping[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", compression) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return target.getvalue()


def with_part(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    parts = parts_of(content)
    return package_of({**parts, name: change(parts.get(name, b""))})


def with_cell(content: bytes, reference: str, xml: str) -> bytes:
    """The cell's whole element replaced in the form's sheet (attributes after r and s, then inside)."""
    pattern = re.compile(rb'<c r="%s"(?: [^>]*?)?(?:/>|(?<!/)>.*?</c>)' % reference.encode())

    def change(sheet: bytes) -> bytes:
        changed, count = pattern.subn(lambda _: xml.encode(), sheet, count=1)
        assert count == 1, reference
        return changed

    return with_part(content, SHEET, change)


def with_rows_inserted(content: bytes, *, at: int, count: int = 1) -> bytes:
    """Rows from `at` on moved down, as Excel does it."""

    def change(sheet: bytes) -> bytes:
        def moved(match: re.Match[bytes]) -> bytes:
            row = int(match[2])
            return match[1] + str(row + count if row >= at else row).encode() + match[3]

        sheet = re.sub(rb'(<row r=")(\d+)(")', moved, sheet)
        return re.sub(rb'(<c r="[A-Z]+)(\d+)(")', moved, sheet)

    return with_part(content, SHEET, change)


def without_marks(content: bytes) -> bytes:
    """The hidden sheet taken out, as copying the visible sheet to a new file does."""
    parts = parts_of(content)
    book = re.sub(rb'<sheet name="_bcs"[^>]*/>', b"", parts["xl/workbook.xml"])
    return package_of({**parts, "xl/workbook.xml": book})


def as_a_clerk_leaves_it(handed_out: bytes) -> bytes:
    """Two rows put in above line 3.6, and a mistake of each kind: words, a division by nothing, a date, a
    formula, a number as text with a non-breaking space."""
    content = with_cell(handed_out, "E9", '<c r="E9" t="inlineStr"><is><t>mười hai</t></is></c>')
    content = with_cell(content, "E18", '<c r="E18"><f>1/0</f></c>')
    content = with_cell(content, "E20", '<c r="E20"><f>20+50</f></c>')
    content = with_cell(content, "E10", '<c r="E10" t="inlineStr"><is><t> 1.410\u00a0</t></is></c>')
    return with_rows_inserted(content, at=18, count=2)
