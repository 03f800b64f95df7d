"""How clerks write figures into cells: mostly numbers, some "-" for nothing, very few "…". Pure."""

from collections.abc import Mapping
from random import Random

SELDOM = ("r02", "r06", "r11", "r12", "r14", "r21")
UNCOLLECTED = ("r04", "r13", "r20")


def written(figures: Mapping[str, int], *, seed: str, period: str) -> dict[str, str]:
    """Address → plain answer. A commune writes "-" for zeros always or never; "…" is chance."""
    dashes = Random(f"dashes {seed}").random() < 0.35  # noqa: S311 made-up numbers
    chance = Random(f"uncollected {seed} {period}")  # noqa: S311
    cells = {
        f"t1/{row}:c1": "-" if dashes and amount == 0 and row in SELDOM else str(amount)
        for row, amount in figures.items()
    }
    if chance.random() < 0.01:
        cells[f"t1/{chance.choice(UNCOLLECTED)}:c1"] = "…"
    return cells
