"""What stands in an uploaded workbook: values by place, and what only the XML tells (formulas, errors)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from submissions.workbooks.look import SheetLook, look_at
from submissions.workbooks.package import open_package
from submissions.workbooks.pool import Pool, shared_pool
from submissions.workbooks.references import place_of

Value: TypeAlias = str | float | int | bool | dict[str, str]
"""Text ("" is an empty cell), number, truth, or {"d": text} for a date or time."""


@dataclass(frozen=True, slots=True)
class SheetContents:
    """One worksheet. `rows` begin at A1; `formulas` and `errors` as in `SheetLook`."""

    name: str
    rows: Sequence[Sequence[Value]]
    formulas: Mapping[str, bool] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    def value(self, row: int, column: int) -> Value:
        """By 1-based row and column; "" outside."""
        if 0 < row <= len(self.rows) and 0 < column <= len(self.rows[row - 1]):
            return self.rows[row - 1][column - 1]
        return ""

    def text(self, row: int, column: int) -> str:
        """The value as a printed label: trimmed, whole numbers without ".0"."""
        value = self.value(row, column)
        if isinstance(value, float) and value.is_integer():
            return str(int(value))
        return "" if isinstance(value, dict) else str(value).strip()

    def filled(self, row: int) -> set[int]:
        """Columns of a row that hold a value, an error or a formula."""
        values = self.rows[row - 1] if 0 < row <= len(self.rows) else ()
        columns = {column for column, value in enumerate(values, 1) if value != ""}
        for reference in (*self.errors, *self.formulas):
            at, column = place_of(reference)
            if at == row:
                columns.add(column)
        return columns


@dataclass(frozen=True, slots=True)
class Contents:
    """The sheets that were read, by name, in workbook order, and the names of the visible ones."""

    sheets: Mapping[str, SheetContents]
    visible: tuple[str, ...]


def read_contents(
    content: bytes, *, wanted: Sequence[str], rows: int, columns: int, pool: Pool | None = None
) -> Contents:
    """Look into the zip and read the wanted sheets in a limited process. Refused with a code.

    The zip's directory (how many entries, how big) is checked before a child sees the file; the XML is looked
    at while the child reads, and what it read is thrown away, with the child, when the look refuses.
    `wanted[0]` is the form's sheet; when it is not there the first visible sheets are read instead.
    """
    looks: dict[str, SheetLook] = {}
    with open_package(content) as package:
        answer = (pool or shared_pool()).read(
            content,
            wanted=wanted,
            rows=rows,
            columns=columns,
            meanwhile=lambda: looks.update(look_at(package, content)),
        )
    sheets = {
        name: SheetContents(name, values, looks[name].formulas, looks[name].errors)
        for name, values in answer["cells"].items()
        if name in looks
    }
    return Contents(sheets, tuple(name for name, is_visible in answer["sheets"] if is_visible))
