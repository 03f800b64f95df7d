"""In the reading process: the layout of an .xls, as `form_layout.py` answers for an .xlsx.

It imports nothing of ours but that neighbour. xlrd reads everything but the text of formulas: for those the
records of a sheet are walked through once more.
"""

import os
import re
import struct
from collections.abc import Iterator
from typing import Any

from form_layout import (  # type: ignore[import-not-found]
    MAX_FAR,
    MAX_LINES,
    MAX_SHEETS,
    MAX_TEXT,
    Grids,
    TooMuch,
    shown_value,
)

_FORMULA, _SHARED, _END = 0x0006, 0x04BC, 0x000A
_POINTS_TO_SHARED = 0x01
_SOLID, _AUTOMATIC, _WHITE = 1, (64, 65), (1, 9)
_BOLD = 600


def read_layout(content: bytes) -> dict[str, Any]:
    import xlrd  # type: ignore[import-untyped]

    with open(os.devnull, "w") as nowhere:
        book = xlrd.open_workbook(
            file_contents=content, formatting_info=True, on_demand=True, logfile=nowhere
        )
        if book.nsheets > MAX_SHEETS:
            raise TooMuch
        grids = Grids()
        for at in range(book.nsheets):
            _sheet(book, at, grids)
    return {"grids": grids.done}


def _sheet(book: Any, at: int, grids: Any) -> None:
    sheet = book.sheet_by_index(at)
    if sheet.nrows > MAX_FAR:
        raise TooMuch
    formulas = dict(_formulas(book, at))
    cells: list[list[Any]] = []
    shaded: list[list[int]] = []
    formats: list[list[Any]] = []
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            look = book.xf_list[sheet.cell_xf_index(row, column)]
            form = _format(book, look)
            cell = sheet.cell(row, column)
            formula = formulas.get((row, column), "")
            if formula or cell.ctype not in (0, 6):
                cells.append(_cell(book, row, column, cell, formula, form, look))
            elif _is_shaded(look):
                shaded.append([row + 1, column + 1])
            if form != "General":
                formats.append([row + 1, column + 1, form])
    if len({row for row, *_rest in cells}) > MAX_LINES:
        raise TooMuch
    widths = {column: one for column, one in sheet.colinfo_map.items() if column < 256}
    grids.add(
        {
            "name": sheet.name,
            "visible": sheet.visibility == 0,
            "cells": cells,
            "merges": sorted(
                [top + 1, left + 1, bottom, right] for top, bottom, left, right in sheet.merged_cells
            ),
            "widths": [[column + 1, one.width / 256] for column, one in sorted(widths.items())],
            "hidden_columns": sorted(column + 1 for column, one in widths.items() if one.hidden),
            "hidden_rows": sorted(row + 1 for row, one in sheet.rowinfo_map.items() if one.hidden),
            "shaded": shaded,
            "formats": formats,
        }
    )


def _cell(book: Any, row: int, column: int, cell: Any, formula: str, form: str, look: Any) -> list[Any]:
    import xlrd

    value: object = cell.value
    is_date = cell.ctype == xlrd.XL_CELL_DATE
    if is_date:
        try:
            value = xlrd.xldate_as_datetime(cell.value, book.datemode)
        except (ValueError, OverflowError):
            is_date = False
    elif cell.ctype == xlrd.XL_CELL_ERROR:
        value = xlrd.error_text_from_code.get(cell.value, "#")
    text = "" if formula else shown_value(value, form)
    return [
        row + 1, column + 1, text[:MAX_TEXT], formula[:MAX_TEXT], form,
        int(book.font_list[look.font_index].weight >= _BOLD), int(cell.ctype == xlrd.XL_CELL_NUMBER),
        int(is_date), int(look.alignment.indent_level),
    ]  # fmt: skip


def _format(book: Any, look: Any) -> str:
    found = book.format_map.get(look.format_key)
    return str(found.format_str)[:60] if found is not None else "General"


def _is_shaded(look: Any) -> bool:
    background = look.background
    colour = background.pattern_colour_index
    return background.fill_pattern == _SOLID and colour not in (*_AUTOMATIC, *_WHITE)


def _formulas(book: Any, at: int) -> Iterator[tuple[tuple[int, int], str]]:
    """0-based (row, column) → "=SUM(D4:F4)"; "=?" where xlrd cannot say what the formula is.

    `_sh_abs_posn` counts from the beginning of `mem`, wherever the stream of the workbook begins in it.
    """
    shared: dict[tuple[int, int], bytes] = {}
    found: list[tuple[tuple[int, int], bytes]] = []
    for kind, data in _records(book.mem, book._sh_abs_posn[at]):
        if kind & 0xFF == _FORMULA and kind != _SHARED and len(data) >= 22:
            row, column = struct.unpack_from("<HH", data, 0)
            (size,) = struct.unpack_from("<H", data, 20)
            found.append(((row, column), bytes(data[22 : 22 + size])))
        elif kind == _SHARED and found and len(data) >= 10:
            (size,) = struct.unpack_from("<H", data, 8)
            shared[found[-1][0]] = bytes(data[10 : 10 + size])
    for place, tokens in found:
        yield place, _decompiled(book, place, tokens, shared)


def _records(data: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records of a sheet up to its end; charts inside it end with one of their own."""
    depth = 0
    while at + 4 <= len(data):
        kind, size = struct.unpack_from("<HH", data, at)
        depth += (kind & 0xFF == 0x09) - (kind == _END)
        if kind == _END and depth <= 0:
            return
        yield kind, data[at + 4 : at + 4 + size]
        at += 4 + size


def _decompiled(
    book: Any, place: tuple[int, int], tokens: bytes, shared: dict[tuple[int, int], bytes]
) -> str:
    from xlrd import formula

    kind = formula.FMLA_TYPE_CELL
    if len(tokens) == 5 and tokens[0] == _POINTS_TO_SHARED:
        tokens = shared.get(struct.unpack_from("<HH", tokens, 1), b"")
        kind = formula.FMLA_TYPE_SHARED
    if not tokens:
        return "=?"
    try:
        said = formula.decompile_formula(book, tokens, len(tokens), kind, browx=place[0], bcolx=place[1])
    except Exception:  # whatever a token it does not know makes it raise
        return "=?"
    text = re.sub(r"(?<![\w.])(\d+)\.0(?![\d.])", r"\1", str(said))
    return f"={text}" if said and not text.startswith("#") else "=?"
