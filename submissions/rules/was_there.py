"""Missing that was there last time: "…" or "x" where the unit answered with a number before."""

from indicators.answers import Sign
from submissions.rules.change import source_before
from submissions.rules.problem import Problem
from submissions.rules.values import amount_of, as_printed, checked_cells
from submissions.sheet import Sheet


def was_there(sheet: Sheet) -> list[Problem]:
    found = []
    for check, address in checked_cells(sheet, "was_there"):
        answer = sheet.cells.get(address)
        if answer is None or answer.sign not in (Sign.MISSING, Sign.NOT_APPLICABLE):
            continue
        before = amount_of(sheet.background.figures.get(source_before(sheet.layout, check, address)))
        if before:
            params = {
                "check": check.key,
                "sign": answer.sign.symbol,
                "before": as_printed(sheet, address, before),
                "against": check.against or "previous",
            }
            found.append(Problem("was_there_before", sheet.severity_of(check), address, params))
    return found
