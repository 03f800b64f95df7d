"""Against the previous period or the same of last year: a change of more per cent than an officer expects."""

from fractions import Fraction

from indicators.answers import format_amount, format_answer
from indicators.formulas import Source
from indicators.layout import Check, FormLayout
from submissions.rules.problem import Problem
from submissions.rules.values import amount_at, amount_of, as_printed, checked_cells
from submissions.sheet import Sheet


def change(sheet: Sheet) -> list[Problem]:
    """Nothing is said where either is no number, or where there was nothing: no rate can be given."""
    found = (_problem(sheet, check, address) for check, address in checked_cells(sheet, "change"))
    return [problem for problem in found if problem is not None]


def source_before(layout: FormLayout, check: Check, address: str) -> Source:
    """The figure a cell is set against."""
    cell = layout.place_of[address][3]
    return Source(cell.data_point, check.against or "previous", cell.edition)


def _problem(sheet: Sheet, check: Check, address: str) -> Problem | None:
    now = amount_at(sheet, address)
    before = amount_of(sheet.background.figures.get(source_before(sheet.layout, check, address)))
    if now is None or not before:
        return None
    rate = (now - before) / abs(before) * 100
    if abs(rate) <= Fraction(check.limit):
        return None
    return Problem(
        "changed_much",
        sheet.severity_of(check),
        address,
        {
            "check": check.key,
            "now": format_answer(sheet.cells[address]),
            "before": as_printed(sheet, address, before),
            "rate": format_amount(abs(rate), decimals=1),
            "direction": "up" if rate > 0 else "down",
            "against": check.against,
            "limit": format_amount(Fraction(check.limit), decimals=1).removesuffix(",0"),
        },
    )
