"""What a condition that does not hold had compared, as people read it. Its twin is static/js/formulas.js."""

from collections.abc import Mapping
from fractions import Fraction

from indicators.answers import Answer, format_amount, format_answer
from indicators.formulas.binding import Expression, cells_in
from indicators.formulas.plan import Failure, Plan
from indicators.formulas.values import Mark, Value

MOST_DECIMALS = 6
WHERE_NONE_ARE_EXACT = 4


def sides_in_text(failure: Failure, plan: Plan, answers: Mapping[str, Answer]) -> tuple[str, ...]:
    """The two amounts: a cell as it is written there, a result in the unit of the first cell. None unless it
    was one comparison."""
    expression = failure.condition.expression
    if not failure.sides:
        return ()
    read = [plan.layout.place_of[plan.addresses[number]][3] for number in cells_in(expression)]
    least = max(cell.decimals for cell in read)
    return tuple(
        _side(side, value, plan, answers, scale=read[0].scale, least=least)
        for side, value in zip(expression[2:], failure.sides, strict=True)
    )


def _side(
    side: Expression, value: Value, plan: Plan, answers: Mapping[str, Answer], *, scale: int, least: int
) -> str:
    if side[0] == "cell":
        return format_answer(answers.get(plan.addresses[side[1]]))
    if isinstance(value, Mark):  # "-": a comparison with any other mark does not fail
        return "0"
    shown = Fraction(value) / Fraction(10) ** scale
    return format_amount(shown, decimals=_decimals(shown, least=least))


def _decimals(amount: Fraction, *, least: int) -> int:
    """As few as are exact, from `least`."""
    exact = (d for d in range(least, MOST_DECIMALS + 1) if 10**d % amount.denominator == 0)
    return next(exact, max(least, WHERE_NONE_ARE_EXACT))
