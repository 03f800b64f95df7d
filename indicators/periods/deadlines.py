"""When a report is due. Rules are the regime's data, the days off a table that people edit."""

import calendar as gregorian
import datetime
import enum
from collections.abc import Container, Iterable
from dataclasses import dataclass

from indicators.periods.spans import ONE_DAY, PeriodSpan, is_cut_off_early, nominal_end
from indicators.periods.working_days import add_working_days, next_working_day

END_OF_WORK = datetime.time(17)
"""When a working day ends: a deadline that is moved to one lasts until then at least."""


class CountIn(enum.StrEnum):
    """What an offset counts."""

    WORKING = "working"
    CALENDAR = "calendar"


class Anchor(enum.StrEnum):
    """What an offset is counted from: the last day of the data, or of the period itself."""

    CUT_OFF = "cut_off"
    PERIOD_END = "period_end"


class OnDayOff(enum.StrEnum):
    """What becomes of a deadline that falls on a day off."""

    NEXT = "next"  # the end of the next working day: Bộ luật Dân sự 2015, 148.5
    PREVIOUS = "previous"
    STAY = "stay"


class Moved(enum.StrEnum):
    """Why a deadline is not on the day its rule gives."""

    DAY_OFF = "day_off"
    CUT_OFF = "cut_off"  # no working day lay between


@dataclass(frozen=True, slots=True)
class DueRule:
    """`offset` days after the anchor (before it where negative); or, where `fixed_day` is given, that day of
    the month `months_after` the period's last month (0: the 25th of the last month itself; 31: its last day).
    """

    offset: int = 0
    count_in: CountIn = CountIn.WORKING
    anchor: Anchor = Anchor.CUT_OFF
    fixed_day: int | None = None
    months_after: int = 1
    at: datetime.time = END_OF_WORK
    on_day_off: OnDayOff = OnDayOff.NEXT


@dataclass(frozen=True, slots=True)
class Deadline:
    """`at`: local date and time, naive: the caller knows the time zone. `planned`: the day of the rule
    itself, before it was `moved` for these reasons.
    """

    at: datetime.datetime
    planned: datetime.date
    moved: tuple[Moved, ...] = ()


@dataclass(frozen=True, slots=True)
class ScopedRule:
    """A rule and whom it is for: no kinds of units are all kinds, no edition is all editions. `key` is its
    number where it is kept.
    """

    rule: DueRule
    kinds: frozenset[str] = frozenset()
    edition: int | None = None
    key: int = 0


def deadline(
    *,
    span: PeriodSpan,
    rule: DueRule,
    days_off: Container[datetime.date],
    swapped_working_days: Container[datetime.date] = (),
) -> Deadline:
    """The deadline of a period, past days off, and where data are cut off before the period's end
    (NĐ 09/2019/NĐ-CP) at least one working day after the cut-off.
    """
    planned = day = _planned(span, rule, days_off, swapped_working_days)
    moved = []
    if rule.on_day_off is not OnDayOff.STAY:
        day = next_working_day(
            planned,
            days_off=days_off,
            swapped_working_days=swapped_working_days,
            backwards=rule.on_day_off is OnDayOff.PREVIOUS,
        )
        moved += [Moved.DAY_OFF] if day != planned else []
    if is_cut_off_early(span):
        first = add_working_days(span.ends, 1, days_off=days_off, swapped_working_days=swapped_working_days)
        if day < first:
            day, moved = first, [Moved.CUT_OFF]
    at = rule.at if day == planned else max(rule.at, END_OF_WORK)
    return Deadline(datetime.datetime.combine(day, at), planned, tuple(moved))


def due(
    *,
    span: PeriodSpan,
    rule: DueRule,
    days_off: Container[datetime.date],
    swapped_working_days: Container[datetime.date] = (),
) -> datetime.datetime:
    """`deadline(…).at`."""
    found = deadline(span=span, rule=rule, days_off=days_off, swapped_working_days=swapped_working_days)
    return found.at


def most_specific(rules: Iterable[ScopedRule], *, kind: str, edition: int) -> ScopedRule | None:
    """The rule for a unit of a kind and an edition: one that names the edition goes before one that does not,
    then one that names the kind; None when none is for them. At most one is named alike (`check_scopes`).
    """
    fitting = [
        scoped
        for scoped in rules
        if scoped.edition in (None, edition) and (not scoped.kinds or kind in scoped.kinds)
    ]
    return max(fitting, key=lambda scoped: (scoped.edition is not None, bool(scoped.kinds)), default=None)


def _planned(
    span: PeriodSpan,
    rule: DueRule,
    days_off: Container[datetime.date],
    swapped_working_days: Container[datetime.date],
) -> datetime.date:
    """The day the rule itself gives."""
    if rule.fixed_day is not None:
        return _day_of_month(nominal_end(span), months_after=rule.months_after, day=rule.fixed_day)
    anchor = span.ends if rule.anchor is Anchor.CUT_OFF else nominal_end(span)
    if rule.count_in is CountIn.CALENDAR:
        return anchor + rule.offset * ONE_DAY
    return add_working_days(anchor, rule.offset, days_off=days_off, swapped_working_days=swapped_working_days)


def _day_of_month(last_day: datetime.date, *, months_after: int, day: int) -> datetime.date:
    years, month = divmod(last_day.month - 1 + months_after, 12)
    year = last_day.year + years
    return datetime.date(year, month + 1, min(day, gregorian.monthrange(year, month + 1)[1]))
