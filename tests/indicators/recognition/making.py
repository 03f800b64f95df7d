"""Small worksheets written as lists of lines, through a real workbook and the limited process."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

import openpyxl

from indicators.models import TemplateDraft
from indicators.recognition import Doubt, FoundCell, FoundForm, FoundTable, Recognised, recognise
from submissions.actions.import_template import import_template
from submissions.workbooks.form_grids import read_form
from units.models import Unit, User

Lines = Sequence[Sequence[Any]]


def workbook(*sheets: Lines, merges: Sequence[str] = (), formats: Mapping[str, str] | None = None) -> bytes:
    """`merges` and `formats` are of the first sheet."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, lines in enumerate(sheets, 1):
        sheet = book.create_sheet(f"Biểu {number}")
        for row, line in enumerate(lines, 1):
            for column, value in enumerate(line, 1):
                sheet.cell(row, column).value = value
    first = book.worksheets[0]
    for merge in merges:
        first.merge_cells(merge)
    for place, form in (formats or {}).items():
        first[place].number_format = form
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def recognised(
    *sheets: Lines,
    merges: Sequence[str] = (),
    formats: Mapping[str, str] | None = None,
    answers: Mapping[str, str] | None = None,
) -> Recognised:
    return recognise(read_form(workbook(*sheets, merges=merges, formats=formats)), answers)


def only_form(found: Recognised) -> FoundForm:
    (form,) = found.forms
    return form


def only_table(found: Recognised) -> FoundTable:
    (table,) = only_form(found).tables
    return table


def cell_of(table: FoundTable, row: str, column: str) -> FoundCell:
    return next(cell for cell in table.cells if (cell.row, cell.column) == (row, column))


def asked(found: Recognised, code: str) -> Doubt:
    """The one question of that kind."""
    (doubt,) = [doubt for doubt in found.doubts if doubt.code == code]
    return doubt


def kept_draft(
    owner: Unit, *, by: User | None, at: datetime, code: str = "N/01", words: str = "Số hồ sơ"
) -> TemplateDraft:
    """A form of a few lines with doubts about a table, a line, columns and cells."""
    content = workbook(
        [
            [f"Biểu số: {words}"], [f"BÁO CÁO {words}"], [f"{words} ngoài bảng"],
            ["STT", f"Chỉ tiêu {words}", "Kế hoạch", words, "So sánh (%)"], ["A", "B", 1, 2, 3],
            [1, words, None, 5], ["1.1", f"{words} con"], ["", f"Trong đó: {words}"], [],
            [f"Ghi chú: {words} = 1"],
        ]
    )  # fmt: skip
    return import_template(name=f"{words}.xlsx", content=content, code=code, owner=owner, by=by, at=at).draft
