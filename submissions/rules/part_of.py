"""Trong đó: no part is greater than its whole. Parts may overlap: compared one by one, never summed."""

from submissions.rules.conditions import not_holding
from submissions.rules.problem import Problem
from submissions.sheet import Sheet


def part_of(sheet: Sheet) -> list[Problem]:
    return not_holding(sheet, kind="part_of", code="part_exceeds_whole")
