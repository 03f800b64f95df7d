"""Small .xlsx files made by hand, honest and hostile, and tables as CSV."""

import io
import zipfile
from collections.abc import Mapping, Sequence

from openpyxl import Workbook

_BOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">{properties}'
    '<sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="x" Target="worksheets/sheet1.xml"/></Relationships>'
)


def by_hand(
    rows: str, *, sheet: str | bytes = "", properties: str = "",
    more: Mapping[str, str | bytes] | None = None, method: int = zipfile.ZIP_DEFLATED,
) -> bytes:  # fmt: skip
    """A workbook of one sheet: these rows, or this whole part."""
    content = io.BytesIO()
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": _BOOK.format(properties=properties),
        "xl/_rels/workbook.xml.rels": _RELATIONS,
        "xl/worksheets/sheet1.xml": sheet or f"<worksheet><sheetData>{rows}</sheetData></worksheet>",
        **(more or {}),
    }
    with zipfile.ZipFile(content, "w", method) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return content.getvalue()


def xlsx(rows: Sequence[Sequence[object]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def csv(*lines: str) -> bytes:
    return "\n".join(lines).encode()
