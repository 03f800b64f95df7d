"""Checks that are comparisons, as the sheet's plan finds them. Pure."""

from indicators.formulas import sides_in_text
from submissions.rules.problem import Problem
from submissions.sheet import Sheet


def not_holding(sheet: Sheet, *, kind: str, code: str) -> list[Problem]:
    """A problem for each comparison of checks of this kind that does not hold.

    Params: `check`, `condition` (its number in the plan), `sides` (how many amounts), `left` and `right`.
    """
    found = []
    for failure in sheet.plan.failures(sheet.values, kinds={kind}):
        condition = failure.condition
        sides = sides_in_text(failure, sheet.plan, sheet.cells)
        params: dict[str, str | int] = {"check": condition.check.key, "condition": condition.number}
        params |= dict(zip(("left", "right"), sides, strict=False))
        found.append(Problem(code, sheet.severity_of(condition.check), condition.address, params))
    return found
