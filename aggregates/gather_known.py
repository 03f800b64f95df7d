"""Reading in bulk what was known on a day around one unit: from history, never from stored totals."""

from collections.abc import Collection

import pandas as pd

from aggregates import ledger
from aggregates.around import Wanted, as_filter, parts_and_pieces, scope_of, within_shards
from aggregates.as_known import Known
from aggregates.asked import Book
from aggregates.atlas import Atlas, Tree
from aggregates.comparing import Comparing
from aggregates.groups import PLAIN
from aggregates.known_totals import known_totals
from aggregates.values import Value


def read_known(
    *,
    book: Book,
    atlas: Atlas,
    unit: int,
    tree: Tree,
    periods: Collection[int],
    series: Collection[int],
    point: int | None,
    edition: int,
    known: Known,
) -> Comparing:
    """`periods` in full; of the rest of the `series` every figure of one `point`, the others' totals alone
    where the database can add them up. At most seven queries."""
    ends = {one.period_id: one.period.ends for one in book.rounds.values()}
    everything = {period: ends[period] for period in {*periods, *series}}
    further = {period: day for period, day in everything.items() if period not in periods}
    scope = scope_of(atlas, unit, everything, tree=tree)
    asked = known.duties(
        periods=list(everything), units=scope, rounds=[one.pk for one in book.rounds.values()]
    )
    near = within_shards(scope)
    points = sorted({line.data_point for line in book.lines})
    needed = book.rules.adding.needed(points)
    counted: dict[tuple[int, int], Value] = {}
    by_figures = needed
    if further and not (tree == "now" and any(atlas.sharing(unit, day) for day in further.values())):
        units_in = {one: atlas.counting(unit, day=day, tree=tree) for one, day in further.items()}
        others = _added_up_elsewhere(book, points, point)
        found = known_totals(units_in, others, asked, near, known=known, book=book, edition=edition)
        if found is not None:
            counted, by_figures = found, book.rules.adding.needed({*points} - others)
    of_each = [(list(periods), needed), (list(further), by_figures)]
    asked_for: list[Wanted] = [(dict.fromkeys(listed, scope), of) for listed, of in of_each]
    duties = pd.concat([_duties(asked, listed, of, book=book) for listed, of in of_each], ignore_index=True)
    parts, pieces = parts_and_pieces(
        known.figures(as_filter(asked_for, edition=edition) & near), duties[duties["edition"] == edition],
        book=book, atlas=atlas, unit=unit, tree=tree, periods=everything,
    )  # fmt: skip
    tops = {period: atlas.tops(unit, day=day, tree=tree) for period, day in everything.items()}
    return Comparing(
        book, atlas, unit, tree, "accepted", edition, everything, asked, parts, pieces,
        {}, tops, frozenset(periods), from_figures=True, counted=counted,
    )  # fmt: skip


def _added_up_elsewhere(book: Book, points: Collection[int], chosen: int | None) -> frozenset[int]:
    """The points of which nothing but their totals is asked."""
    rules = book.rules.adding
    alone = {one for one in points if rules.of(one).over_units in PLAIN and one != chosen}
    return frozenset(alone - rules.needed({*points} - alone))


def _duties(
    asked: pd.DataFrame, periods: Collection[int], points: Collection[int], *, book: Book
) -> pd.DataFrame:
    cells = book.cells[book.cells["data_point"].isin(list(points))]
    mine = asked[asked["period"].isin(list(periods))]
    return ledger.bound_to_cells(mine, cells=cells, rules=book.rules)
