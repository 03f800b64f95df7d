"""Reading in bulk everything a page or answer about one unit needs.

At most four queries: figures, duties, totals, and (provisional only) what is pending.
"""

from collections.abc import Callable, Collection, Iterator, Sequence

import pandas as pd

from aggregates import ledger
from aggregates.around import Wanted, as_filter, parts_and_pieces, scope_of
from aggregates.as_known import Known
from aggregates.asked import Book
from aggregates.atlas import Atlas, Tops, Tree
from aggregates.broad import Broad
from aggregates.comparing import Comparing
from aggregates.gather_broad import read_broad
from aggregates.gather_known import read_known
from aggregates.kernel.frames import FIGURE, empty
from aggregates.kernel.total import overlaid
from aggregates.left_out import figures_of
from aggregates.provisional import with_waiting
from aggregates.reading import Basis
from aggregates.stored import totals_of
from aggregates.values import ADDITIVE


def read(
    *,
    book: Book,
    atlas: Atlas,
    unit: int,
    tree: Tree,
    periods: Collection[int],
    series: Collection[int] = (),
    point: int | None = None,
    basis: Basis = "accepted",
    edition: int,
    known: Known | None = None,
    only: Collection[int] | None = None,
) -> Comparing:
    """Read what is needed around a unit: `periods` in full; `series` in totals, in full for one `point`.

    `only`: data points of the form, when not all of them are asked about. `known`: from history.
    """
    if known is not None:
        return read_known(
            book=book, atlas=atlas, unit=unit, tree=tree, periods=periods, series=series, point=point,
            edition=edition, known=known,
        )  # fmt: skip
    if only is None:
        broad = _read_wide(
            book=book, atlas=atlas, unit=unit, tree=tree, periods=periods, series=series, point=point,
            basis=basis, edition=edition,
        )  # fmt: skip
        if broad is not None:
            return broad
    points = sorted({line.data_point for line in book.lines} if only is None else only)
    ends = {one.period_id: one.period.ends for one in book.rounds.values()}
    everything = {period: ends[period] for period in {*periods, *series}}
    tops = {period: atlas.tops(unit, day=day, tree=tree) for period, day in everything.items()}
    scope = scope_of(atlas, unit, everything, tree=tree)
    needed = sorted(book.rules.adding.needed(points))
    asked_for = list(_asked_for(needed, book, periods, series, point=point, scope=scope, tops=tops))
    rounds = [one.pk for one in book.rounds.values()]
    asked = ledger.asked_frame(periods=list(everything), units=scope, rounds=rounds)
    cells = book.cells[book.cells["data_point"].isin(needed)]
    duties = ledger.bound_to_cells(asked, cells=cells, rules=book.rules)
    duties = duties[duties["edition"] == edition]
    read_each = [figures_of(units_in, of, edition=edition) for units_in, of in asked_for]
    figures = pd.concat(read_each, ignore_index=True) if read_each else empty(FIGURE)
    if basis == "provisional":
        figures = overlaid(figures, ledger.pending_where(as_filter(asked_for, edition=edition)))
    parts, pieces = parts_and_pieces(
        figures, duties, book=book, atlas=atlas, unit=unit, tree=tree, periods=everything
    )
    totals = totals_of([(_inner(tops), everything, points)], edition=edition)
    return Comparing(
        book, atlas, unit, tree, basis, edition, everything, asked, parts, pieces,
        totals, tops, frozenset(periods),
    )  # fmt: skip


def _read_wide(
    *,
    book: Book,
    atlas: Atlas,
    unit: int,
    tree: Tree,
    periods: Collection[int],
    series: Collection[int],
    point: int | None,
    basis: Basis,
    edition: int,
) -> Broad | None:
    """Stored totals less what is not comparable, and what waits where that is asked for; None where that does
    not tell."""

    def in_full(basis: Basis) -> Callable[[Collection[int], Collection[int]], Comparing]:
        return lambda points, of: read(
            book=book,
            atlas=atlas,
            unit=unit,
            tree=tree,
            periods=of,
            basis=basis,
            edition=edition,
            only=points,
        )

    if basis == "provisional" and not _all_add_up(book):
        return None
    accepted = read_broad(
        book=book, atlas=atlas, unit=unit, tree=tree, periods=periods, series=series, point=point,
        edition=edition, in_full_of=in_full("accepted"), ahead=basis == "provisional",
    )  # fmt: skip
    if basis == "accepted" or accepted is None:
        return accepted
    return with_waiting(accepted, in_full_of=in_full("provisional"))


def _all_add_up(book: Book) -> bool:
    return all(book.rules.adding.of(line.data_point).over_units in ADDITIVE for line in book.lines)


def _asked_for(
    points: Sequence[int],
    book: Book,
    periods: Collection[int],
    series: Collection[int],
    *,
    point: int | None,
    scope: Collection[int],
    tops: dict[int, Tops],
) -> Iterator[Wanted]:
    """Which figures are read; none of them twice."""
    yield dict.fromkeys(periods, scope), points
    further = sorted(set(series) - set(periods))
    whole = [one for one in further if scope and tops[one].leaves >= {*scope}]
    yield dict.fromkeys(whole, scope), points
    chosen = book.rules.adding.needed([point]) if point is not None else frozenset[int]()
    partly = [one for one in further if one not in whole]
    yield dict.fromkeys(partly, scope), sorted(chosen)
    others = sorted(set(points) - chosen)
    yield {one: tops[one].leaves for one in partly}, others


def _inner(tops: dict[int, Tops]) -> set[int]:
    return {unit for top in tops.values() for unit in top.inner}
