"""The printed header of a table: its cells with spans, and for each column the texts above it."""

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.layout.form import HeaderCell
from indicators.recognition.grid import Grid
from indicators.recognition.measures import unit_of_line
from indicators.recognition.regions import Region


@dataclass(frozen=True, slots=True)
class Header:
    """`cells` by 0-based row and index of the kept columns; `paths` by sheet column, outermost text first.

    `guessed` are columns that stand under an empty header cell right of a wider text that no merge spans.
    """

    cells: tuple[HeaderCell, ...]
    rows: int
    paths: dict[int, tuple[str, ...]]
    guessed: tuple[int, ...]


def header_of(grid: Grid, region: Region, columns: Sequence[int]) -> Header:
    paths, guessed = {}, []
    for column in columns:
        path, is_guess = _path(grid, region, column)
        paths[column] = path
        if is_guess:
            guessed.append(column)
    return Header(
        cells=tuple(_cells(grid, region, columns)),
        rows=region.bottom - region.top + 1,
        paths=paths,
        guessed=tuple(guessed),
    )


def _path(grid: Grid, region: Region, column: int) -> tuple[tuple[str, ...], bool]:
    """Texts from the top; a blank above a text takes the text to its left when that has texts under it."""
    texts: list[str] = []
    is_guess = False
    for row in range(region.top, region.bottom + 1):
        text = grid.covering(row, column)
        if not text:
            text = _to_the_left(grid, region, row, column)
            is_guess = is_guess or bool(text)
        if text and unit_of_line(text) is None and text not in texts[-1:]:
            texts.append(text)
    return tuple(texts), is_guess


def _to_the_left(grid: Grid, region: Region, row: int, column: int) -> str:
    """The unmerged text that may span this blank: only where the row below has texts under both."""
    if not _has_below(grid, region, row, column):
        return ""
    at = column - 1
    while at >= region.left:
        text = grid.text(row, at)
        if text:
            is_open = _has_below(grid, region, row, at) and not grid.span(row, at).is_across
            return text if is_open else ""
        if grid.covering(row, at) or not _has_below(grid, region, row, at):
            return ""
        at -= 1
    return ""


def _has_below(grid: Grid, region: Region, row: int, column: int) -> bool:
    return any(grid.text(at, column) for at in range(row + 1, region.bottom + 1))


def _cells(grid: Grid, region: Region, columns: Sequence[int]) -> list[HeaderCell]:
    index = {column: at for at, column in enumerate(columns)}
    cells = []
    for row in range(region.top, region.bottom + 1):
        for column, text in grid.rows.get(row, {}).items():
            if not region.left <= column <= region.right:
                continue
            span = grid.span(row, column)
            under = [index[at] for at in range(span.left, span.right + 1) if at in index]
            if under:
                bottom = min(span.bottom, region.bottom)
                cells.append(
                    HeaderCell(text, row - region.top, under[0], bottom - row + 1, under[-1] - under[0] + 1)
                )
    return cells
