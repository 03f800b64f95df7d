"""Computed and carried cells hold what they must: what was said instead is told, never trusted."""

from indicators.answers import format_answer
from submissions.rules.problem import Problem
from submissions.sheet import Sheet


def computed(sheet: Sheet) -> list[Problem]:
    """A number that does not fit is an error. What was replaced, and a rate of nothing, is only said."""
    places = sheet.layout.place_of
    replaced = [
        Problem(
            "computed_otherwise" if places[address][3].kind == "computed" else "carried_otherwise",
            "note",
            address,
            {"said": format_answer(said), "is": format_answer(sheet.cells.get(address))},
        )
        for address, said in sheet.replaced.items()
    ]
    undefined = [Problem("divided_by_nothing", "note", address) for address in sorted(sheet.undefined)]
    too_large = [Problem("computed_too_large", "error", address) for address in sorted(sheet.too_large)]
    return too_large + replaced + undefined
