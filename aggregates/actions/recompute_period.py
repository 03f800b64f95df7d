"""All totals of a period anew in one pass: after a bulk load, or when most of them are marked anyway."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from aggregates import ledger
from aggregates.adding import add_up_period, by_kind, spoken_for
from aggregates.models import Total
from aggregates.recounting import recounted
from aggregates.writing import write_totals
from indicators.models import DataPoint, Period
from submissions.models import DirtyMark
from submissions.trees import tree_on
from units.models import Unit


@transaction.atomic
def recompute_period(*, period: int, points: Collection[int] | None = None, at: datetime) -> int:
    """Replace the totals of a period (of `points`, or of all); how many there are now.

    Waits for refreshes under way and holds off new ones: every unit with a total is locked. Marks are deleted
    before anything is read: what is committed later has marks of its own. KernelBoundError past the bound.
    """
    rules = ledger.point_rules()
    day = Period.objects.values_list("ends", flat=True).get(pk=period)
    asked = list(points) if points is not None else list(DataPoint.objects.values_list("pk", flat=True))
    of_tree: dict[str, list[int]] = {}
    for point in asked:
        of_tree.setdefault(rules.kind_of.get(point, ledger.ADMINISTRATIVE), []).append(point)
    parents = {tree: tree_on(day, kind=tree) for tree in of_tree}
    shards = _lock({unit for tree in parents.values() for unit in tree.values()})
    marks, totals = DirtyMark.objects.filter(period=period), Total.objects.filter(period=period)
    if points is not None:
        marks, totals = marks.filter(data_point__in=asked), totals.filter(data_point__in=asked)
    marks.delete()
    totals.delete()
    return sum(
        _add_up(period, day, tree=tree, points=listed, rules=rules, shards=shards, at=at)
        for tree, listed in of_tree.items()
    )


def _lock(units: Collection[int]) -> dict[int, int]:
    """In one order, so that two of these never wait for each other. NO KEY: references need not wait."""
    rows = Unit.objects.select_for_update(no_key=True).filter(pk__in=units).order_by("pk")
    return dict(rows.values_list("pk", "shard"))


def _add_up(
    period: int,
    day: date,
    *,
    tree: str,
    points: list[int],
    rules: ledger.PointRules,
    shards: dict[int, int],
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
        count += write_totals(totals, shards=shards, at=at)
    return count
