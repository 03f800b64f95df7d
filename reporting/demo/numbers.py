"""Made-up figures of form 4/BCH, quarter by quarter for each part of a commune. Pure.

Parts and quarters are added up, so that sums over units are exact, cumulative figures never fall within a
year, and what holds for each part ("of which" ≤ whole) holds for every unit and period.
"""

from collections.abc import Iterable
from math import sqrt
from random import Random

from reporting.demo.sizes import Part

ROWS = tuple(f"r{number:02d}" for number in range(1, 22))
BIRTHS_A_YEAR = 0.0148  # mothers for each inhabitant
GROWTH = 0.034  # a year, from 2024
SEASON = (0.93, 0.96, 1.07, 1.04)
FIRST_YEAR = 2024

# row: (of which row, chance, change a year)
OF_WHICH = {
    "r02": ("r01", 0.016, -0.001),
    "r04": ("r03", 0.58, 0.03),
    "r06": ("r05", 0.014, -0.001),
    "r07": ("r05", 0.90, 0.014),
    "r08": ("r05", 0.84, 0.02),
    "r09": ("r05", 0.82, 0.02),
    "r10": ("r05", 0.88, 0.015),
    "r11": ("r10", 0.0022, 0.0),
    "r12": ("r11", 0.96, 0.0),
    "r13": ("r05", 0.55, 0.05),
    "r14": ("r05", 0.012, 0.0),
    "r15": ("r05", 0.37, 0.01),
    "r16": ("r05", 0.992, 0.002),
    "r19": ("r18", 0.955, 0.005),
    "r20": ("r18", 0.90, 0.01),
    "r21": ("r05", 0.00012, 0.0),
}


def figures(parts: Iterable[Part], *, year: int, quarters: int) -> dict[str, int]:
    """Row key → figure of the unit made of `parts`, from January to the end of the quarter."""
    total = dict.fromkeys(ROWS, 0)
    for part in parts:
        for quarter in range(1, quarters + 1):
            for row, amount in quarter_of(part, year=year, quarter=quarter).items():
                total[row] += amount
    return total


_KNOWN: dict[tuple[str, int, int, int], dict[str, int]] = {}


def quarter_of(part: Part, *, year: int, quarter: int) -> dict[str, int]:
    """Row key → figure of one part in one quarter; the same whenever it is asked."""
    key = (part.seed, part.people, year, quarter)
    if key not in _KNOWN:
        _KNOWN[key] = _drawn(part, year=year, quarter=quarter)
    return _KNOWN[key]


def _drawn(part: Part, *, year: int, quarter: int) -> dict[str, int]:
    chance = Random(f"4/BCH {part.seed} {year} {quarter}")  # noqa: S311 made-up numbers
    years = year - FIRST_YEAR
    # Half of the noise stays with the place: some communes are younger than others.
    place = Random(f"place {part.seed}").uniform(0.88, 1.12)  # noqa: S311
    expected = part.people * BIRTHS_A_YEAR / 4 * SEASON[quarter - 1] * (1 + GROWTH) ** years * place
    mothers = _around(chance, expected)
    found = {"r05": mothers, "r01": mothers + _around(chance, expected * 0.19)}
    found["r03"] = found["r01"] * 3 + _around(chance, expected * (0.9 + 0.05 * years))
    found["r17"] = mothers + _portion(chance, mothers, 0.013)
    found["r18"] = mothers + _portion(chance, mothers, 0.93)
    for row, (whole, rate, change) in OF_WHICH.items():
        found[row] = _portion(chance, found[whole], min(1.0, max(0.0, rate + change * years)))
    return {row: found[row] for row in ROWS}


def _around(chance: Random, expected: float) -> int:
    return max(0, round(chance.gauss(expected, 0.45 * sqrt(expected))))


def _portion(chance: Random, whole: int, rate: float) -> int:
    """How many of `whole`, each with the same chance."""
    return sum(chance.random() < rate for _ in range(whole))
