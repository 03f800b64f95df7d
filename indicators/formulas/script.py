"""A plan as plain data for the page's script: the same bound expressions, nothing to be parsed there.

    {"cells": [[address, decimals, scale], …],       by number in expressions
     "elsewhere": [[sign, scaled, decimals] | null, …],
     "steps": [[cell, expression, is_carried], …],   in the order in which they run
     "conditions": [[cell, expression], …],          in the order of `Plan.conditions`
     "absent": [cell, …]}                            not collected, whatever stands there

Amounts are decimal strings, because JSON numbers are floats there.
"""

from collections.abc import Mapping
from typing import Any

from indicators.answers import Answer
from indicators.formulas.binding import Expression
from indicators.formulas.plan import Plan
from indicators.formulas.sources import Source


def plan_for_script(plan: Plan, figures: Mapping[Source, Answer]) -> dict[str, Any]:
    places = plan.layout.place_of
    numbers = {address: number for number, address in enumerate(plan.addresses)}
    return {
        "cells": [[address, places[address][3].decimals, places[address][3].scale] for address in numbers],
        "elsewhere": [_answer(figures.get(source)) for source in plan.sources],
        "steps": [[step.cell, _expression(step.expression), step.is_carried] for step in plan.steps],
        "conditions": [
            [numbers[condition.address], _expression(condition.expression)] for condition in plan.conditions
        ],
        "absent": list(plan.absent),
    }


def _answer(answer: Answer | None) -> list[Any] | None:
    if answer is None:
        return None
    return [int(answer.sign), None if answer.scaled is None else str(answer.scaled), answer.decimals]


def _expression(expression: Expression) -> list[Any]:
    if expression[0] == "number":
        return ["number", str(expression[1]), str(expression[2])]
    return [_expression(part) if isinstance(part, tuple) else part for part in expression]
