"""Comparing two periods of every kind over what is complete in both: Fraction arithmetic again."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from aggregates.kernel.compare import NOT_ADDED_UP, Change, changes, compared
from aggregates.kernel.frames import DUTY, FIGURE, frame
from aggregates.kernel.rules import PointRule, Rules
from aggregates.kernel.total import parts_of
from indicators.adding_up import OverTime, OverUnits

POINTS = dict(enumerate(OverUnits, start=1))
WEIGHT, ABOVE_LINE, BELOW_LINE = 91, 92, 93
RULES = Rules(
    {
        point: PointRule(
            kind,
            OverTime.NONE,
            1,
            weight=WEIGHT,
            numerator=ABOVE_LINE,
            denominator=BELOW_LINE,
            multiplier=100,
        )
        for point, kind in POINTS.items()
    }
)
# Units 1 and 11 descend together, 2 alone, 3 with 13 and 14; 1, 2, 3 lie in 100, only 1 in 200.
COMPONENT = {1: 1, 11: 1, 2: 2, 3: 3, 13: 3, 14: 3}
INSIDE = {1: (100, 200), 2: (100,), 3: (100,)}
Cells = dict[tuple[int, int], tuple[int, int]]
cells = st.dictionaries(
    st.tuples(st.sampled_from(sorted(COMPONENT)), st.sampled_from([*POINTS, WEIGHT, ABOVE_LINE, BELOW_LINE])),
    st.tuples(st.integers(-9, 9), st.sampled_from([0, 0, 0, 0, 1, 2])),
    max_size=50,
)


def parts(said: Cells):  # type: ignore[no-untyped-def]
    figures = [
        (unit, 1, point, 4, amount * (sign == 0), sign, 1) for (unit, point), (amount, sign) in said.items()
    ]
    return parts_of(
        frame(figures, FIGURE), frame([(unit, 1, point, 4, 1) for unit, point in said], DUTY), rules=RULES
    )


def complete(said: Cells, point: int, component: int) -> bool:
    """All units of the component that are asked for the point have answered, and somebody is asked."""
    units = [unit for unit in asked_units(said, point) if COMPONENT[unit] == component]
    return bool(units) and all(answers(said, point, unit) for unit in units)


def asked_units(said: Cells, point: int) -> list[int]:
    needed = (ABOVE_LINE, BELOW_LINE) if POINTS[point] is OverUnits.RECOMPUTED else (point,)
    return [unit for unit in COMPONENT if all((unit, one) in said for one in needed)]


def answers(said: Cells, point: int, unit: int) -> bool:
    kind = POINTS[point]
    needed = (ABOVE_LINE, BELOW_LINE) if kind is OverUnits.RECOMPUTED else (point,)
    there = all(said[unit, one][1] in (0, 1) for one in needed)
    if kind is OverUnits.WEIGHTED_MEAN and there and said[unit, point][1] == 0:
        return said.get((unit, WEIGHT), (0, 2))[1] in (0, 1)
    return there


def value(said: Cells, point: int, units: list[int]) -> Fraction | int | None:
    kind = POINTS[point]
    number = {unit: said[unit, point][0] for unit in units if said.get((unit, point), (0, 2))[1] == 0}
    of = {
        part: {unit: said.get((unit, part), (0, 1)) for unit in units}
        for part in (WEIGHT, ABOVE_LINE, BELOW_LINE)
    }
    plain = {
        part: {unit: amount * (sign == 0) for unit, (amount, sign) in found.items()}
        for part, found in of.items()
    }
    match kind:
        case OverUnits.SUM | OverUnits.NONE:
            return sum(number.values())
        case OverUnits.MIN:
            return min(number.values(), default=None)
        case OverUnits.MAX:
            return max(number.values(), default=None)
        case OverUnits.MEAN:
            return Fraction(sum(number.values()), len(number)) if number else None
        case OverUnits.WEIGHTED_MEAN:
            weight = sum(plain[WEIGHT][unit] for unit in number)
            weighed = sum(number[unit] * plain[WEIGHT][unit] for unit in number)
            return Fraction(weighed, weight) if weight else None
    below = sum(plain[BELOW_LINE].values())
    return Fraction(sum(plain[ABOVE_LINE].values()) * 1000, below) if below else None


@settings(max_examples=100)
@given(cells, cells)
def test_both_sides_are_counted_over_what_is_complete_in_both(now: Cells, base: Cells) -> None:
    rows = compared(parts(now), parts(base), component_of=COMPONENT, rules=RULES)
    found = changes(rows, asked_of=INSIDE, rules=RULES)
    for asked in (100, 200):
        for point, kind in POINTS.items():
            inside = [component for component, units in INSIDE.items() if asked in units]
            both = [one for one in inside if complete(now, point, one) and complete(base, point, one)]
            if not both:
                assert found.get((asked, point), Change(None, None)).now is None
                continue
            here, there = (
                [unit for unit in asked_units(side, point) if COMPONENT[unit] in both] for side in (now, base)
            )
            change = found[asked, point]
            asked_now = len({COMPONENT[unit] for unit in asked_units(now, point)} & set(inside))
            if kind is OverUnits.NONE and (asked_now, len(here), len(there)) != (1, 1, 1):
                assert change.reason == NOT_ADDED_UP
                continue
            assert (change.now, change.base) == (value(now, point, here), value(base, point, there))
