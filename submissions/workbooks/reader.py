"""The reading process: bytes of a workbook in, values out, under limits; it may die at any time.

Run as a script by `pool.py` in isolated mode: it imports nothing of ours and knows no settings. Frames on
stdin: lengths of a JSON header and of the content (two big-endian 32-bit), header, content. Frames on stdout:
length, JSON `{"sheets": [[name, is visible]], "cells": {name: rows from A1}}` (of an .xls also "errors":
{name: {cell: text}}) or `{"error": code}`; for a header `{"layout": kind}` it is `{"grids": [...]}` as
`form_layout.py` and its neighbours write them.
"""

import datetime
import gc
import importlib
import io
import json
import os
import resource
import signal
import struct
import sys
from typing import Any, BinaryIO

MEMORY = 512 * 1024 * 1024
CPU_SECONDS = 5
USUAL_SHEETS = 3
"""So many visible sheets are read when the form's own is not there, unless more are asked for."""
LAYOUTS = {"xlsx": "form_layout", "xls": "form_layout_xls", "ods": "form_layout_ods"}
TIRED = 96 * 1024 * 1024
"""A process that holds more than this after an answer ends; a fresh one follows."""


def limit() -> None:
    """Limits for life: memory, no files written, no core, no other processes' signals from the terminal."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def allow_cpu() -> None:
    """A few more seconds of CPU from now on; the kernel ends the process after them."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + CPU_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def held() -> int:
    """Bytes of memory held now. (The kernel's ru_maxrss begins with what the parent had.)"""
    with open("/proc/self/statm", "rb") as statm:
        return int(statm.read().split()[1]) * resource.getpagesize()


def take(stream: BinaryIO, size: int) -> bytes:
    """Exactly that many bytes; EOFError when the parent is gone."""
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data


def as_json(value: object) -> object:
    """Dates and times are no numbers: `{"d": text}`."""
    if isinstance(value, datetime.date | datetime.time):
        return {"d": value.isoformat()}
    return {"d": str(value)}


def read(content: bytes, header: dict[str, Any]) -> dict[str, Any]:
    """The values of the wanted sheets, or of the first visible ones when the form's sheet is not there."""
    if header.get("layout"):
        return read_layout(content, header["layout"])
    if header.get("is_old"):
        return read_old(content, header)
    import python_calamine

    with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        sheets = [
            (sheet.name, sheet.visible == python_calamine.SheetVisibleEnum.Visible)
            for sheet in book.sheets_metadata
            if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
        cells = {}
        for name in chosen(sheets, header["wanted"], header.get("most_sheets", USUAL_SHEETS)):
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=header["rows"])
            cells[name] = [row[: header["columns"]] for row in rows]
        return {"sheets": sheets, "cells": cells}


def chosen(sheets: list[tuple[str, bool]], wanted: list[str], most: int) -> list[str]:
    """The wanted sheets; with the first visible ones when the form's own is not there."""
    names = [name for name, _ in sheets if name in wanted]
    if wanted[0] not in names:
        names += [name for name, is_visible in sheets if is_visible and name not in names][:most]
    return names


def read_old(content: bytes, header: dict[str, Any]) -> dict[str, Any]:
    """The same of an .xls, with its errors: calamine reads those as empty cells."""
    import xlrd  # type: ignore[import-untyped]

    with open(os.devnull, "w") as nowhere:  # it writes its warnings to stdout, which is for answers
        book = xlrd.open_workbook(file_contents=content, logfile=nowhere, on_demand=True, ragged_rows=True)
        every = [book.sheet_by_index(at) for at in range(book.nsheets)]
        found = [(sheet.name, sheet.visibility == 0) for sheet in every]
        cells: dict[str, list[list[object]]] = {}
        errors: dict[str, dict[str, str]] = {}
        for name in chosen(found, header["wanted"], header.get("most_sheets", USUAL_SHEETS)):
            sheet, errors[name] = book.sheet_by_name(name), {}
            cells[name] = [
                [
                    old_value(book, cell, errors[name], row, column)
                    for column, cell in enumerate(sheet.row(row)[: header["columns"]])
                ]
                for row in range(min(sheet.nrows, header["rows"]))
            ]
        return {"sheets": found, "cells": cells, "errors": errors}


def old_value(book: Any, cell: Any, errors: dict[str, str], row: int, column: int) -> object:
    """Text, number, truth or date; "" for an empty cell, and for an error, which is put down."""
    import xlrd

    if cell.ctype == xlrd.XL_CELL_ERROR:
        errors[f"{xlrd.colname(column)}{row + 1}"] = xlrd.error_text_from_code.get(cell.value, "#")
        return ""
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            day: datetime.datetime = xlrd.xldate_as_datetime(cell.value, book.datemode)
            return day if day.time() != datetime.time() else day.date()
        except (ValueError, OverflowError):
            return cell.value
    return cell.value


def read_layout(content: bytes, kind: str) -> dict[str, Any]:
    """How the sheets are laid out. (An isolated script finds its neighbours only by their place.)"""
    here = os.path.dirname(os.path.abspath(__file__))
    if here not in sys.path:
        sys.path.append(here)
    grids: dict[str, Any] = importlib.import_module(LAYOUTS[kind]).read_layout(content)
    return grids


def answer(content: bytes, header: dict[str, Any]) -> dict[str, Any]:
    """`read`, with everything that can be caught turned into a code."""
    try:
        return read(content, header)
    except MemoryError:
        return {"error": "too_much"}
    except BaseException as error:  # pyo3's PanicException is a BaseException
        is_locked = type(error).__name__ == "PasswordError" or "encrypted" in str(error)
        return {"error": "password" if is_locked else "broken"}


def main() -> None:
    limit()
    gc.disable()  # values are no cycles; a process that holds too much ends
    encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, default=as_json).encode
    stdin, stdout = io.BufferedReader(io.FileIO(0), 1 << 16), sys.stdout.buffer
    while True:
        header_size, content_size = struct.unpack("!II", take(stdin, 8))
        header = json.loads(take(stdin, header_size))
        content = take(stdin, content_size)
        allow_cpu()
        data = encode(answer(content, header)).encode("utf-8", "surrogatepass")
        stdout.write(struct.pack("!I", len(data)) + data)
        stdout.flush()
        if held() > TIRED:
            return


if __name__ == "__main__":
    try:
        main()
    except (EOFError, BrokenPipeError):
        os._exit(0)
