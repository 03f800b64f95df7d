"""What was recognised, said to a person: counts, doubts with their answers; and all of it as JSON."""

import json
from typing import Any

from django.utils.translation import gettext as _

from indicators.recognition import Choice, Doubt, FoundForm, Recognised
from indicators.recognition.document import to_plain
from indicators.recognition.words import choice_of, question_of


def question_words(doubt: Doubt) -> str:
    sentence, params = question_of(doubt)
    return _(sentence) % params


def choice_words(choice: Choice) -> str:
    sentence, params = choice_of(choice)
    return _(sentence) % params


def counts_of(form: FoundForm) -> dict[str, Any]:
    """How many of each were recognised; `formulas` are the different ones that cells are worked out by."""
    cells = [cell for table in form.tables for cell in table.cells]
    units = {cell.unit for cell in cells if cell.unit}
    return {
        "tables": len(form.tables),
        "rows": sum(len(table.rows) for table in form.tables),
        "columns": sum(1 for table in form.tables for column in table.columns if column.kind == "data"),
        "cells": len(cells),
        "undecided": sum(not cell.kind for cell in cells),
        "formulas": len(
            {(table.key, c.column, c.formula) for table in form.tables for c in table.cells if c.formula}
        ),
        "checks": len(form.checks),
        "units": sorted(units),
    }


def as_json(recognised: Recognised, *, code: str, file_name: str) -> str:
    """The same text for the same file and answers."""
    data = to_plain(recognised)
    for plain, doubt in zip(data["doubts"], recognised.doubts, strict=True):
        plain["question"] = question_words(doubt)
        for choice, one in zip(plain["choices"], doubt.choices, strict=True):
            choice["label"] = choice_words(one)
    for plain, form in zip(data["forms"], recognised.forms, strict=True):
        plain["counts"] = counts_of(form)
        plain["formulas"] = _formulas(form)
    data |= {"template": code, "file": file_name}
    return json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True)


def _formulas(form: FoundForm) -> list[dict[str, Any]]:
    """Each formula once a column, with what the form prints for it and the lines it holds in."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for table in form.tables:
        for cell in table.cells:
            if cell.formula:
                found.setdefault((table.key, cell.column, cell.formula), []).append(cell.row)
    columns = {(table.key, column.key): column for table in form.tables for column in table.columns}
    return [
        {
            "table": table, "column": column, "number": columns[table, column].number,
            "printed": columns[table, column].printed, "formula": formula, "rows": rows,
        }
        for (table, column, formula), rows in found.items()
    ]  # fmt: skip


def lines_of(recognised: Recognised) -> list[str]:
    """For a terminal: a paragraph a form, then what a person must decide."""
    lines = [line for form in recognised.forms for line in _form(form)]
    still = recognised.open_doubts
    if not still:
        return [*lines, _("Không còn điều gì phải quyết định.")]
    lines.append(_("Cần người quyết định %(count)d điều:") % {"count": len(still)})
    for number, doubt in enumerate(still, 1):
        lines.append(f"{number}. [{doubt.key}] {question_words(doubt)}")
        for choice in doubt.choices:
            mark = "*" if choice.value == doubt.proposal else "-"
            lines.append(f"   {mark} {choice.value}: {choice_words(choice)}")
    return lines


def _form(form: FoundForm) -> list[str]:
    counts = counts_of(form)
    lines = [
        _("Trang tính “%(sheet)s”: biểu số %(number)s, %(title)s")
        % {"sheet": form.sheet, "number": form.number or "?", "title": form.title or "?"},
        _(
            "  %(tables)d bảng, %(rows)d dòng, %(columns)d cột số liệu, "
            "%(cells)d ô (%(undecided)d ô chưa quyết định), "
            "%(formulas)d công thức, %(checks)d quy tắc kiểm tra"
        )
        % counts,
        _("  Đơn vị tính: %(units)s") % {"units": ", ".join(counts["units"]) or "?"},
    ]
    for table in form.tables:
        formulas = dict.fromkeys(
            f"({column.number or column.key}) = {cell.formula}"
            for column in table.columns
            for cell in table.cells
            if cell.column == column.key and cell.formula
        )
        lines.append(f"  {table.key} {table.range}: " + "; ".join(formulas))
    lines += [f"  {check.key}: {check.formula}" for check in form.checks if check.formula]
    lines += [_("  Chưa dùng đến: %(cell)s “%(text)s”") % {"cell": c, "text": t} for c, t in form.unplaced]
    return lines
