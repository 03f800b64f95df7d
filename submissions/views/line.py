"""Past values as a line: points for an SVG, scaled into its box. Knows no request and no database."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, EDGE = 260, 48, 5


@dataclass(frozen=True, slots=True)
class Line:
    """`points`: for <polyline>; `bounds`: where the ground changed between two of them."""

    points: str
    bounds: float | None


def line_of(amounts: Sequence[int | None], *, mark_before: int | None = None) -> Line | None:
    """None for fewer than two numbers. `mark_before`: the first of the amounts on new ground."""
    known = [(index, amount) for index, amount in enumerate(amounts) if amount is not None]
    if len(known) < 2:
        return None
    low, high = min(amount for _, amount in known), max(amount for _, amount in known)
    step = (WIDTH - 2 * EDGE) / (len(amounts) - 1)
    places = [
        (round(EDGE + index * step, 1), round(_height(amount, low=low, high=high), 1))
        for index, amount in known
    ]
    bounds = None if not mark_before else round(EDGE + (mark_before - 0.5) * step, 1)
    return Line(" ".join(f"{x},{y}" for x, y in places), bounds)


def _height(amount: int, *, low: int, high: int) -> float:
    if high == low:
        return HEIGHT / 2
    return HEIGHT - EDGE - (amount - low) / (high - low) * (HEIGHT - 2 * EDGE)
