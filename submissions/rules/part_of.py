"""Trong đó: no part is greater than its whole. Parts may overlap: compared one by one, never summed."""

from indicators.answers import format_answer
from submissions.rules.problem import Problem
from submissions.rules.values import amount_at
from submissions.sheet import Sheet


def part_of(sheet: Sheet) -> list[Problem]:
    return [
        Problem(
            "part_exceeds_whole",
            check.severity,
            part,
            {
                "check": check.key,
                "whole_address": check.whole,
                "part": format_answer(sheet.cells[part]),
                "whole": format_answer(sheet.cells[check.whole]),
            },
        )
        for check in sheet.layout.checks
        if check.kind == "part_of"
        for part in check.parts
        if _exceeds(sheet, part, check.whole)
    ]


def _exceeds(sheet: Sheet, part: str, whole: str) -> bool:
    amount, limit = amount_at(sheet, part), amount_at(sheet, whole)
    return amount is not None and limit is not None and amount > limit
