"""Amounts of cells, comparable with each other. Pure."""

from fractions import Fraction

from indicators.answers import Sign
from submissions.sheet import Sheet


def amount_at(sheet: Sheet, address: str) -> Fraction | int | None:
    """The exact amount in base units; "-" counts 0; None for "…", "x" and not answered: not compared."""
    answer = sheet.cells.get(address)
    if answer is None or answer.sign in (Sign.MISSING, Sign.NOT_APPLICABLE):
        return None
    cell = sheet.layout.place_of[address][3]
    if not answer.decimals and not cell.scale:
        return answer.scaled or 0
    return Fraction(answer.scaled or 0, 10**answer.decimals) * Fraction(10) ** cell.scale
