"""Every cell for typing is answered: with a number or with a sign that says why there is none."""

from submissions.rules.problem import Problem
from submissions.sheet import Sheet


def complete(sheet: Sheet) -> list[Problem]:
    """One problem for all empty cells, at the first of them: it blocks sending, not saving."""
    empty = [address for address in sheet.typed if address not in sheet.cells and address not in sheet.unread]
    if not empty:
        return []
    return [Problem("empty_cells", "error", empty[0], {"count": len(empty), "addresses": " ".join(empty)})]
