"""A form under design, the places in it, and what a step says. Kept as canonical text."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from indicators.layout.beside import Enclosure, Section
from indicators.layout.document import list_of
from indicators.layout.form import Check, HeaderCell, Placeholders
from indicators.recognition.found import FoundCell, FoundColumn, FoundForm, FoundRow, FoundTable

_PLACE = re.compile(r"([\w.-]+)(?:/([\w.-]*):([\w.-]*))?")


@dataclass(frozen=True)
class Design:
    """`is_redrawn`: what is printed is no more as in the workbook it came from, which is drawn anew."""

    form: FoundForm
    is_redrawn: bool = False

    def with_table(self, table: FoundTable) -> "Design":
        tables = tuple(table if one.key == table.key else one for one in self.form.tables)
        return replace(self, form=replace(self.form, tables=tables))


@dataclass(frozen=True, slots=True)
class Place:
    """A table, a line ("t1/r3:"), a column ("t1/:c2") or a cell ("t1/r3:c2") of it; all "" is the form."""

    table: str = ""
    row: str = ""
    column: str = ""

    def __str__(self) -> str:
        return f"{self.table}/{self.row}:{self.column}" if self.row or self.column else self.table


@dataclass(frozen=True, slots=True)
class Step:
    """One change: its kind (`steps.STEPS`), where, and what is said of it, all as text."""

    kind: str
    place: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


class StepRefused(ValueError):
    """A step that cannot be made; nothing was changed. Sentences are in `design_words.py`."""

    def __init__(self, code: str, /, **params: str) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


def place_of(text: str) -> Place:
    """The place that is named so; StepRefused when it is no name of one."""
    if not text:
        return Place()
    match = _PLACE.fullmatch(text)
    if match is None:
        raise StepRefused("no_such_place")
    return Place(match[1], match[2] or "", match[3] or "")


def table_at(design: Design, place: Place) -> FoundTable:
    found = next((table for table in design.form.tables if table.key == place.table), None)
    if found is None:
        raise StepRefused("no_such_place")
    return found


def row_at(table: FoundTable, place: Place) -> int:
    """Its index in the table."""
    found = next((at for at, row in enumerate(table.rows) if row.key == place.row), None)
    if found is None:
        raise StepRefused("no_such_place")
    return found


def column_at(table: FoundTable, place: Place) -> int:
    found = next((at for at, column in enumerate(table.columns) if column.key == place.column), None)
    if found is None:
        raise StepRefused("no_such_place")
    return found


def to_text(design: Design) -> str:
    """The same text for the same design."""
    return json.dumps(asdict(design), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_text(text: str) -> Design:
    """The design that `to_text` wrote."""
    data: dict[str, Any] = json.loads(text)
    return Design(_form(data["form"]), data["is_redrawn"])


def _form(data: dict[str, Any]) -> FoundForm:
    checks = tuple(Check(**{**check, "parts": tuple(check["parts"])}) for check in data["checks"])
    return FoundForm(
        **{
            **data,
            "periods": tuple(data["periods"]),
            "notes": tuple(data["notes"]),
            "unplaced": tuple((cell, words) for cell, words in data["unplaced"]),
            "placeholders": Placeholders(**data["placeholders"]),
            "tables": tuple(_table(table) for table in data["tables"]),
            "checks": checks,
            "sections": tuple(Section(**section) for section in data.get("sections", ())),
            "enclosures": tuple(Enclosure(**enclosure) for enclosure in data.get("enclosures", ())),
            "lists": tuple(list_of(one) for one in data.get("lists", ())),
        }
    )


def _table(data: dict[str, Any]) -> FoundTable:
    return FoundTable(
        **{
            **data,
            "header": tuple(HeaderCell(**cell) for cell in data["header"]),
            "columns": tuple(
                FoundColumn(**{**one, "path": tuple(one["path"]), "months": tuple(one.get("months", ()))})
                for one in data["columns"]
            ),
            "rows": tuple(
                FoundRow(**row | {name: tuple(row.get(name, ())) for name in ("others", "months")})
                for row in data["rows"]
            ),
            "cells": tuple(FoundCell(**{**cell, "doubts": ()}) for cell in data["cells"]),
        }
    )
