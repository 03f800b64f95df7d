"""Bound expressions as Python functions of the values of a form's cells. Its twin is static/js/formulas.js.

Both run the table `cases.json`: change the three together.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from operator import eq, ge, gt, itemgetter, le, lt, ne
from typing import Any, TypeAlias

from indicators.answers import round_half_up
from indicators.formulas.binding import Expression
from indicators.formulas.values import (
    NONE,
    NOT_APPLICABLE,
    UNDEFINED,
    UNKNOWN,
    Mark,
    Number,
    Truth,
    Value,
)

Compute: TypeAlias = Callable[[Sequence[Value]], Any]
"""From the cells' values, with those from elsewhere after them, to a Value (or Truth)."""


def compute(expression: Expression, *, cells: int) -> Compute:
    """`cells`: how many of the values are cells; the figures from elsewhere follow."""
    word = expression[0]
    if word == "cell":
        return itemgetter(expression[1])
    if word == "elsewhere":
        return itemgetter(cells + expression[1])
    if word == "number":
        number = expression[1] if expression[2] == 1 else Fraction(expression[1], expression[2])
        return lambda values: number
    if word == "compare":
        return _compare(expression[1], *(compute(part, cells=cells) for part in expression[2:]))
    if word == "round":
        return _round(compute(expression[1], cells=cells), expression[2])
    if word in ("sum", "product"):
        parts = tuple((sign, compute(part, cells=cells)) for sign, part in expression[1:])
        if word == "product":
            return _product(parts)
        added = [part[1] for sign, part in expression[1:] if sign > 0 and part[0] == "cell"]
        return _sum_of_cells(added, _sum(parts)) if len(added) == len(parts) > 1 else _sum(parts)
    return _CALLS[word](*(compute(part, cells=cells) for part in expression[1:]))


def strongest(marks: Sequence[Mark]) -> Mark:
    """Blank before not collected before undefined before not applicable before none."""
    return max(marks, key=lambda mark: mark.strength)


def _sum(terms: tuple[tuple[int, Compute], ...]) -> Compute:
    """None counts 0, what does not apply is left out, what is not known makes the sum not known."""

    def run(values: Sequence[Value]) -> Value:
        total: Number = 0
        marks: list[Mark] = []
        for sign, term in terms:
            value = term(values)
            if type(value) is Mark:
                marks.append(value)
            elif sign > 0:
                total += value
            else:
                total -= value
        if not marks:
            return total
        worst = strongest(marks)
        if worst in UNKNOWN:
            return worst
        if len(marks) < len(terms):
            return total
        return NONE if NONE in marks else NOT_APPLICABLE

    return run


def _sum_of_cells(cells: Sequence[int], otherwise: Compute) -> Compute:
    """The usual sum: of cells that all hold numbers. Where one does not, `otherwise` says what it is."""
    of = itemgetter(*cells)

    def run(values: Sequence[Value]) -> Value:
        total: Value
        try:
            total = sum(of(values))
        except TypeError:  # a mark is no number
            total = otherwise(values)
        return total

    return run


def _product(factors: tuple[tuple[int, Compute], ...]) -> Compute:
    """From left to right. Nothing times anything is nothing; divided by nothing, there is no result."""

    def run(values: Sequence[Value]) -> Value:
        total: Value = factors[0][1](values)
        for sign, factor in factors[1:]:
            total = _times(total, factor(values)) if sign > 0 else _divided(total, factor(values))
        return total

    return run


def _times(left: Value, right: Value) -> Value:
    if isinstance(left, Mark):
        return strongest((left, right)) if isinstance(right, Mark) else left
    return right if isinstance(right, Mark) else left * right


def _divided(left: Value, right: Value) -> Value:
    """What is not known, or does not apply, comes before whether there is anything to divide by."""
    if right is NONE:
        right = 0
    if isinstance(right, Mark):
        return strongest((left, right)) if isinstance(left, Mark) else right
    if isinstance(left, Mark) and left is not NONE:
        return left
    if right == 0:
        return UNDEFINED
    return left if isinstance(left, Mark) else Fraction(left) / right


def _negative(of: Compute) -> Compute:
    def run(values: Sequence[Value]) -> Value:
        value: Value = of(values)
        return value if isinstance(value, Mark) else 0 - value

    return run


def _abs(of: Compute) -> Compute:
    def run(values: Sequence[Value]) -> Value:
        value: Value = of(values)
        return value if isinstance(value, Mark) or value >= 0 else 0 - value

    return run


def _round(of: Compute, places: int) -> Compute:
    def run(values: Sequence[Value]) -> Value:
        value: Value = of(values)
        if isinstance(value, Mark):
            return value
        if places >= 0:
            return Fraction(round_half_up(value, decimals=places), 10**places)
        unit = int(10**-places)
        rounded: int = round_half_up(Fraction(value, unit), decimals=0) * unit
        return rounded

    return run


def _extreme(choose: Callable[[Sequence[Number]], Number]) -> Callable[..., Compute]:
    """None is no number here, as in least and greatest totals."""

    def made(*parts: Compute) -> Compute:
        def run(values: Sequence[Value]) -> Value:
            found = [part(values) for part in parts]
            marks = [value for value in found if type(value) is Mark]
            if marks:
                worst = strongest(marks)
                if worst in UNKNOWN:
                    return worst
                if len(marks) == len(found):
                    return NONE if NONE in marks else NOT_APPLICABLE
            return choose([value for value in found if type(value) is not Mark])

        return run

    return made


# ---- conditions -------------------------------------------------------------------------------------------

_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {"=": eq, "≠": ne, "<": lt, "≤": le, ">": gt, "≥": ge}


def _compare(comparison: str, left: Compute, right: Compute) -> Compute:
    """None counts 0; beside any other mark nothing is compared, and the mark says why."""
    holds = _COMPARISONS[comparison]

    def run(values: Sequence[Value]) -> Truth:
        one, other = left(values), right(values)
        if type(one) is Mark or type(other) is Mark:
            marks = [value for value in (one, other) if type(value) is Mark and value is not NONE]
            if marks:
                return strongest(marks)
            one, other = (0 if value is NONE else value for value in (one, other))
        return holds(one, other)

    return run


def _and(*parts: Compute) -> Compute:
    def run(values: Sequence[Value]) -> Truth:
        found: list[Truth] = [part(values) for part in parts]
        marks = [truth for truth in found if isinstance(truth, Mark)]
        if False in found:
            return False
        return strongest(marks) if marks else True

    return run


def _or(*parts: Compute) -> Compute:
    def run(values: Sequence[Value]) -> Truth:
        found: list[Truth] = [part(values) for part in parts]
        marks = [truth for truth in found if isinstance(truth, Mark)]
        if True in found:
            return True
        return strongest(marks) if marks else False

    return run


def _not(of: Compute) -> Compute:
    def run(values: Sequence[Value]) -> Truth:
        truth: Truth = of(values)
        return truth if isinstance(truth, Mark) else not truth

    return run


def _if(condition: Compute, then: Compute, otherwise: Compute) -> Compute:
    """Only the branch that is taken counts; a condition that is not known makes the result not known."""

    def run(values: Sequence[Value]) -> Value | Truth:
        truth: Truth = condition(values)
        if isinstance(truth, Mark):
            return truth
        chosen: Value | Truth = (then if truth else otherwise)(values)
        return chosen

    return run


_CALLS: dict[str, Callable[..., Compute]] = {
    "negative": _negative,
    "abs": _abs,
    "min": _extreme(min),
    "max": _extreme(max),
    "and": _and,
    "or": _or,
    "not": _not,
    "if": _if,
}
