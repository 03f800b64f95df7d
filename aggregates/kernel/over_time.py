"""Rule 1, second half: totals of base periods, in order, become one exact value; and which are missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from aggregates.kernel.bounds import LIMIT, KernelBoundError, checked
from aggregates.kernel.rules import PointRule
from aggregates.kernel.value import RATIOS, value_of
from indicators.adding_up import OverTime


@dataclass(frozen=True, slots=True)
class Base:
    """The total of one base period: `amount` scaled, or numerator and denominator.

    `answered`: how many units answered; 0 is a hole. (A period in which all answered "-" is none.)
    """

    period: int
    answered: int = 0
    amount: int | None = None
    numerator: int = 0
    denominator: int = 0


@dataclass(frozen=True, slots=True)
class OverPeriods:
    """`value` in the indicator's unit of measure, None when there is none. `used`: the periods it comes from.

    `missing`: periods nobody answered for. `carried`: a stock that keeps an earlier period's value.
    """

    value: Fraction | None
    used: tuple[int, ...] = ()
    missing: tuple[int, ...] = ()
    carried: bool = False


def over_time(bases: Sequence[Base], *, rule: PointRule, less: Sequence[Base] = ()) -> OverPeriods:
    """One value of base periods in order of time, units having been added in each (rule 1).

    Sums, means, least, greatest and ratios are of the periods that were answered; the others are `missing`.
    First and last are those of the first and last period, whose hole no neighbour fills, unless a stock is
    declared to carry forward. `less` is taken away from a flow (Q3 = 9M − 6M; a hole on either side leaves no
    value). KernelBoundError past the bound.
    """
    if rule.over_time is OverTime.NONE or not bases:
        return OverPeriods(None)
    if rule.over_time in (OverTime.FIRST, OverTime.LAST):
        return _one(bases, rule)
    missing = tuple(base.period for base in (*bases, *less) if not base.answered)
    if less:
        return _difference(bases, less, missing, rule)
    answered = [base for base in bases if base.answered]
    used = tuple(base.period for base in answered)
    return OverPeriods(_checked(_together(answered, rule), rule), used, missing)


def _value(base: Base, rule: PointRule) -> Fraction | None:
    return value_of(rule, amount=base.amount, numerator=base.numerator, denominator=base.denominator)


def _one(bases: Sequence[Base], rule: PointRule) -> OverPeriods:
    wanted = bases[0 if rule.over_time is OverTime.FIRST else -1]
    if wanted.answered:
        return OverPeriods(_value(wanted, rule), (wanted.period,))
    if rule.over_time is OverTime.LAST and rule.carries_forward:
        for base in reversed(bases):
            if base.answered:
                return OverPeriods(_value(base, rule), (base.period,), (wanted.period,), carried=True)
    return OverPeriods(None, missing=(wanted.period,))


def _difference(
    bases: Sequence[Base], less: Sequence[Base], missing: tuple[int, ...], rule: PointRule
) -> OverPeriods:
    if rule.over_time is not OverTime.SUM:
        raise ValueError("only flows derive by difference")
    values, taken = ([_value(base, rule) for base in side] for side in (bases, less))
    if missing or None in values or None in taken:
        return OverPeriods(None, missing=missing)
    value = sum((one for one in values if one is not None), Fraction(0))
    value -= sum((one for one in taken if one is not None), Fraction(0))
    return OverPeriods(_checked(value, rule), tuple(base.period for base in (*bases, *less)))


def _together(answered: Sequence[Base], rule: PointRule) -> Fraction | None:
    if rule.over_time is OverTime.RECOMPUTED:
        return _recomputed(answered, rule)
    found = [value for base in answered if (value := _value(base, rule)) is not None]
    if not found:
        return None
    match rule.over_time:
        case OverTime.SUM:
            return sum(found, Fraction(0))
        case OverTime.MEAN:
            return sum(found, Fraction(0)) / len(found)
        case OverTime.MIN:
            return min(found)
        case OverTime.MAX:
            return max(found)
    raise ValueError(f"{rule.over_time} is not counted from several periods")


def _recomputed(answered: Sequence[Base], rule: PointRule) -> Fraction | None:
    if rule.over_units not in RATIOS:
        raise ValueError(f"{rule.over_units} over units leaves no parts to recompute over time")
    numerator = checked(sum(base.numerator for base in answered), "a numerator over time")
    denominator = checked(sum(base.denominator for base in answered), "a denominator over time")
    return value_of(rule, numerator=numerator, denominator=denominator)


def _checked(value: Fraction | None, rule: PointRule) -> Fraction | None:
    if value is not None and abs(value) * 10**rule.decimals > LIMIT:
        raise KernelBoundError(int(value * 10**rule.decimals), "a value over time")
    return value
