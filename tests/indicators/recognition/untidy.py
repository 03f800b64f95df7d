"""The official forms, made untidy the ways offices do: each a change of the workbook that means the same."""

import unicodedata
from collections.abc import Callable
from copy import copy
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

Change = Callable[[Worksheet], None]


def changed(path: Path, *changes: Change) -> bytes:
    """The bytes of the workbook after the changes, in order."""
    book = openpyxl.load_workbook(path)
    for change in changes:
        change(book.active)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _moved(sheet: Worksheet, place: Callable[[int, int], tuple[int, int]]) -> None:
    """Every cell, merge and width at its new place (openpyxl's own insertion leaves merges behind)."""
    merges = [
        (merge.min_row, merge.min_col, merge.max_row, merge.max_col) for merge in sheet.merged_cells.ranges
    ]
    for merge in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merge))
    old = [(c.row, c.column, c.value, copy(c.font), copy(c.alignment), c.number_format)
           for line in sheet.iter_rows() for c in line if c.value is not None]  # fmt: skip
    for row, column, *_rest in old:
        sheet.cell(row, column).value = None
    for row, column, value, font, alignment, form in old:
        cell: Any = sheet.cell(*place(row, column))
        cell.value, cell.font, cell.alignment, cell.number_format = value, font, alignment, form
    for top, left, bottom, right in merges:
        (first_row, first_column), (last_row, last_column) = place(top, left), place(bottom, right)
        sheet.merge_cells(
            start_row=first_row, start_column=first_column, end_row=last_row, end_column=last_column
        )


def numbering_row(sheet: Worksheet) -> int:
    return next(row for row in range(1, 20) if str(sheet.cell(row, 1).value) in ("A", "(1)"))


def title_in_row_nine(sheet: Worksheet) -> None:
    _moved(sheet, lambda row, column: (row + 8, column))


def begins_in_column_c(sheet: Worksheet) -> None:
    _moved(sheet, lambda row, column: (row, column + 2))


def spacer_columns(sheet: Worksheet) -> None:
    """An empty narrow column after every column."""
    _moved(sheet, lambda row, column: (row, 2 * column - 1))


def decomposed(sheet: Worksheet) -> None:
    """As written on some systems: "ế" is "e" and two signs."""
    for line in sheet.iter_rows():
        for cell in line:
            if isinstance(cell.value, str):
                cell.value = unicodedata.normalize("NFD", cell.value)


def without_accents(sheet: Worksheet) -> None:
    for line in sheet.iter_rows():
        for cell in line:
            if isinstance(cell.value, str):
                bare = unicodedata.normalize("NFD", cell.value.replace("đ", "d").replace("Đ", "D"))
                cell.value = "".join(sign for sign in bare if not unicodedata.combining(sign))


def in_capitals(sheet: Worksheet) -> None:
    for line in sheet.iter_rows():
        for cell in line:
            if isinstance(cell.value, str):
                cell.value = cell.value.upper()


def stray_spaces(sheet: Worksheet) -> None:
    """Non-breaking, double and trailing spaces, and line breaks inside headers."""
    for line in sheet.iter_rows():
        for cell in line:
            if isinstance(cell.value, str) and len(cell.value) > 3:
                cell.value = " " + cell.value.replace(" ", " \u00a0", 1) + "  "


def unmerged(sheet: Worksheet) -> None:
    for merge in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merge))


def no_numbering_row(sheet: Worksheet) -> None:
    at = numbering_row(sheet)
    last = sheet.max_row
    for column in range(1, sheet.max_column + 1):
        sheet.cell(at, column).value = None
    _moved(sheet, lambda row, column: (row - 1 if at < row <= last else row, column))


def hidden_last_column(sheet: Worksheet) -> None:
    letter = sheet.cell(numbering_row(sheet), sheet.max_column).column_letter
    sheet.column_dimensions[letter].hidden = True


def notes_below(sheet: Worksheet) -> None:
    """A note right under the last line and one among the signatures."""
    at = numbering_row(sheet) + 1
    while any(sheet.cell(at, column).value for column in range(1, 3)):
        at += 1
    sheet.cell(at, 1).value = "Ghi chú: số liệu tính đến hết ngày chốt số liệu của kỳ báo cáo."


def blank_row_in_the_middle(sheet: Worksheet) -> None:
    at = numbering_row(sheet) + 2
    _moved(sheet, lambda row, column: (row + (row >= at), column))


def numbers_as_text(sheet: Worksheet) -> None:
    for line in sheet.iter_rows():
        for cell in line:
            if isinstance(cell.value, int):
                cell.value = str(cell.value)


def filled_with_samples(sheet: Worksheet) -> None:
    """Somebody left last year's figures in."""
    at = numbering_row(sheet)
    for row in range(at + 1, at + 3):
        for column in range(3, sheet.max_column + 1):
            if sheet.cell(row, column).value is None and sheet.cell(at, column).value:
                sheet.cell(row, column).value = 7 * row + column


def empty_formatted_rows(sheet: Worksheet) -> None:
    for row in range(60, 2000):
        sheet.cell(row, 1).number_format = "0.00"


ALL: tuple[Change, ...] = (
    title_in_row_nine, begins_in_column_c, spacer_columns, decomposed, without_accents, in_capitals,
    stray_spaces, unmerged, no_numbering_row, hidden_last_column, notes_below, blank_row_in_the_middle,
    numbers_as_text, filled_with_samples, empty_formatted_rows,
)  # fmt: skip
