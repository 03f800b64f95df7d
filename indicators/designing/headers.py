"""The printed header as texts over each column, and drawn again from them with its spans."""

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.layout.form import HeaderCell
from indicators.recognition.found import FoundTable


@dataclass(frozen=True, slots=True)
class Head:
    """A text over a column; `cell` is the header cell it stood in (0-based), -1 for a new one."""

    text: str
    cell: int = -1


Heads = tuple[Head, ...]


def heads_of(table: FoundTable) -> list[Heads]:
    """For each column the texts over it, outermost first."""
    cells = sorted(enumerate(table.header), key=lambda one: one[1].row)
    return [
        tuple(
            Head(cell.text, number)
            for number, cell in cells
            if cell.column <= at < cell.column + cell.column_span
        )
        for at in range(len(table.columns))
    ]


def header_of(heads: Sequence[Heads]) -> tuple[tuple[HeaderCell, ...], int]:
    """The header cells and how many rows they take: groups span their columns, leaves reach down."""
    depth = max([1, *(len(one) for one in heads)])
    cells: list[HeaderCell] = []
    for level in range(depth):
        at = 0
        while at < len(heads):
            upto = at + 1
            if level < len(heads[at]):
                while upto < len(heads) and _is_one(heads[at], heads[upto], level):
                    upto += 1
                down = depth - level if level == len(heads[at]) - 1 else 1
                cells.append(HeaderCell(heads[at][level].text, level, at, down, upto - at))
            elif not heads[at] and level == 0:
                cells.append(HeaderCell("", 0, at, depth, 1))
            at = upto
    return tuple(cells), depth


def _is_one(one: Heads, other: Heads, level: int) -> bool:
    """Whether one header cell stands over both: a group of one name, or a leaf that stood over both."""
    is_leaf = level == len(one) - 1
    if level >= len(other) or is_leaf != (level == len(other) - 1):
        return False
    if is_leaf and (one[level].cell == -1 or one[level].cell != other[level].cell):
        return False
    return all(
        mine.text == theirs.text and (mine.cell == theirs.cell or -1 in (mine.cell, theirs.cell))
        for mine, theirs in zip(one[: level + 1], other[: level + 1], strict=True)
    )
