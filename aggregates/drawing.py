"""Small drawings as numbers for SVG attributes: the lines in rows, the bars in cells. Floats stay here."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, MARGIN = 96, 24, 3


@dataclass(frozen=True, slots=True)
class Spark:
    """Pieces of a line (a hole breaks it), its last point, and where the reorganisation stands."""

    pieces: tuple[str, ...]
    last: tuple[str, str] | None
    mark: str = ""
    width: int = WIDTH
    height: int = HEIGHT


def spark(values: Sequence[int | None], *, mark_before: int | None = None) -> Spark | None:
    """None when there are not two values to join. `mark_before`: index of the first value after the mark."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return None
    low, high = min(known), max(known)
    span = high - low or 1
    points: list[tuple[str, str] | None] = [
        None if value is None else (_x(at, len(values)), _y(value - low, span))
        for at, value in enumerate(values)
    ]
    pieces: list[list[tuple[str, str]]] = [[]]
    for point in points:
        if point is None:
            pieces.append([])
        else:
            pieces[-1].append(point)
    mark = ""
    if mark_before is not None and 0 < mark_before < len(values):
        mark = f"{(float(_x(mark_before - 1, len(values))) + float(_x(mark_before, len(values)))) / 2:.1f}"
    return Spark(tuple(" ".join(f"{x},{y}" for x, y in piece) for piece in pieces if piece), points[-1], mark)


def bar(amount: int | None, largest: int) -> int:
    """Length of a bar in a cell, of 100."""
    if amount is None or amount <= 0 or largest <= 0:
        return 0
    return max(1, round(amount * 100 / largest))


def _x(at: int, count: int) -> str:
    return f"{MARGIN + at * (WIDTH - 2 * MARGIN) / max(1, count - 1):.1f}"


def _y(height: int, span: int) -> str:
    return f"{HEIGHT - MARGIN - height * (HEIGHT - 2 * MARGIN) / span:.1f}"
