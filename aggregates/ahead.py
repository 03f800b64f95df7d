"""Stored totals as they will stand once their marks are taken: added up for one reading, and not stored.

Between a report's acceptance and the refresh of the totals above it, what it says is in none of them. What a
marked unit's total lacks, all above it lack too.
"""

# ruff: noqa: S608 only integers and names of ours are put into statements

from collections import defaultdict
from collections.abc import Collection, Mapping

import numpy as np
import pandas as pd
from django.db import connection

from aggregates import ledger
from aggregates.groups import Token, Tokens
from aggregates.kernel.total import parts_of
from aggregates.left_out import figures_of
from aggregates.lessened import Lessened
from aggregates.statements import among
from aggregates.stored import totals_of
from aggregates.values import COUNTED, Counts, Value, added_to, counted_in
from submissions.models import DirtyMark

_MARK = DirtyMark._meta.db_table
Marked = tuple[int, int]  # unit, period
Lacks = dict[int, Counts]
"""Data point → what a mark will add to its unit's total, and to all above it."""


def marks_in(periods: Collection[int], points: Collection[int]) -> dict[int, dict[int, Token]]:
    """Period → marked unit → another token whenever it is marked again. One query."""
    found: dict[int, dict[int, Token]] = {}
    if not periods or not points:
        return found
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT period, unit, COUNT(*), MAX(id), CAST(SUM(id) AS bigint) FROM {_MARK}
            WHERE {among("period", periods)} AND {among("data_point", points)} GROUP BY period, unit"""
        )
        for period, unit, *token in cursor.fetchall():
            found.setdefault(period, {})[unit] = tuple(token)
    return found


def read_ahead(reading: Lessened, marks: Mapping[int, Tokens]) -> bool:
    """Put into the reading's totals what those marked at or below its unit lack; whether that tells all.

    It does not where a marked unit has no others below it any more. Four queries, none without marks.
    """
    mine = {period: _concerned(reading, period, tokens) for period, tokens in marks.items()}
    mine = {period: tokens for period, tokens in mine.items() if tokens}
    if not mine:
        return True
    atlas, days = reading.atlas, reading.periods
    if not all(atlas.is_inner(unit, days[period]) for period, units in mine.items() for unit in units):
        return False
    lacks = _known_lacks(reading, mine)
    wanted = {period: set(reading.tops[period].inner) for period in mine}
    below: dict[int, set[int]] = defaultdict(set)
    for (period, _child), (inner, _leaves) in reading.child_tops.items():
        below[period] |= inner
    ahead: dict[int, dict[int, list[Token]]] = {period: defaultdict(list) for period in mine}
    for period, units in mine.items():
        for unit, token in units.items():
            for above in atlas.path_to(unit, days[period]):
                ahead[period][above].append((unit, *token))
    reading.ahead = {
        period: {unit: tuple(sorted(tokens)) for unit, tokens in of.items()} for period, of in ahead.items()
    }
    for (unit, period), counts_of in lacks.items():
        for above in atlas.path_to(unit, days[period]):
            for point, counts in counts_of.items():
                if above in wanted[period] or (above in below[period] and point == reading.chosen):
                    key = (above, period, point)
                    value = reading.totals.get(key, Value())
                    reading.totals[key] = added_to(value, reading.rule(point), [counts])
    return True


def _concerned(reading: Lessened, period: int, marks: Tokens) -> Tokens:
    counting = reading.counting.get(period, frozenset())
    return {unit: token for unit, token in marks.items() if unit == reading.unit or unit in counting}


def _known_lacks(reading: Lessened, marks: Mapping[int, Tokens]) -> dict[Marked, Lacks]:
    """What changes under a unit marks it again: until then it is not added up anew."""
    points = tuple(sorted({line.data_point for line in reading.book.lines}))
    of, memory = ("lacks", reading.book.template.pk, reading.edition, points), reading.atlas.memory
    found: dict[Marked, Lacks] = {}
    unknown: dict[int, dict[int, Token]] = defaultdict(dict)
    for period, units in marks.items():
        for unit, token in units.items():
            lacks: Lacks | None = memory.recall((*of, period, unit, token))
            if lacks is None:
                unknown[period][unit] = token
            else:
                found[unit, period] = lacks
    if unknown:
        for (unit, period), lacks in _lacks(reading, unknown, points).items():
            found[unit, period] = lacks
            memory.keep((*of, period, unit, unknown[period][unit]), lacks)
    return found


def _lacks(reading: Lessened, marks: Mapping[int, Tokens], points: Collection[int]) -> dict[Marked, Lacks]:
    """What the totals of marked units are to be, less what is stored."""
    holder_of, inner_of = _right_below(reading, marks)
    found: dict[tuple[int, int, int], list[int]] = defaultdict(lambda: [0] * len(COUNTED))
    stored = totals_of(
        (({*marks[period], *inner}, [period], points) for period, inner in inner_of.items()),
        edition=reading.edition,
    )
    for (unit, period, point), value in stored.items():
        told = counted_in(value)
        if unit in marks[period]:
            _add(found[unit, period, point], told, sign=-1)
        if (above := inner_of[period].get(unit)) is not None:
            _add(found[above, period, point], told)
    parts = _parts(reading, holder_of, points)
    by = ["unit", "period", "data_point"]
    added = parts.groupby(by, as_index=False, sort=False).sum()
    for unit, period, point, *counts in added.to_numpy().tolist():
        _add(found[unit, period, point], counts)
    lacks: dict[Marked, Lacks] = {(unit, period): {} for period, units in marks.items() for unit in units}
    for (unit, period, point), counts in found.items():
        if any(counts):
            lacks[unit, period][point] = tuple(counts)
    return lacks


def _right_below(
    reading: Lessened, marks: Mapping[int, Tokens]
) -> tuple[dict[int, dict[int, int]], dict[int, dict[int, int]]]:
    """Period → unit → the marked one it counts for: by its figures (the marked one, too), by its total."""
    atlas = reading.atlas
    by_figures: dict[int, dict[int, int]] = {}
    by_totals: dict[int, dict[int, int]] = {}
    for period, units in marks.items():
        day = reading.periods[period]
        by_figures[period], by_totals[period] = dict(zip(units, units, strict=True)), {}
        for unit in units:
            for child in atlas.children(unit, day):
                into = by_totals if atlas.is_inner(child, day) else by_figures
                into[period][child] = unit
    return by_figures, by_totals


def _parts(
    reading: Lessened, holder_of: Mapping[int, Mapping[int, int]], points: Collection[int]
) -> pd.DataFrame:
    """What the period's units add to the marked ones, their `unit` here; counted as the refresh does."""
    rules = reading.book.rules
    needed = sorted(rules.adding.needed(points))
    every = frozenset[int]().union(*holder_of.values())
    duties = ledger.duties_frame(rules=rules, periods=list(holder_of), data_points=needed, units=every)
    parts = parts_of(
        figures_of(holder_of, needed, edition=reading.edition),
        duties[duties["edition"] == reading.edition],
        rules=rules.adding,
        points=points,
    )
    places = zip(parts["unit"].tolist(), parts["period"].tolist(), strict=True)
    holders = np.array([holder_of[period].get(unit, 0) for unit, period in places], dtype=np.int64)
    counted = parts[["unit", "period", "data_point", *COUNTED]].assign(unit=holders)
    return counted[holders > 0]


def _add(into: list[int], counts: Collection[int], *, sign: int = 1) -> None:
    for at, count in enumerate(counts):
        into[at] += sign * count
