"""A worksheet drawn as an office draws one: words line by line, merges, what is bold, hidden, narrow."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

Lines = Mapping[int, Sequence[Any]]
"""Row → values from column A on; None leaves a cell empty."""


def drawn(
    lines: Lines,
    *,
    sheet: str = "Sheet1",
    merges: str = "",
    bold: Sequence[int] = (),
    hidden_columns: str = "",
    hidden_rows: Sequence[int] = (),
    narrow: str = "",
    formats: Mapping[str, str] | None = None,
    moved_in: Mapping[str, int] | None = None,
    guide: Sequence[str] = (),
) -> Worksheet:
    """`merges`: "A1:C1 D2:D4"; `bold`: rows; `hidden_columns`, `narrow`: letters with spaces between;
    `moved_in`: steps of indent by cell; `guide`: lines of a sheet of instructions before this one.
    """
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    for row, values in lines.items():
        for column, value in enumerate(values, 1):
            if value is not None:
                cell = page.cell(row, column)
                cell.value = value
                cell.font = Font(name="Times New Roman", bold=row in bold)
    for merge in merges.split():
        page.merge_cells(merge)
    for letter in hidden_columns.split():
        page.column_dimensions[letter].hidden = True
    for letter in narrow.split():
        page.column_dimensions[letter].width = 1.5
    for row in hidden_rows:
        page.row_dimensions[row].hidden = True
    for places, form in (formats or {}).items():
        for line in page[places]:
            for cell in line:
                cell.number_format = form
    for place, steps in (moved_in or {}).items():
        page[place].alignment = Alignment(indent=steps)
    if guide:
        before = book.create_sheet("Hướng dẫn", 0)
        for row, words in enumerate(guide, 1):
            before.cell(row, 1).value = words
    return page


def content_of(page: Worksheet) -> bytes:
    content = BytesIO()
    page.parent.save(content)
    return content.getvalue()
