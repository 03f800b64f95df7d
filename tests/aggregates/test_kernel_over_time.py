"""Over time, every kind that the catalogue allows, with holes: the kernel is Fraction arithmetic."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregates.kernel import LIMIT, KernelBoundError
from aggregates.kernel.over_time import Base, OverPeriods, over_time
from aggregates.kernel.rules import PointRule
from aggregates.kernel.value import RATIOS, value_of
from indicators.adding_up import OverTime, OverUnits, refusal_of_mix
from tests.aggregates import plain_arithmetic

ALLOWED = [(units, time) for units in OverUnits for time in OverTime if refusal_of_mix(units, time) is None]
amounts = st.integers(-(10**14), 10**14)
FLOW, STOCK = PointRule(), PointRule(over_time=OverTime.LAST)


@st.composite
def series(draw: st.DrawFn) -> tuple[PointRule, list[Base]]:
    units, time = draw(st.sampled_from(ALLOWED))
    carries = time is OverTime.LAST and draw(st.booleans())
    multiplier = draw(st.sampled_from([1, 100])) if units is OverUnits.RECOMPUTED else 1
    decimals = [draw(st.integers(0, 6)) for _ in range(3)]
    rule = PointRule(
        units, time, decimals[0], carries_forward=carries, multiplier=multiplier,
        numerator_decimals=decimals[1], denominator_decimals=decimals[2],
    )  # fmt: skip
    bases = []
    for period in range(1, draw(st.integers(1, 12)) + 1):
        if draw(st.integers(0, 3)) == 0:
            bases.append(Base(period))
        elif units in RATIOS:
            bases.append(Base(period, 2, None, draw(amounts), draw(st.integers(-3, 50))))
        else:
            bases.append(Base(period, 2, draw(amounts)))
    return rule, bases


@given(series())
def test_every_kind_over_time_equals_plain_fractions(given_series: tuple[PointRule, list[Base]]) -> None:
    rule, bases = given_series
    if rule.over_units is OverUnits.RECOMPUTED:
        scale = Fraction(10**rule.denominator_decimals * rule.multiplier, 10**rule.numerator_decimals)
    else:
        scale = Fraction(1, 10**rule.decimals)
    parts = [(base.numerator * scale, Fraction(base.denominator)) for base in bases if base.answered]
    values = []
    for base in bases:
        if rule.over_units in RATIOS:
            values.append(base.numerator * scale / base.denominator if base.denominator else None)
        else:
            values.append(None if base.amount is None else Fraction(base.amount, 10**rule.decimals))
    if rule.carries_forward:  # an answered period without a value is a value of its own: none
        last = max((at for at, base in enumerate(bases) if base.answered), default=-1)
        values = values[: last + 1] or [None]
    exact = plain_arithmetic.over_time(rule.over_time.value, values, parts, carries=False)
    try:
        found = over_time(bases, rule=rule)
    except KernelBoundError:  # rule 7: loudly refused, and only where it passes the bound
        assert exact is not None
        assert abs(exact) * 10**rule.decimals > LIMIT
        return
    assert found.value == exact
    if rule.over_time not in (OverTime.FIRST, OverTime.LAST, OverTime.NONE):
        assert found.missing == tuple(base.period for base in bases if not base.answered)
        assert {*found.used, *found.missing} == {base.period for base in bases}


@given(st.lists(amounts, min_size=1, max_size=5), st.lists(amounts, min_size=1, max_size=5))
def test_a_difference_is_exact_and_needs_both_sides_whole(upto: list[int], less: list[int]) -> None:
    bases = [Base(at, 1, amount) for at, amount in enumerate(upto)]
    taken = [Base(at, 1, amount) for at, amount in enumerate(less, start=len(upto))]
    assert over_time(bases, rule=FLOW, less=taken).value == sum(upto) - sum(less)
    assert over_time(bases, rule=FLOW, less=[*taken, Base(99)]) == OverPeriods(None, missing=(99,))
    assert over_time([*bases, Base(98)], rule=FLOW, less=taken).value is None


def test_only_a_flow_is_a_difference() -> None:
    with pytest.raises(ValueError, match="only flows"):
        over_time([Base(1, 1, 5)], rule=PointRule(over_time=OverTime.MEAN), less=[Base(2, 1, 3)])


def test_a_stock_does_not_carry_forward_unless_declared() -> None:
    bases = [Base(1, 3, 70), Base(2, 3, 80), Base(3)]
    assert over_time(bases, rule=STOCK) == OverPeriods(None, missing=(3,))
    carrying = PointRule(over_time=OverTime.LAST, carries_forward=True)
    assert over_time(bases, rule=carrying) == OverPeriods(Fraction(80), (2,), (3,), carried=True)


def test_an_opening_stock_is_not_taken_from_a_later_month() -> None:
    assert over_time([Base(1), Base(2, 1, 5)], rule=PointRule(over_time=OverTime.FIRST)).value is None


def test_units_come_first_so_a_merger_does_not_double_a_stock() -> None:
    """Two communes of 10 and 20 become one of 30 in the middle of the year: the year's mean is 30."""
    halves = [Base(1, 2, 30), Base(2, 1, 30)]
    assert over_time(halves, rule=PointRule(over_time=OverTime.MEAN)).value == 30


def test_a_ratio_over_time_is_of_the_sums_and_not_a_mean_of_ratios() -> None:
    rule = PointRule(OverUnits.RECOMPUTED, OverTime.RECOMPUTED, multiplier=100)
    months = [Base(1, 1, None, 1, 2), Base(2, 1, None, 0, 98)]
    assert over_time(months, rule=rule).value == 1


def test_a_sum_over_time_past_the_bound_is_refused() -> None:
    with pytest.raises(KernelBoundError):
        over_time([Base(1, 1, LIMIT), Base(2, 1, 1)], rule=FLOW)
    ratio = PointRule(OverUnits.MEAN, OverTime.RECOMPUTED)
    with pytest.raises(KernelBoundError):
        over_time([Base(1, 1, None, LIMIT, 1), Base(2, 1, None, 1, 1)], rule=ratio)


def test_nothing_asked_is_nothing() -> None:
    assert over_time([], rule=FLOW) == OverPeriods(None)
    assert value_of(FLOW) is None
