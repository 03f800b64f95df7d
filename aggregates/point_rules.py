"""How data points add up and whom they come first from, as the catalogue says at this moment."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from django.db import connection

from aggregates.kernel.rules import PointRule, Rules
from aggregates.statements import among
from indicators.adding_up import OverTime, OverUnits
from indicators.models import DataPoint
from units.models import Placement


@dataclass(frozen=True, slots=True)
class PointRules:
    """How data points add up: which regime they come first from, by which tree, and in which way."""

    regime_of: dict[int, int]
    kind_of: dict[int, str]
    adding: Rules

    def tree_of(self, point: int) -> str:
        return self.kind_of.get(point, Placement.Kind.ADMINISTRATIVE.value)

    def of_trees(self, points: Iterable[int]) -> dict[str, list[int]]:
        """Kind of placement → the points whose totals follow it."""
        found: dict[str, list[int]] = {}
        for point in points:
            found.setdefault(self.tree_of(point), []).append(point)
        return found

    def beside(self, others: "PointRules") -> "PointRules":
        return PointRules(
            self.regime_of | others.regime_of,
            self.kind_of | others.kind_of,
            Rules({**self.adding, **others.adding}),
        )


def point_rules(points: Collection[int] | None = None) -> PointRules:
    """Of every data point; or of `points` and what they are counted from: one query more if there is such.

    A point without a first source follows the administrative tree and expects nobody.
    """
    found = _rules_where("" if points is None else f"WHERE {among(_POINT, points)}")
    parts = found.adding.needed(found.adding) - found.adding.keys()
    return found.beside(_rules_where(f"WHERE {among(_POINT, parts)}")) if parts else found


def _rules_where(where: str) -> PointRules:
    regime_of: dict[int, int] = {}
    kind_of: dict[int, str] = {}
    rules: dict[int, PointRule] = {}
    with connection.cursor() as cursor:
        cursor.execute(f"{_every_rule(connection.vendor)} {where} ORDER BY {_POINT}")
        for point, regime, kind, *values in cursor.fetchall():
            rules[point] = rule_from(*values)
            if regime is not None:
                regime_of[point], kind_of[point] = regime, kind
    return PointRules(regime_of, kind_of, Rules(rules))


@cache
def _every_rule(_vendor: str) -> str:
    """The statement up to its condition. Put together once a process: that costs more than to run it."""
    sources = ("first_source__regime", "first_source__regime__placement_kind")
    return str(DataPoint.objects.values_list("pk", *sources, *RULE_COLUMNS).query)


_POINT = f"{DataPoint._meta.db_table}.id"
RULE_COLUMNS = (
    "indicator__over_units",
    "indicator__over_time",
    "indicator__decimals",
    "weight_id",
    "numerator_id",
    "denominator_id",
    "numerator__indicator__decimals",
    "denominator__indicator__decimals",
    "indicator__multiplier",
    "indicator__carries_forward",
    "indicator__measure",
)
"""In the order of PointRule's fields."""


@lru_cache(maxsize=4096)
def rule_from(over_units: str, over_time: str, *rest: Any) -> PointRule:
    """Of RULE_COLUMNS. The same columns give the same rule: most points of a catalogue share a handful."""
    decimals, weight, numerator, denominator, upper, lower, multiplier, carries_forward, measure = rest
    return PointRule(
        OverUnits(over_units), OverTime(over_time), decimals, weight, numerator, denominator,
        upper or 0, lower or 0, multiplier, bool(carries_forward), measure,
    )  # fmt: skip
