"""A declared partition: the parts add up to the whole."""

from fractions import Fraction

from indicators.answers import format_amount, format_answer
from indicators.layout import Check
from submissions.rules.problem import Problem
from submissions.rules.values import amount_at
from submissions.sheet import Sheet


def parts_add_up(sheet: Sheet) -> list[Problem]:
    found = (_problem(sheet, check) for check in sheet.layout.checks if check.kind == "sum")
    return [problem for problem in found if problem is not None]


def _problem(sheet: Sheet, check: Check) -> Problem | None:
    whole = amount_at(sheet, check.whole)
    amounts = [amount_at(sheet, part) for part in check.parts]
    known = [amount for amount in amounts if amount is not None]
    if whole is None or len(known) < len(amounts) or sum(known) == whole:
        return None
    cell = sheet.layout.place_of[check.whole][3]
    decimals = max(sheet.layout.place_of[part][3].decimals for part in (check.whole, *check.parts))
    total = sum(known, Fraction(0)) / Fraction(10) ** cell.scale
    return Problem(
        "parts_do_not_add_up",
        check.severity,
        check.whole,
        {
            "check": check.key,
            "whole": format_answer(sheet.cells[check.whole]),
            "sum": format_amount(total, decimals=decimals),
            "parts": " ".join(check.parts),
        },
    )
