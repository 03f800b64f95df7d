"""A declared partition: the parts add up to the whole."""

from submissions.rules.conditions import not_holding
from submissions.rules.problem import Problem
from submissions.sheet import Sheet


def parts_add_up(sheet: Sheet) -> list[Problem]:
    return not_holding(sheet, kind="sum", code="parts_do_not_add_up")
