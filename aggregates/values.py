"""What a unit has for a line and period, in exact parts: put together, and rounded once when it is shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction

from aggregates.kernel.bounds import checked
from aggregates.kernel.rules import PointRule
from aggregates.kernel.value import RATIOS, value_of
from indicators.adding_up import OverUnits
from indicators.answers import round_half_up

Exact = int | Fraction
ADDITIVE = frozenset({OverUnits.SUM, OverUnits.MEAN, OverUnits.WEIGHTED_MEAN, OverUnits.RECOMPUTED})
COUNTED = ["amount", "numerator", "denominator", "reported", "answered", "expected"]
"""What adds up where the kind over units does; the amount, of sums alone."""
Counts = tuple[int, ...]
"""Of COUNTED."""


@dataclass(frozen=True, slots=True)
class Value:
    """`amount`: of a sum, least or greatest, scaled by 10^decimals; None when nobody answered. Means and
    ratios are `numerator` over `denominator`; what was counted over time is `given`, exact. `apportioned`:
    divided units whose share is in it, by their measure; `divided`: units of which nobody knows how much
    belongs here, so that there is no value.
    """

    amount: int | None = None
    reported: int = 0
    answered: int = 0
    expected: int = 0
    as_of: datetime | None = None
    numerator: int = 0
    denominator: int = 0
    apportioned: tuple[int, ...] = ()
    divided: tuple[int, ...] = ()
    given: Exact | None = None
    is_given: bool = False

    def exact(self, rule: PointRule) -> Exact | None:
        """Scaled by 10^decimals of the point; None when there is none, or none that means anything."""
        if self.divided:
            return None
        if self.is_given:
            return self.given
        if rule.over_units not in RATIOS:
            return self.amount
        value = value_of(rule, numerator=self.numerator, denominator=self.denominator)
        return None if value is None else value * 10**rule.decimals

    def shown(self, rule: PointRule) -> int | None:
        """The exact value rounded half up once, scaled by 10^decimals of the point."""
        return rounded(self.exact(rule))

    @property
    def is_complete(self) -> bool:
        return 0 < self.expected == self.answered and not self.divided


def rounded(value: Exact | None) -> int | None:
    return value if value is None or isinstance(value, int) else round_half_up(value, decimals=0)


def together(values: Iterable[Value], rule: PointRule) -> Value:
    """Values of units that do not overlap, as one."""
    listed = list(values)
    if len(listed) == 1 and not listed[0].is_given:
        return listed[0]
    return Value(
        _amount([value.amount for value in listed if value.amount is not None], rule, of=len(listed)),
        sum(value.reported for value in listed),
        sum(value.answered for value in listed),
        sum(value.expected for value in listed),
        max((value.as_of for value in listed if value.as_of is not None), default=None),
        checked(sum(value.numerator for value in listed)),
        checked(sum(value.denominator for value in listed)),
        tuple(sorted({unit for value in listed for unit in value.apportioned})),
        tuple(sorted({unit for value in listed for unit in value.divided})),
    )


def counted_in(value: Value) -> Counts:
    return (
        value.amount or 0, value.numerator, value.denominator, value.reported, value.answered, value.expected,
    )  # fmt: skip


def added_to(value: Value, rule: PointRule, added: Iterable[Counts]) -> Value:
    """The value of a kind that adds up, with what some of its units say more."""
    listed = list(added)
    if not listed:
        return value
    amount, above, below, reported, answered, expected = (
        checked(sum(one)) for one in zip(counted_in(value), *listed, strict=True)
    )
    is_number = rule.over_units is OverUnits.SUM and answered > 0
    return replace(
        value, amount=amount if is_number else None, numerator=above, denominator=below,
        reported=reported, answered=answered, expected=expected,
    )  # fmt: skip


def _amount(amounts: Sequence[int], rule: PointRule, *, of: int) -> int | None:
    if not amounts:
        return None
    if rule.over_units is OverUnits.MIN:
        return min(amounts)
    if rule.over_units is OverUnits.MAX:
        return max(amounts)
    if rule.over_units is OverUnits.SUM:
        return checked(sum(amounts))
    return amounts[0] if of == 1 else None  # what one unit said of itself is not added to anything


def not_comparable(value: Value, units: Iterable[int]) -> Value:
    return replace(value, divided=tuple(sorted({*value.divided, *units})))
