"""Reading in bulk for a unit with many below: stored totals, and figures of leaves that count alone."""

from collections.abc import Callable, Collection, Iterable
from datetime import date

import pandas as pd

from aggregates import ledger
from aggregates.apportioning import in_pieces, is_apportioned
from aggregates.asked import Book
from aggregates.atlas import Atlas, Tops, Tree
from aggregates.broad import Broad
from aggregates.comparing import Comparing
from aggregates.kernel.frames import PART, empty, frame
from aggregates.kernel.total import parts_of
from aggregates.left_out import figures_of
from aggregates.stored import Wanted, totals_of
from aggregates.values import Value
from submissions.models import Figure, Scope


def read_broad(
    *,
    book: Book,
    atlas: Atlas,
    unit: int,
    tree: Tree,
    periods: Collection[int],
    series: Collection[int],
    point: int | None,
    edition: int,
    in_full_of: Callable[[Collection[int], Collection[int]], Comparing],
) -> Broad | None:
    """None where every figure must be read: some are apportioned, or speak for the whole below."""
    points = sorted({line.data_point for line in book.lines})
    rules = book.rules.adding
    ends = {one.period_id: one.period.ends for one in book.rounds.values()}
    days = {period: ends[period] for period in {*periods, *series}}
    tops = {period: atlas.tops(unit, day=day, tree=tree) for period, day in days.items()}
    if _speaks_for_others(days, points, edition):
        return None
    if any(is_apportioned(rules, one) for one in points) and _divided(atlas, unit, tree, days.values()):
        return None
    child_tops = _child_tops(atlas, unit, tree=tree, days={period: days[period] for period in periods})
    totals = _totals(tops, child_tops, points=points, point=point, edition=edition)
    nothing = empty(PART)
    reading = Broad(
        book, atlas, unit, tree, "accepted", edition, days, empty(ledger.ASKED), nothing,
        nothing.assign(origin=nothing["unit"]), totals, tops, frozenset(periods),
        child_tops={key: (one.inner, one.leaves) for key, one in child_tops.items()}, chosen=point,
        in_full_of=in_full_of,
    )  # fmt: skip
    key = ("leaves", point, tuple(sorted(periods)), *(reading.stamp(period) for period in sorted(days)))
    reading.parts, reading.pieces = reading.remember(
        key, lambda: _leaves(reading, child_tops, points=points, point=point)
    )
    return reading


def _speaks_for_others(days: Collection[int], points: Collection[int], edition: int) -> bool:
    rows = Figure.objects.filter(period__in=list(days), data_point__in=list(points), edition=edition)
    return rows.filter(scope=Scope.WHOLE).exists()


def _divided(atlas: Atlas, unit: int, tree: Tree, days: Iterable[date]) -> bool:
    """Whether figures of some unit that was divided count here, wholly or in part."""
    return tree == "now" and any(
        not atlas.divided(day).isdisjoint(atlas.counting(unit, day=day, tree=tree) | atlas.sharing(unit, day))
        for day in {atlas.era(day): day for day in days}.values()
    )


def _child_tops(atlas: Atlas, unit: int, *, tree: Tree, days: dict[int, date]) -> dict[tuple[int, int], Tops]:
    return {
        (period, child): atlas.tops(child, day=day, tree=tree)
        for period, day in days.items()
        for child in atlas.children(unit, day if tree == "then" else atlas.today)
    }


def _totals(
    tops: dict[int, Tops],
    child_tops: dict[tuple[int, int], Tops],
    *,
    points: Collection[int],
    point: int | None,
    edition: int,
) -> dict[tuple[int, int, int], Value]:
    """Stored totals of the unit for all points, of those below for the chosen one. One query."""
    wanted: list[Wanted] = [(_inner(tops.values()), tops, points)]
    if point is not None:
        below = {period for period, _child in child_tops}
        wanted.append((_inner(child_tops.values()), below, [point]))
    return totals_of(wanted, edition=edition)


def _inner(tops: Collection[Tops]) -> frozenset[int]:
    return frozenset[int]().union(*(top.inner for top in tops))


def _leaves(
    reading: Broad, child_tops: dict[tuple[int, int], Tops], *, points: Collection[int], point: int | None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Parts and pieces of units without a stored total: leaves that count alone, and divided ones."""
    units: dict[int, set[int]] = {period: set(top.leaves) for period, top in reading.tops.items()}
    of_point: dict[int, set[int]] = {period: set() for period in reading.in_full}
    for (period, _child), top in child_tops.items():
        of_point[period] |= top.leaves
    divided: set[int] = set()
    if reading.tree == "now":
        for period in reading.in_full:
            found = set(reading.divided_here(period))
            of_point[period] |= found
            divided |= found
            units[period] |= reading.sharing[period] & found
    if not any(units.values()) and not any(of_point.values()):
        return reading.parts, reading.pieces
    adding, edition = reading.book.rules.adding, reading.edition
    read = [figures_of(units, adding.needed(points), edition=edition)]
    if point is not None:
        more = {period: listed - units.get(period, set()) for period, listed in of_point.items()}
        read.append(figures_of(more, adding.needed([point]), edition=edition))
    figures = pd.concat([rows for rows in read if len(rows)] or read[:1], ignore_index=True)
    if not any(top.inner for top in reading.tops.values()):
        reading.tell_open(figures)
    book = reading.book
    round_of = {one.period_id: one for one in book.rounds.values()}
    regime = book.template.regime_id
    listed_duties = frame(
        (
            (
                unit,
                period,
                asked.version_id,
                regime,
                reading.asked_in(period)[unit],
                asked.edition,
                asked.period.ends.month,
            )
            for period in reading.periods
            for asked in (round_of[period],)
            for unit in (units.get(period, set()) | of_point.get(period, set()))
            if unit in reading.asked_in(period)
        ),
        ledger.ASKED,
    )
    duties = ledger.bound_to_cells(listed_duties, cells=book.cells, rules=book.rules)
    duties = duties[duties["edition"] == reading.edition]
    parts = parts_of(figures, duties, rules=book.rules.adding)
    pieces = in_pieces(
        parts, atlas=reading.atlas, rules=book.rules.adding, ends=reading.periods, units=divided
    )
    return parts, pieces
