"""What stands in a worksheet, as frozen data: texts, formulas, formats, merges, what is hidden."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from indicators.recognition.text import shown

Place = tuple[int, int]
"""1-based row and column."""


class Span(NamedTuple):
    """A merged range; all ends are inside."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def is_across(self) -> bool:
        return self.right > self.left


@dataclass(frozen=True, slots=True)
class GridCell:
    """`text` keeps its lines; a number is as Excel shows it ("3.10"); `formula` begins with "="."""

    text: str = ""
    formula: str = ""
    number_format: str = "General"
    is_bold: bool = False
    is_number: bool = False
    is_date: bool = False
    indent: int = 0


@dataclass(frozen=True)
class Grid:
    """One worksheet. `shaded` are empty cells with a fill of their own."""

    name: str
    cells: Mapping[Place, GridCell]
    merges: tuple[Span, ...] = ()
    widths: Mapping[int, float] = field(default_factory=dict)
    hidden_columns: frozenset[int] = frozenset()
    hidden_rows: frozenset[int] = frozenset()
    shaded: frozenset[Place] = frozenset()
    formats: Mapping[Place, str] = field(default_factory=dict)
    is_visible: bool = True

    @cached_property
    def _span_at(self) -> dict[Place, Span]:
        return {
            (row, column): span
            for span in self.merges
            for row in range(span.top, span.bottom + 1)
            for column in range(span.left, span.right + 1)
        }

    @cached_property
    def rows(self) -> dict[int, dict[int, str]]:
        """Row → column → text on one line, of cells that hold any; in reading order."""
        found: dict[int, dict[int, str]] = {}
        for (row, column), cell in sorted(self.cells.items()):
            text = shown(cell.text)
            if text:
                found.setdefault(row, {})[column] = text
        return found

    @property
    def last_row(self) -> int:
        return max(self.rows, default=0)

    @property
    def last_column(self) -> int:
        return max((column for _row, column in self.cells), default=0)

    def span(self, row: int, column: int) -> Span:
        """The merged range a place is in; itself alone when it is in none."""
        return self._span_at.get((row, column), Span(row, column, row, column))

    def text(self, row: int, column: int) -> str:
        """The cell's own words on one line; "" inside a merge but at its first cell."""
        return self.rows.get(row, {}).get(column, "")

    def covering(self, row: int, column: int) -> str:
        """The words that are seen there: of the merge the place is in."""
        span = self.span(row, column)
        return self.text(span.top, span.left)

    def cell(self, row: int, column: int) -> GridCell:
        return self.cells.get((row, column), GridCell())


def to_data(grid: Grid) -> dict[str, Any]:
    """Plain lists, as JSON keeps them; the reading process answers in the same form."""
    return {
        "name": grid.name,
        "visible": grid.is_visible,
        "cells": [
            [
                row,
                column,
                c.text,
                c.formula,
                c.number_format,
                int(c.is_bold),
                int(c.is_number),
                int(c.is_date),
                c.indent,
            ]
            for (row, column), c in sorted(grid.cells.items())
        ],
        "merges": [list(span) for span in grid.merges],
        "widths": [[column, width] for column, width in sorted(grid.widths.items())],
        "hidden_columns": sorted(grid.hidden_columns),
        "hidden_rows": sorted(grid.hidden_rows),
        "shaded": [list(place) for place in sorted(grid.shaded)],
        "formats": [[row, column, text] for (row, column), text in sorted(grid.formats.items())],
    }


def from_data(data: Mapping[str, Any]) -> Grid:
    """The grid that `to_data` wrote."""
    return Grid(
        name=data["name"],
        is_visible=data["visible"],
        cells={
            (row, column): GridCell(text, formula, form, bool(bold), bool(number), bool(day), *indent)
            for row, column, text, formula, form, bold, number, day, *indent in data["cells"]
        },
        merges=tuple(Span(*span) for span in data["merges"]),
        widths=dict(data["widths"]),
        hidden_columns=frozenset(data["hidden_columns"]),
        hidden_rows=frozenset(data["hidden_rows"]),
        shaded=frozenset((row, column) for row, column in data["shaded"]),
        formats={(row, column): text for row, column, text in data["formats"]},
    )


def letters(column: int) -> str:
    """1 → "A", 28 → "AB"."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def reference(row: int, column: int) -> str:
    """ "E19"."""
    return f"{letters(column)}{row}"
