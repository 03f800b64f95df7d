"""Made-up figures of II.06a, quarter after quarter: what is pending is carried over. Pure."""

from collections.abc import Mapping
from random import Random

# Row: files a quarter of a commune of ten thousand people.
USUAL = {
    "r01": 210, "r02": 640, "r03": 55, "r04": 12, "r05": 9, "r06": 38,
    "r07": 46, "r08": 14, "r09": 5, "r10": 8, "r11": 11, "r12": 0,
}  # fmt: skip
SEASON = (0.86, 1.04, 1.07, 1.03)
LONG = {"r03": 0.24, "r05": 0.2, "r04": 0.12}
"""Fields of work whose files take long: the share pending at the end of a quarter."""


def typed_in(
    *, seed: str, year: int, quarter: int, people: int, carried: Mapping[str, int]
) -> dict[str, dict[str, int]]:
    """Row → column → figure, for the columns that a clerk types. `carried`: row → files carried over."""
    chance = Random(f"II.06a {seed} {year} {quarter}")  # noqa: S311 made-up numbers
    found: dict[str, dict[str, int]] = {}
    for row, usual in USUAL.items():
        expected = usual * people / 10_000 * SEASON[quarter - 1]
        received = max(0, round(chance.gauss(expected, 0.12 * expected)))
        online = _portion(chance, received, 0.78)
        files = received + carried.get(row, 0)
        pending = _portion(chance, files, LONG.get(row, 0.04))
        pending_late = _portion(chance, pending, 0.05)
        resolved = files - pending
        late = _portion(chance, resolved, 0.012)
        early = _portion(chance, resolved - late, 0.63)
        found[row] = {
            "c4": online,
            "c5": received - online,
            "c8": early,
            "c9": resolved - late - early,
            "c10": late,
            "c12": pending - pending_late,
            "c13": pending_late,
        }
    return found


def first_carried(*, seed: str, people: int) -> dict[str, int]:
    """Row → files pending when the first quarter begins."""
    chance = Random(f"II.06a {seed} before")  # noqa: S311
    return {
        row: chance.randint(0, round(usual * people / 10_000 * LONG.get(row, 0.06)))
        for row, usual in USUAL.items()
    }


def _portion(chance: Random, whole: int, rate: float) -> int:
    return sum(chance.random() < rate for _ in range(whole))
