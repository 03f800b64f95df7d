"""Reported year against its months: a longer period is what its reported shorter ones add up to (rule 5)."""

from indicators.answers import format_answer
from submissions.rules.problem import Problem
from submissions.rules.values import amount_at, as_printed, checked_cells
from submissions.sheet import Sheet


def shorter_periods(sheet: Sheet) -> list[Problem]:
    """Nothing is said while a shorter period is missing."""
    found = []
    for check, address in checked_cells(sheet, "shorter_periods"):
        now, added = amount_at(sheet, address), sheet.background.shorter.get(address)
        if now is not None and added is not None and now != added:
            params = {
                "check": check.key,
                "now": format_answer(sheet.cells[address]),
                "sum": as_printed(sheet, address, added),
            }
            found.append(Problem("differs_from_shorter", sheet.severity_of(check), address, params))
    return found
