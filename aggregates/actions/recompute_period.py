"""All totals of a period anew in one pass: after a bulk load, or when most of them are marked anyway."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import connection
from django.db.models import Q

from aggregates.adding import add_up_period, by_kind, spoken_for
from aggregates.marks import take_marks_of
from aggregates.point_rules import PointRules, point_rules
from aggregates.recounting import recounted
from aggregates.transactions import atomic_derived
from aggregates.writing import remove_totals, write_totals
from indicators.models import Period
from submissions.models import Displacement
from units.models import Placement, Unit
from units.queries import valid_on


@atomic_derived()
def recompute_period(*, period: int, points: Collection[int] | None = None, at: datetime) -> int:
    """Replace the totals of a period (of `points`, or of all); how many there are now.

    Waits for refreshes under way and holds off new ones: every unit with a total is locked. Marks are deleted
    before anything is read: what is committed later has marks of its own. KernelBoundError past the bound.
    """
    day = Period.objects.values_list("ends", flat=True).get(pk=period)
    _lock(day)
    take_marks_of(period=period, points=points)
    rules = point_rules(points)
    asked = rules.adding.keys() if points is None else points
    remove_totals(periods=[period], data_points=points)
    return sum(
        _add_up(period, day, tree=tree, points=listed, rules=rules, at=at)
        for tree, listed in rules.of_trees(asked).items()
    )


def _lock(day: date) -> None:
    """Every unit that has others below, by whatever tree; in one order, so that no two wait for each other.

    NO KEY: references need not wait. SQLite's transaction has held the whole file since it began (IMMEDIATE).
    """
    if not connection.features.has_select_for_update:
        return
    placed = Placement.objects.filter(valid_on(day), until__isnull=True).values("parent")
    displaced = Displacement.objects.filter(day=day).values("parent")
    units = Unit.objects.filter(Q(pk__in=placed) | Q(pk__in=displaced)).order_by("pk")
    list(units.select_for_update(no_key=True).values_list("pk"))


def _add_up(
    period: int,
    day: date,
    *,
    tree: str,
    points: list[int],
    rules: PointRules,
    at: datetime,
) -> int:
    kinds = by_kind(points, rules=rules.adding, wholes=spoken_for(period=period, points=points))
    count = sum(
        add_up_period(period=period, day=day, tree=tree, kind=kind, points=listed, at=at)
        for kind, listed in kinds.items()
    )
    others = set(points).difference(*kinds.values())
    if others:
        totals = recounted(period, day=day, tree=tree, points=others, rules=rules)
        units = Unit.objects.filter(pk__in=set(totals["unit"].tolist()))
        count += write_totals(totals, shards=dict(units.values_list("pk", "shard")), at=at)
    return count
