"""Amounts of cells, comparable with each other. Pure."""

from collections.abc import Iterator
from fractions import Fraction

from indicators.answers import Answer, format_amount
from indicators.formulas import Mark
from indicators.formulas.values import NONE, value_of
from indicators.layout import Check
from indicators.layout.form import CheckKind
from submissions.sheet import Sheet


def checked_cells(sheet: Sheet, kind: CheckKind) -> Iterator[tuple[Check, str]]:
    """Each cell of each check of a kind."""
    for check in sheet.layout.checks:
        if check.kind == kind:
            for address in check.parts:
                yield check, address


def amount_at(sheet: Sheet, address: str) -> Fraction | None:
    """The exact amount in the indicator's unit; "-" counts 0; None for "…", "x" and not answered."""
    return amount_of(sheet.cells.get(address), scale=sheet.layout.place_of[address][3].scale)


def amount_of(answer: Answer | None, *, scale: int = 0) -> Fraction | None:
    value = value_of(answer, scale=scale)
    if value is NONE:
        return Fraction(0)
    return None if isinstance(value, Mark) else Fraction(value)


def as_printed(sheet: Sheet, address: str, amount: Fraction) -> str:
    """An amount of the indicator's unit as the cell would show it."""
    cell = sheet.layout.place_of[address][3]
    return format_amount(amount / Fraction(10) ** cell.scale, decimals=cell.decimals)
