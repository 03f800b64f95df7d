"""Computed, carried and reused cells hold what they must: what was said instead is told, never trusted."""

from indicators.answers import Answer, format_answer
from submissions.rules.problem import Problem
from submissions.sheet import Sheet


def computed(sheet: Sheet) -> list[Problem]:
    """A number that does not fit is an error. What was replaced, and a rate of nothing, is only said."""
    replaced = [_replaced(sheet, address, said) for address, said in sheet.replaced.items()]
    undefined = [Problem("divided_by_nothing", "note", address) for address in sorted(sheet.undefined)]
    too_large = [Problem("computed_too_large", "error", address) for address in sorted(sheet.too_large)]
    return too_large + replaced + undefined


def _replaced(sheet: Sheet, address: str, said: Answer) -> Problem:
    params: dict[str, str | int] = {
        "said": format_answer(said),
        "is": format_answer(sheet.cells.get(address)),
    }
    reused = sheet.background.reused.get(address)
    if reused is not None:
        params["form"] = reused.form
        return Problem("reused_otherwise" if reused.answer else "reused_not_there", "note", address, params)
    kind = sheet.layout.place_of[address][3].kind
    code = "computed_otherwise" if kind == "computed" else "carried_otherwise"
    return Problem(code, "note", address, params)
