"""Documents that the form requires came with the report, unless there is nothing to report."""

from submissions.rules.problem import Problem
from submissions.sheet import Sheet


def enclosures_come(sheet: Sheet) -> list[Problem]:
    """One problem a document: it blocks sending, not saving."""
    if sheet.nothing_to_report:
        return []
    return [
        Problem("no_enclosure", "error", asked.address, {"title": asked.title})
        for asked in sheet.layout.enclosures
        if asked.is_required and not sheet.enclosures.get(asked.address)
    ]
