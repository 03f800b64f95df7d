"""Stored totals as they will stand once their marks are taken: added up for one reading, and not stored.

Between a report's acceptance and the refresh of the totals above it, what it says is in none of them. What a
marked unit's total lacks, all above it lack too.
"""

# ruff: noqa: S608 only integers and names of ours are put into statements

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from django.db import connection

from aggregates import ledger
from aggregates.adding import by_kind
from aggregates.adding_ahead import added_up
from aggregates.groups import Token, Tokens
from aggregates.kernel import KernelBoundError
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

    It does not where a marked unit has no others below it any more. A few queries a period with marks.
    """
    mine = {period: _concerned(reading, period, tokens) for period, tokens in marks.items()}
    mine = {period: tokens for period, tokens in mine.items() if tokens}
    if not mine:
        return True
    atlas, days = reading.atlas, reading.periods
    if not all(atlas.is_inner(unit, days[period]) for period, units in mine.items() for unit in units):
        return False
    try:
        totals = _totals_ahead(reading, mine)
    except KernelBoundError:
        return True  # the refresh refuses it as well: totals stay as they are
    reading.totals.update(totals)
    reading.ahead = {period: _tokens_above(reading, period, units) for period, units in mine.items()}
    return True


def _totals_ahead(reading: Lessened, marks: Mapping[int, Tokens]) -> dict[tuple[int, int, int], Value]:
    """(unit, period, data point) → the total, of those the reading goes by that will change."""
    below: dict[int, set[int]] = defaultdict(set)
    for (period, _child), (inner, _leaves) in reading.child_tops.items():
        below[period] |= inner
    found: dict[tuple[int, int, int], Value] = {}
    for (unit, period), counts_of in _known_lacks(reading, marks).items():
        for above in reading.atlas.path_to(unit, reading.periods[period]):
            is_own = above in reading.tops[period].inner
            for point, counts in counts_of.items():
                if is_own or (above in below[period] and point == reading.chosen):
                    key = (above, period, point)
                    value = found.get(key) or reading.totals.get(key, Value())
                    found[key] = added_to(value, reading.rule(point), [counts])
    return found


def _tokens_above(reading: Lessened, period: int, marks: Tokens) -> dict[int, Token]:
    """Unit at or above a mark → what tells of all marks at or below it."""
    found: dict[int, list[Token]] = defaultdict(list)
    for unit, token in marks.items():
        for above in reading.atlas.path_to(unit, reading.periods[period]):
            found[above].append((unit, *token))
    return {unit: tuple(sorted(tokens)) for unit, tokens in found.items()}


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
    found: dict[tuple[int, int, int], list[int]] = defaultdict(lambda: [0] * len(COUNTED))
    stored = totals_of(
        (([*units], [period], points) for period, units in marks.items()), edition=reading.edition
    )
    for (unit, period, point), value in stored.items():
        _add(found[unit, period, point], counted_in(value), sign=-1)
    for period, units in marks.items():
        for unit, point, *counts in _to_be(reading, period, units, points):
            _add(found[unit, period, point], counts)
    lacks: dict[Marked, Lacks] = {(unit, period): {} for period, units in marks.items() for unit in units}
    for (unit, period, point), changed in found.items():
        if any(changed):
            lacks[unit, period][point] = tuple(changed)
    return lacks


def _to_be(
    reading: Lessened, period: int, units: Collection[int], points: Collection[int]
) -> Iterator[Sequence[int]]:
    """(marked unit, data point, COUNTED): inside the database what it can add up, the rest by the kernel."""
    by_figures, by_totals = _right_below(reading, period, units)
    day, rules = reading.periods[period], reading.book.rules
    kinds = by_kind(points, rules=rules.adding, wholes=())
    for kind, listed in kinds.items():
        yield from added_up(
            by_figures, by_totals, period=period, day=day, edition=reading.edition, kind=kind, points=listed
        )
    others = set(points).difference(*kinds.values())
    if others:
        yield from _by_kernel(reading, period, by_figures, by_totals, others)


def _right_below(
    reading: Lessened, period: int, units: Collection[int]
) -> tuple[dict[int, int], dict[int, int]]:
    """Unit → the marked one it counts for: by its figures (the marked one itself, too), by its total."""
    atlas, day = reading.atlas, reading.periods[period]
    by_figures = {unit: unit for unit in units}
    by_totals: dict[int, int] = {}
    for unit in units:
        for child in atlas.children(unit, day):
            into = by_totals if atlas.is_inner(child, day) else by_figures
            into[child] = unit
    return by_figures, by_totals


def _by_kernel(
    reading: Lessened,
    period: int,
    by_figures: Mapping[int, int],
    by_totals: Mapping[int, int],
    points: Collection[int],
) -> Iterator[Sequence[int]]:
    rules, edition = reading.book.rules, reading.edition
    needed = sorted(rules.adding.needed(points))
    duties = ledger.duties_frame(rules=rules, periods=[period], data_points=needed, units=[*by_figures])
    parts = parts_of(
        figures_of({period: by_figures}, needed, edition=edition),
        duties[duties["edition"] == edition],
        rules=rules.adding,
        points=points,
    )
    for unit, point, *counts in parts[["unit", "data_point", *COUNTED]].to_numpy().tolist():
        yield (by_figures[unit], point, *counts)
    for (unit, _period, point), value in totals_of(
        [([*by_totals], [period], points)], edition=edition
    ).items():
        yield (by_totals[unit], point, *counted_in(value))


def _add(into: list[int], counts: Collection[int], *, sign: int = 1) -> None:
    for at, count in enumerate(counts):
        into[at] += sign * count
