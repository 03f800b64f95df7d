"""FormLayout ↔ JSON text, as kept in `TemplateVersion.layout`."""

import json
from dataclasses import asdict
from typing import Any

from indicators.layout.beside import Enclosure, ListColumn, RowList, Section
from indicators.layout.form import (
    Cell,
    Check,
    Column,
    FormLayout,
    HeaderCell,
    Placeholders,
    Row,
    Table,
)


def to_json(layout: FormLayout) -> str:
    """Canonical JSON text of a layout."""
    data = asdict(layout)
    del data["month"]  # of one period, not of the form
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(text: str) -> FormLayout:
    """The layout that `to_json` wrote; KeyError, TypeError or ValueError when it is not one."""
    data = json.loads(text)
    return FormLayout(
        **{
            **data,
            "tables": tuple(_table(table) for table in data["tables"]),
            "checks": tuple(
                Check(**{**check, "parts": tuple(check.get("parts", ()))}) for check in data["checks"]
            ),
            "placeholders": Placeholders(**data["placeholders"]),
            "sections": tuple(Section(**section) for section in data.get("sections", ())),
            "enclosures": tuple(Enclosure(**enclosure) for enclosure in data.get("enclosures", ())),
            "lists": tuple(list_of(one) for one in data.get("lists", ())),
        }
    )


def list_of(data: dict[str, Any]) -> RowList:
    return RowList(**{**data, "columns": tuple(ListColumn(**column) for column in data["columns"])})


def _table(data: dict[str, Any]) -> Table:
    return Table(
        **{
            **data,
            "header": tuple(HeaderCell(**cell) for cell in data["header"]),
            "columns": tuple(
                Column(**{**column, "months": tuple(column.get("months", ()))}) for column in data["columns"]
            ),
            "rows": tuple(_row(row) for row in data["rows"]),
            "cells": tuple(Cell(**cell) for cell in data["cells"]),
        }
    )


def _row(data: dict[str, Any]) -> Row:
    return Row(**{**data, "others": tuple(data.get("others", ())), "months": tuple(data.get("months", ()))})
