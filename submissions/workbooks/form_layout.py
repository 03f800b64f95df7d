"""In the reading process: texts, formulas, formats, merges, what is hidden. It imports nothing of ours.

The answer is `indicators.recognition.grid.to_data`'s, a grid a worksheet.
"""

import datetime
import io
import re
from typing import Any

MAX_CELLS = 20_000
"""With words in them. A form has hundreds; more is a register of figures."""
MAX_MERGES = 5_000
MAX_MERGED = 200_000
"""Cells in merges together."""
MAX_LINES = 4_000
MAX_SHEETS = 50
MAX_TEXT = 4_000
MAX_FAR = 5_000
_WHITE = {"00000000", "FFFFFFFF", "00FFFFFF"}
_FIXED = re.compile(r"#?,?#*0\.(0+)")


class TooMuch(MemoryError):
    """More than a form holds; the reader says so as it says that memory is used up."""


def read_layout(content: bytes) -> dict[str, Any]:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content), keep_links=False)
    if len(book.worksheets) > MAX_SHEETS:
        raise TooMuch
    grids = Grids()
    for sheet in book.worksheets:
        grids.add(_grid(sheet, grids.left))
    return {"grids": grids.done}


class Grids:
    """The grids of a workbook, each refused when with the others before it is more than a form holds."""

    def __init__(self) -> None:
        self.done: list[dict[str, Any]] = []
        self.left = MAX_CELLS

    def add(self, grid: dict[str, Any]) -> None:
        self.left -= len(grid["cells"])
        if self.left < 0:
            raise TooMuch
        _check_merges(grid["merges"])
        self.done.append(grid)


def _check_merges(merges: list[list[int]]) -> None:
    merged = sum((bottom - top + 1) * (right - left + 1) for top, left, bottom, right in merges)
    if len(merges) > MAX_MERGES or merged > MAX_MERGED:
        raise TooMuch


def _grid(sheet: Any, left: int) -> dict[str, Any]:
    merges = [[r.min_row, r.min_col, r.max_row, r.max_col] for r in sheet.merged_cells.ranges]
    _check_merges(merges)
    cells: list[list[Any]] = []
    shaded: list[list[int]] = []
    formats: list[list[Any]] = []
    for (row, column), cell in sorted(sheet._cells.items()):
        if cell.value is not None:
            cells.append(_cell(row, column, cell))
            if len(cells) > left:
                raise TooMuch
        elif len(shaded) < MAX_CELLS and _is_shaded(cell):
            shaded.append([row, column])
        if cell.number_format != "General" and len(formats) < MAX_CELLS:
            formats.append([row, column, cell.number_format[:60]])
    if len({row for row, *_rest in cells}) > MAX_LINES:
        raise TooMuch
    columns = sheet.column_dimensions.values()
    spans = [(range(d.min or 0, min(d.max or 0, 256) + 1), d) for d in columns]
    return {
        "name": sheet.title,
        "visible": sheet.sheet_state == "visible",
        "cells": cells,
        "merges": sorted(merges),
        "widths": [[column, d.width] for span, d in spans for column in span if d.customWidth],
        "hidden_columns": sorted({column for span, d in spans if d.hidden for column in span}),
        "hidden_rows": sorted(n for n, d in sheet.row_dimensions.items() if d.hidden and n <= MAX_FAR),
        "shaded": shaded,
        "formats": formats,
    }


def _cell(row: int, column: int, cell: Any) -> list[Any]:
    value = cell.value
    is_formula = cell.data_type == "f"
    formula = str(getattr(value, "text", value) or "") if is_formula else ""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    is_date = isinstance(value, datetime.date | datetime.time)
    text = "" if is_formula else shown_value(value, cell.number_format)
    is_bold = bool(cell.font and cell.font.b)
    return [
        row, column, text[:MAX_TEXT], formula[:MAX_TEXT], cell.number_format[:60],
        int(is_bold), int(is_number), int(is_date), _indent(cell),
    ]  # fmt: skip


def _indent(cell: Any) -> int:
    """Steps that Excel moves the words in."""
    return min(int(cell.alignment.indent or 0), 15) if cell.has_style and cell.alignment else 0


def shown_value(value: object, number_format: str) -> str:
    """A number as Excel shows it, where its format says how many decimals: 3.1 as "3.10"."""
    if isinstance(value, float):
        fixed = _FIXED.fullmatch(number_format)
        if fixed:
            return f"{value:.{len(fixed[1])}f}"
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime.datetime | datetime.date):
        return value.strftime("%d/%m/%Y")
    return str(value)


def _is_shaded(cell: Any) -> bool:
    fill = cell.fill
    if fill is None or fill.fill_type != "solid":
        return False
    color = fill.fgColor
    return not (color is not None and color.type == "rgb" and color.rgb in _WHITE)
