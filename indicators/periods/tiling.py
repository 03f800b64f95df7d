"""What makes a calendar one: periods of a kind tile time, shorter ones fill longer ones, data end in time."""

import datetime
import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from indicators.periods.calendars import IN_A_YEAR, Calendar, CutOff, Kind
from indicators.periods.spans import ONE_DAY

YEARS_LOOKED_AT = range(2023, 2033)
"""Every way a common year follows a leap year, and a leap year a common one, is among them."""

_IN_ANOTHER = tuple(itertools.combinations(IN_A_YEAR, 2))
"""(the longer kind, the shorter one that fills it)."""


@dataclass(frozen=True, slots=True)
class CalendarFault:
    """`rows`: the one or two rows it is about. `first` to `last`: the days of a gap or an overlap, or the two
    days that ought to be one. `kind`, `number`: of what is missing.

    Codes: no_periods, no_year, missing_row, repeated_row, ends_before_starts, gap, overlap, not_nested,
    ten_days_not_nested, kind_not_in_named_after, ends_after_named_after.
    """

    code: str
    rows: tuple[CutOff, ...] = ()
    first: datetime.date | None = None
    last: datetime.date | None = None
    kind: Kind | None = None
    number: int = 0


def faults_of_calendar(calendar: Calendar) -> list[CalendarFault]:
    """What is wrong, in an order in which one thing follows from the other; empty when nothing is."""
    for looked_for in (_present, _tiling, _nested, _named_after):
        found = list(looked_for(calendar))
        if found:
            return found
    return []


def _present(calendar: Calendar) -> Iterator[CalendarFault]:
    if not calendar.cut_offs and not calendar.natural:
        yield CalendarFault("no_periods")
    if calendar.cut_offs and not calendar.has(Kind.YEAR):
        yield CalendarFault("no_year")
    for kind, count in IN_A_YEAR.items():
        of_kind = [row for row in calendar.cut_offs if row.kind is kind]
        for one, other in itertools.combinations(of_kind, 2):
            if one.number == other.number:
                yield CalendarFault("repeated_row", (one, other))
        numbers = {row.number for row in of_kind}
        if numbers:
            for number in sorted(set(range(1, count + 1)) - numbers):
                yield CalendarFault("missing_row", kind=kind, number=number)
    for row in calendar.cut_offs:
        if any(row.ends.on(year) < row.starts.on(year) for year in YEARS_LOOKED_AT):
            yield CalendarFault("ends_before_starts", (row,))


def _tiling(calendar: Calendar) -> Iterator[CalendarFault]:
    for kind in IN_A_YEAR:
        rows = [calendar.row(kind, number) for number in calendar.numbers(kind)]
        placed = [(row, year) for year in YEARS_LOOKED_AT for row in rows if row is not None]
        told = set()
        for (row, year), (after, later) in itertools.pairwise(placed):
            fault = _between(row, after, row.ends.on(year), after.starts.on(later))
            if fault is not None and fault.rows not in told:
                told.add(fault.rows)
                yield fault


def _between(row: CutOff, after: CutOff, end: datetime.date, start: datetime.date) -> CalendarFault | None:
    if start > end + ONE_DAY:
        return CalendarFault("gap", (row, after), end + ONE_DAY, start - ONE_DAY)
    if start <= end:
        return CalendarFault("overlap", (row, after), start, end)
    return None


def _nested(calendar: Calendar) -> Iterator[CalendarFault]:
    rows = {(row.kind, row.number): row for row in calendar.cut_offs}
    for whole_kind, part_kind in _IN_ANOTHER:
        if not (calendar.has(whole_kind) and calendar.has(part_kind)):
            continue
        size = IN_A_YEAR[part_kind] // IN_A_YEAR[whole_kind]
        for number in calendar.numbers(whole_kind):
            first, last = rows[part_kind, size * (number - 1) + 1], rows[part_kind, size * number]
            yield from _boundaries(rows[whole_kind, number], first, last)
    if Kind.TEN_DAYS in calendar.natural:
        for row in calendar.cut_offs:
            if row.kind is Kind.MONTH and not _is_whole_month(row):
                yield CalendarFault("ten_days_not_nested", (row,))


def _boundaries(whole: CutOff, first: CutOff, last: CutOff) -> Iterator[CalendarFault]:
    for year in YEARS_LOOKED_AT:
        if first.starts.on(year) != whole.starts.on(year):
            yield CalendarFault("not_nested", (first, whole), first.starts.on(year), whole.starts.on(year))
            break
    for year in YEARS_LOOKED_AT:
        if last.ends.on(year) != whole.ends.on(year):
            yield CalendarFault("not_nested", (last, whole), last.ends.on(year), whole.ends.on(year))
            break


def _is_whole_month(row: CutOff) -> bool:
    return all(
        row.starts.on(year).day == 1
        and (row.ends.on(year) + ONE_DAY).day == 1
        and (row.ends.on(year) - row.starts.on(year)).days < 31
        for year in YEARS_LOOKED_AT
    )


def _named_after(calendar: Calendar) -> Iterator[CalendarFault]:
    named_after = calendar.named_after
    if named_after is None:
        return
    for kind in Kind:
        if kind is not Kind.TO_DATE and calendar.has(kind) and not named_after.has(kind):
            yield CalendarFault("kind_not_in_named_after", kind=kind)
    for row in calendar.cut_offs:
        named = named_after.row(row.kind, row.number)
        if named is not None and any(row.ends.on(year) > named.ends.on(year) for year in YEARS_LOOKED_AT):
            yield CalendarFault("ends_after_named_after", (row, named))
