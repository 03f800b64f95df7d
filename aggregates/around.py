"""Which units and figures a reading around one unit takes in."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

import pandas as pd
from django.db.models import Q

from aggregates import ledger
from aggregates.apportioning import in_pieces
from aggregates.asked import Book
from aggregates.atlas import Atlas, Tree
from aggregates.kernel.frames import PART, empty, frame
from aggregates.kernel.total import counted_once, parts_of
from aggregates.left_out import MANY
from units.models import Unit

Wanted = tuple[Mapping[int, Collection[int]], Collection[int]]  # period → units; data points


def parts_and_pieces(
    figures: pd.DataFrame,
    duties: pd.DataFrame,
    *,
    book: Book,
    atlas: Atlas,
    unit: int,
    tree: Tree,
    periods: dict[int, date],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """PART rows, none of which another one speaks for; and the same with those of divided units where they
    ended."""
    rules = book.rules.adding
    parts = parts_of(figures, duties, rules=rules) if periods else empty(PART)
    if len(parts) and (parts["is_whole"] == 1).any():
        parts = counted_once(parts, above=_above_among(atlas, periods))
    divided = _divided_among(atlas, unit, periods) if tree == "now" else frozenset[int]()
    return parts, in_pieces(parts, atlas=atlas, rules=rules, ends=periods, units=divided)


def scope_of(atlas: Atlas, unit: int, periods: dict[int, date], *, tree: Tree) -> list[int]:
    units: set[int] = set()
    for day in set(periods.values()):
        units |= atlas.counting(unit, day=day, tree=tree)
        if tree == "now":
            units |= atlas.sharing(unit, day)
    return sorted(units)


def _divided_among(atlas: Atlas, unit: int, periods: dict[int, date]) -> frozenset[int]:
    """Units, of the days asked about, that ended in more than one of today's, one of them inside."""
    inside = atlas.subtree(unit, atlas.today)
    found: set[int] = set()
    for day in {atlas.era(day): day for day in periods.values()}.values():
        ends = atlas.terminals(day)
        found |= {one for one in atlas.descent.reaching(inside, day) if len(ends[one]) > 1}
    return frozenset(found)


def as_filter(asked_for: Iterable[Wanted], *, edition: int) -> Q:
    """What is asked for, as a filter of figures, their history or what waits."""
    where = Q(pk__in=[])
    for units_in, points in asked_for:
        periods_of: dict[frozenset[int], list[int]] = {}
        for period, units in units_in.items():
            periods_of.setdefault(frozenset(units), []).append(period)
        for together, listed in periods_of.items():
            if together and points:
                where |= ledger.wanted(periods=listed, data_points=points, units=together)
    return where & Q(edition=edition)


def within_shards(units: Collection[int]) -> Q:
    """That only these units' rows need be walked, of few units; one query, none of many."""
    if not 0 < len(units) < MANY:
        return Q()
    return Q(shard__in=sorted(set(Unit.objects.filter(pk__in=units).values_list("shard", flat=True))))


def _above_among(atlas: Atlas, periods: dict[int, date]) -> pd.DataFrame:
    rows = (
        (period, unit, ancestor)
        for period, day in periods.items()
        for unit in atlas.parents(day)
        for ancestor in atlas.path_to(unit, day)[1:]
    )
    return frame(rows, ["period", "unit", "ancestor"])
