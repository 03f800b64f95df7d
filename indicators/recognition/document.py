"""All that was recognised, as plain data: the same for the same file, whoever asks and when."""

import json
from dataclasses import asdict
from typing import Any

from indicators.recognition.desk import Doubt
from indicators.recognition.found import FoundForm, FoundTable, Recognised
from indicators.recognition.grid import letters


def to_plain(recognised: Recognised) -> dict[str, Any]:
    """Dictionaries, lists, texts and numbers, ready for JSON; questions are codes (`words.py` says them)."""
    return {
        "forms": [_form(form) for form in recognised.forms],
        "doubts": [_doubt(doubt) for doubt in recognised.doubts],
    }


def to_json(recognised: Recognised) -> str:
    return json.dumps(to_plain(recognised), ensure_ascii=False, indent=2, sort_keys=True)


def _form(form: FoundForm) -> dict[str, Any]:
    data = asdict(form)
    data["tables"] = [_table(table) for table in form.tables]
    data["unplaced"] = [{"cell": cell, "text": text} for cell, text in form.unplaced]
    return data


def _table(table: FoundTable) -> dict[str, Any]:
    data = asdict(table)
    for column, plain in zip(table.columns, data["columns"], strict=True):
        plain["excel_column"] = letters(column.excel_column)
        plain["formula"] = _formula_of(table, column.key)
    return data


def _formula_of(table: FoundTable, column: str) -> str:
    """What every line of the column is worked out by, totals aside; "" when they differ or none is."""
    lines = {row.key for row in table.rows if row.kind == "data"}
    formulas = {cell.formula for cell in table.cells if cell.column == column and cell.row in lines}
    return formulas.pop() if len(formulas) == 1 else ""


def _doubt(doubt: Doubt) -> dict[str, Any]:
    data = asdict(doubt)
    data["open"] = doubt.is_open
    return data
