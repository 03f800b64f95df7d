"""How data points add up (rule 1), as frozen data: what the catalogue says of each, by the point's number."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from indicators.adding_up import OverTime, OverUnits


@dataclass(frozen=True, slots=True)
class PointRule:
    """One data point. `weight`, `numerator`, `denominator` are data points; the last two only together.

    `decimals` scale the point's own amounts; those of the parts scale a recomputed ratio's parts.
    `measure` ("population", "area" or "") says by what a divided unit's figure may be apportioned.
    """

    over_units: OverUnits = OverUnits.SUM
    over_time: OverTime = OverTime.SUM
    decimals: int = 0
    weight: int | None = None
    numerator: int | None = None
    denominator: int | None = None
    numerator_decimals: int = 0
    denominator_decimals: int = 0
    multiplier: int = 1
    carries_forward: bool = False
    measure: str = ""

    @property
    def needs(self) -> tuple[int, ...]:
        """The points whose figures this one is counted from, beside its own."""
        if self.over_units is OverUnits.WEIGHTED_MEAN and self.weight is not None:
            return (self.weight,)
        if self.over_units is OverUnits.RECOMPUTED and None not in (self.numerator, self.denominator):
            return (self.numerator, self.denominator)  # type: ignore[return-value]
        return ()


SUMMED = PointRule()


class Rules(Mapping[int, PointRule]):
    """Point → PointRule. A point nobody described is summed."""

    def __init__(self, rules: Mapping[int, PointRule] | None = None) -> None:
        self._rules = dict(rules or {})

    def __getitem__(self, point: int) -> PointRule:
        return self._rules[point]

    def __iter__(self) -> Iterator[int]:
        return iter(self._rules)

    def __len__(self) -> int:
        return len(self._rules)

    def of(self, point: int) -> PointRule:
        return self._rules.get(point, SUMMED)

    def of_kind(self, *kinds: OverUnits) -> list[int]:
        """The described points of these kinds over units."""
        return [point for point, rule in self._rules.items() if rule.over_units in kinds]

    def needed(self, points: Collection[int]) -> frozenset[int]:
        """The points and those they are counted from: whose figures and duties must be read."""
        return frozenset(points).union(*(self.of(point).needs for point in points))

    def dependents(self, points: Collection[int]) -> frozenset[int]:
        """The points and those counted from them: whose totals change when a figure of `points` does."""
        changed = frozenset(points)
        return changed.union(point for point, rule in self._rules.items() if changed & {*rule.needs})


ALL_SUMS = Rules()
