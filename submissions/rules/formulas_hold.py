"""Comparisons that an officer wrote hold, in every row or column that has their cells."""

from submissions.rules.conditions import not_holding
from submissions.rules.problem import Problem
from submissions.sheet import Sheet


def formulas_hold(sheet: Sheet) -> list[Problem]:
    return not_holding(sheet, kind="formula", code="rule_not_held")
