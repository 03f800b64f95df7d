"""What stands in an uploaded workbook: values by place, and what only the XML tells (formulas, errors)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias
from zipfile import ZipFile

from submissions.workbooks.csv_text import read_csv
from submissions.workbooks.kinds import FileKind, opened
from submissions.workbooks.look import SheetLook, look_at
from submissions.workbooks.look_ods import look_at_ods
from submissions.workbooks.pool import Pool, shared_pool
from submissions.workbooks.references import place_of

Value: TypeAlias = str | float | int | bool | dict[str, str]
"""Text ("" is an empty cell), number, truth, or {"d": text} for a date or time."""


@dataclass(frozen=True)
class SheetContents:
    """One worksheet. `rows` begin at A1; `formulas` and `errors` as in `SheetLook`."""

    name: str
    rows: Sequence[Sequence[Value]]
    formulas: Mapping[str, bool] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    def value(self, row: int, column: int) -> Value:
        """By 1-based row and column; "" outside."""
        if row < 1 or column < 1:
            return ""
        try:
            return self.rows[row - 1][column - 1]
        except IndexError:
            return ""

    def text(self, row: int, column: int) -> str:
        """The value as a printed label: trimmed, whole numbers without ".0"."""
        value = self.value(row, column)
        if isinstance(value, str):
            return value.strip()
        if isinstance(value, float) and value.is_integer():
            return str(int(value))
        return "" if isinstance(value, dict) else str(value).strip()

    @cached_property
    def marked(self) -> Mapping[int, frozenset[int]]:
        """Row → columns that hold an error or a formula, whatever value is read there."""
        found: dict[int, set[int]] = {}
        for reference in (*self.errors, *self.formulas):
            row, column = place_of(reference)
            found.setdefault(row, set()).add(column)
        return {row: frozenset(columns) for row, columns in found.items()}


@dataclass(frozen=True, slots=True)
class Contents:
    """The sheets that were read, by name, in workbook order, and the names of the visible ones."""

    sheets: Mapping[str, SheetContents]
    visible: tuple[str, ...]


def read_contents(
    content: bytes,
    *,
    wanted: Sequence[str],
    rows: int,
    columns: int,
    most_sheets: int = 3,
    pool: Pool | None = None,
) -> Contents:
    """Look into the file and read the wanted sheets in a limited process. Refused with a code.

    The zip's directory (how many entries, how big) is checked before a child sees the file; the XML is looked
    at while the child reads, and what it read is thrown away, with the child, when the look refuses.
    `wanted[0]` is the form's sheet; without it the first `most_sheets` visible ones are read instead.
    """
    kind, package = opened(content)
    if kind is FileKind.CSV:
        name = wanted[0]
        return Contents({name: SheetContents(name, read_csv(content, rows=rows, columns=columns))}, (name,))
    looks: dict[str, SheetLook] = {}
    answer = (pool or shared_pool()).read(
        content,
        wanted=wanted,
        rows=rows,
        columns=columns,
        is_old=kind is FileKind.XLS,
        most_sheets=most_sheets,
        meanwhile=lambda: looks.update(_look(kind, package, content)),
    )
    errors = answer.get("errors", {})  # of .xls: its look is the reading itself
    looks |= {name: SheetLook(name, "", {}, told) for name, told in errors.items()}
    sheets = {
        name: SheetContents(name, values, looks[name].formulas, looks[name].errors)
        for name, values in answer["cells"].items()
        if name in looks
    }
    return Contents(sheets, tuple(name for name, is_visible in answer["sheets"] if is_visible))


def _look(kind: FileKind, package: ZipFile | None, content: bytes) -> dict[str, SheetLook]:
    if package is None:
        return {}
    return look_at_ods(package, content) if kind is FileKind.ODS else look_at(package, content)
