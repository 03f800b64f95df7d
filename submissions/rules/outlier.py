"""A number far from what the unit itself usually answers: robust z over its own past.

z = 0.6745 (x − median) / MAD (Iglewicz and Hoaglin 1993); where more than half of the past is one number MAD
is 0, and the mean distance takes its place with its own factor. One strange year does not hide the next.
"""

from collections.abc import Sequence
from fractions import Fraction

from indicators.answers import format_answer
from indicators.layout import Check
from submissions.rules.problem import Problem
from submissions.rules.values import amount_at, as_printed, checked_cells
from submissions.sheet import Sheet

LEAST = 6
"""So many earlier numbers are needed to know what is usual."""
OF_MEDIAN, OF_MEAN = Fraction(6745, 10_000), Fraction(1_000_000, 1_253_314)


def outlier(sheet: Sheet) -> list[Problem]:
    found = (_problem(sheet, check, address) for check, address in checked_cells(sheet, "outlier"))
    return [problem for problem in found if problem is not None]


def _problem(sheet: Sheet, check: Check, address: str) -> Problem | None:
    now, earlier = amount_at(sheet, address), sheet.background.earlier.get(address, ())
    if now is None or len(earlier) < LEAST:
        return None
    z = robust_z(now, earlier)
    if z is None or z <= Fraction(check.limit):
        return None
    return Problem(
        "unusual",
        sheet.severity_of(check),
        address,
        {
            "check": check.key,
            "now": format_answer(sheet.cells[address]),
            "median": as_printed(sheet, address, median(earlier)),
            "least": as_printed(sheet, address, min(earlier)),
            "most": as_printed(sheet, address, max(earlier)),
            "count": len(earlier),
        },
    )


def robust_z(amount: Fraction, earlier: Sequence[Fraction]) -> Fraction | None:
    """How far from the median, in robust deviations; None where all earlier numbers are one."""
    middle = median(earlier)
    distances = [abs(number - middle) for number in earlier]
    if spread := median(distances):
        return OF_MEDIAN * abs(amount - middle) / spread
    if mean := sum(distances, Fraction(0)) / len(distances):
        return OF_MEAN * abs(amount - middle) / mean
    return None


def median(numbers: Sequence[Fraction]) -> Fraction:
    ordered = sorted(numbers)
    half, rest = divmod(len(ordered), 2)
    return ordered[half] if rest else (ordered[half - 1] + ordered[half]) / 2
