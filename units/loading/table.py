"""A table that somebody made, as rows of cells with the row numbers they see, and its bounds. Pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

MAX_FILE = 10 * 1024 * 1024
MAX_ROWS = 50_000
"""Rows with something in them, below the headings."""
MAX_COLUMNS = 50
"""What stands further right is not read."""
MAX_TEXT = 4_000
"""Signs of one cell that are kept: more than any name or code may have."""

Origin = Literal["text", "number", "error", "no_value"]


class FileRefused(Exception):
    """The whole file is refused: nothing of it was used. The codes have their sentences in `tree_words`."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class Cell(NamedTuple):
    """`origin` says what the file holds: text, a number, an error (#N/A), a formula without its result."""

    text: str
    origin: Origin = "text"


class TableRow(NamedTuple):
    """`number` counts from 1 as the program that opens the file shows it (a CSV: its physical lines)."""

    number: int
    cells: tuple[Cell, ...]


class Merged(NamedTuple):
    """One cell over several rows, `first` to `last` as people count them; of several columns the first."""

    column: int
    first: int
    last: int


class Table(NamedTuple):
    """Rows that are not empty, in order. `serial_base` is the year in which an Excel date counts from 1."""

    rows: list[TableRow]
    serial_base: int = 1900
    merged: tuple[Merged, ...] = ()


def filled_down(rows: Sequence[TableRow], merged: Iterable[Merged]) -> list[TableRow]:
    """Return the rows, in which a cell merged over several says for each of them what it says for the first.

    Only merges that begin in one of the rows count, and no place twice, however many merges overlap.
    """
    numbers = [row.number for row in rows]
    cells = [list(row.cells) for row in rows]
    reached: dict[int, int] = {}
    for column, first, last in sorted(merged):
        at = bisect_left(numbers, first)
        if first <= reached.get(column, 0) or at == len(numbers) or numbers[at] != first:
            continue
        reached[column] = last
        if column >= len(cells[at]):
            continue
        for below in cells[at + 1 : bisect_right(numbers, last)]:
            below += [Cell("")] * (column + 1 - len(below))
            if below[column] == Cell(""):
                below[column] = cells[at][column]
    return [TableRow(number, tuple(row)) for number, row in zip(numbers, cells, strict=True)]


def at_most(rows: Iterator[TableRow]) -> list[TableRow]:
    """Return the rows that say something; FileRefused when there are too many (headings have a few more)."""
    kept: list[TableRow] = []
    for row in rows:
        if any(cell.text.strip() or cell.origin != "text" for cell in row.cells):
            kept.append(row)
            if len(kept) > MAX_ROWS + 20:
                raise FileRefused("too_many_rows", maximum=MAX_ROWS)
    return kept
