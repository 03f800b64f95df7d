"""What stands in an uploaded workbook: values by place, and what only the XML tells (formulas, errors)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from submissions.workbooks.look import look_into
from submissions.workbooks.pool import Pool, shared_pool
from submissions.workbooks.references import reference_of

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

    def is_empty(self, row: int, column: int) -> bool:
        """No value, no error, no formula."""
        if self.value(row, column) != "":
            return False
        reference = reference_of(row, column)
        return reference not in self.errors and reference not in self.formulas


@dataclass(frozen=True, slots=True)
class Contents:
    """The sheets that were read, by name, in workbook order, and the names of the visible ones."""

    sheets: Mapping[str, SheetContents]
    visible: tuple[str, ...]


def read_contents(
    content: bytes, *, wanted: Sequence[str], rows: int, columns: int, pool: Pool | None = None
) -> Contents:
    """Look into the zip, then read the wanted sheets in a limited process. Refused with a code.

    `wanted[0]` is the form's sheet; when it is not there the first visible sheets are read instead.
    """
    looks = look_into(content)
    answer = (pool or shared_pool()).read(content, wanted=wanted, rows=rows, columns=columns)
    sheets = {
        name: SheetContents(name, values, looks[name].formulas, looks[name].errors)
        for name, values in answer["cells"].items()
        if name in looks
    }
    return Contents(sheets, tuple(name for name, is_visible in answer["sheets"] if is_visible))
