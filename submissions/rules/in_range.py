"""A number is within the range its indicator can have."""

from submissions.rules.conditions import not_holding
from submissions.rules.problem import Problem
from submissions.sheet import Sheet


def in_range(sheet: Sheet) -> list[Problem]:
    return not_holding(sheet, kind="range", code="out_of_range")
