"""Numbers typed into carried cells because nothing is there to carry ask for a word on each column."""

from submissions.opening import opening_columns
from submissions.rules.problem import Problem
from submissions.sheet import Sheet


def opening_figures(sheet: Sheet) -> list[Problem]:
    """One warning a column, at its first such cell: the reason is its explanation."""
    return [
        Problem(
            "opening_figures",
            "warning",
            column.at,
            {"column": column.words, "count": column.count},
        )
        for column in opening_columns(sheet)
    ]
