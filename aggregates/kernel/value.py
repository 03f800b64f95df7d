"""What a total is worth, exactly; and rounded half up, once, when it is shown."""

from fractions import Fraction

from aggregates.kernel.bounds import checked
from aggregates.kernel.rules import PointRule
from indicators.adding_up import OverUnits
from indicators.answers import round_half_up

RATIOS = frozenset({OverUnits.MEAN, OverUnits.WEIGHTED_MEAN, OverUnits.RECOMPUTED})
"""Kinds whose totals travel as numerator and denominator."""


def value_of(
    rule: PointRule, *, amount: int | None = None, numerator: int = 0, denominator: int = 0
) -> Fraction | None:
    """The exact value in the indicator's unit of measure, of a PART or TOTAL row.

    None when nobody answered, or when a mean or ratio has nothing to divide by.
    """
    if rule.over_units not in RATIOS:
        return None if amount is None else Fraction(amount, 10**rule.decimals)
    if denominator == 0:
        return None
    if rule.over_units is OverUnits.RECOMPUTED:
        up = 10**rule.denominator_decimals * rule.multiplier
        return Fraction(numerator * up, denominator * 10**rule.numerator_decimals)
    return Fraction(numerator, denominator * 10**rule.decimals)


def scaled(value: Fraction | None, *, rule: PointRule) -> int | None:
    """The value × 10^decimals as the nearest integer, a half away from zero; KernelBoundError past 9·10¹⁸."""
    return None if value is None else checked(round_half_up(value, decimals=rule.decimals))
