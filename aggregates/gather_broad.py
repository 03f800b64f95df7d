"""Reading in bulk for a unit with many below: stored totals, and figures of leaves that count alone."""

from collections.abc import Callable, Collection, Iterable
from datetime import date

import pandas as pd

from aggregates import ledger
from aggregates.ahead import marks_in, read_ahead
from aggregates.apportioning import in_pieces, is_apportioned
from aggregates.asked import Book
from aggregates.atlas import Atlas, Tops, Tree
from aggregates.broad import Broad
from aggregates.comparing import Comparing
from aggregates.kept import Content, Known, Place
from aggregates.kernel.frames import FIGURE, PART, empty, frame
from aggregates.kernel.total import parts_of
from aggregates.left_out import figures_of, speaks_for_others
from aggregates.stored import Wanted, totals_of
from aggregates.told import Told
from aggregates.values import Value

UnitsIn = dict[int, set[int]]  # period → units
Rows = list[list[int]]
Sides = dict[tuple[int, int | None], pd.DataFrame]


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
    ahead: bool = False,
) -> Broad | None:
    """None where every figure must be read: some are apportioned, or speak for the whole below.

    `ahead`: totals of points that add up are those that will stand when what is marked was refreshed.
    """
    points = sorted({line.data_point for line in book.lines})
    rules = book.rules.adding
    ends = {one.period_id: one.period.ends for one in book.rounds.values()}
    days = {period: ends[period] for period in {*periods, *series}}
    tops = {period: atlas.tops(unit, day=day, tree=tree) for period, day in days.items()}
    if speaks_for_others(days, points, edition=edition):
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
    if ahead and not read_ahead(reading, marks_in(reading.in_full, rules.needed(points))):
        return None
    reading.parts, reading.pieces = _leaves(reading, child_tops, points=points, point=point)
    return reading


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
    units: UnitsIn = {period: set(top.leaves) for period, top in reading.tops.items()}
    of_point: UnitsIn = {period: set() for period in reading.in_full}
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
    needed = reading.book.rules.adding.needed
    chosen = needed([] if point is None else [point])
    more = {period: held - units[period] for period, held in of_point.items() if point is not None}
    told = _told(reading, more, chosen)

    def worked_out() -> tuple[pd.DataFrame, pd.DataFrame, Told, Sides]:
        rows = frame((row for one in told.values() for held in one.of_group.values() for row in held), FIGURE)
        read = [figures_of(units, needed(points), edition=reading.edition), rows]
        figures = pd.concat([one for one in read if len(one)] or read[:1], ignore_index=True)
        if not any(top.inner for top in reading.tops.values()):
            reading.tell_open(figures)
        cells = reading.book.cells
        of_chosen = cells[cells["data_point"].isin(chosen)]  # of units below nothing else is asked for
        duties = [duties_in(reading, units, cells), duties_in(reading, more, of_chosen)]
        parts, pieces = _parts(reading, figures, pd.concat(duties, ignore_index=True), divided=divided)
        return parts, pieces, Told(parts), {}

    asked = (reading.duties(one) for one in sorted(units) if units[one] or more.get(one))
    key = ("leaves", point, tuple(points), *told.values(), *asked)
    parts, pieces, reading.told, reading.sides = reading.remember(key, worked_out)
    return parts, pieces


def _told(reading: Broad, units_in: UnitsIn, points: Collection[int]) -> dict[int, Content[Rows]]:
    """Period → FIGURE rows of the units, by group. One query."""

    def read(wanted: dict[Place, frozenset[int]], _known: Known[Rows]) -> dict[Place, Rows]:
        place_of = {
            (period, unit): (period, group) for (period, group), held in wanted.items() for unit in held
        }
        units: UnitsIn = {period: set() for period, _unit in place_of}
        for period, unit in place_of:
            units[period].add(unit)
        found: dict[Place, Rows] = {place: [] for place in wanted}
        for row in figures_of(units, points, edition=reading.edition).to_numpy().tolist():
            found[place_of[row[1], row[0]]].append(row)
        return found

    wanted = {period: reading.by_group(period, held) for period, held in units_in.items() if held}
    return reading.kept(("figures", tuple(sorted(points))), wanted, read) if wanted else {}


def duties_in(reading: Broad, units_in: UnitsIn, cells: pd.DataFrame) -> pd.DataFrame:
    """DUTY rows of the units: what each was asked of the cells."""
    book = reading.book
    round_of = {one.period_id: one for one in book.rounds.values()}
    listed = (
        (unit, period, of.version_id, book.template.regime_id, asked[unit], of.edition, of.period.ends.month)
        for period, units in units_in.items()
        if units
        for of, asked in ((round_of[period], reading.asked_in(period)),)
        for unit in units
        if unit in asked
    )
    duties = ledger.bound_to_cells(frame(listed, ledger.ASKED), cells=cells, rules=book.rules)
    return duties[duties["edition"] == reading.edition]


def _parts(
    reading: Broad, figures: pd.DataFrame, duties: pd.DataFrame, *, divided: Collection[int]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What units told and were asked, and where that of divided ones lies."""
    rules = reading.book.rules.adding
    parts = parts_of(figures, duties, rules=rules)
    return parts, in_pieces(parts, atlas=reading.atlas, rules=rules, ends=reading.periods, units=divided)
