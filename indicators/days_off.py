"""Days off as people change them: what a change of the table does to open deadlines, before it is done."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q

from indicators.calendars import calendars_read_once, period_named
from indicators.deadlines import DaysOff, due_by
from indicators.models import Assignment, DeadlineRule, Holiday


@dataclass(frozen=True, slots=True)
class Mark:
    """What a day is that is not just Monday to Sunday: off, or worked; and why."""

    name: str
    is_working: bool = False


Marks = Mapping[date, Mark | None]
"""What days are to become; None: again as its day of the week says."""


@dataclass(frozen=True, slots=True)
class DayChange:
    day: date
    before: Mark | None
    after: Mark | None


@dataclass(frozen=True, slots=True)
class Move:
    """A deadline of a round by one rule: `units` have it, which were not given more time one by one."""

    round: int
    rule: int
    form: str
    period: str
    before: datetime
    after: datetime
    units: int


@dataclass(frozen=True, slots=True)
class Preview:
    """`days`: those that change. `moves`: of open rounds. `past`: deadlines that would have moved to a time
    that is over, and stay. `extended`: units given more time one by one, who keep their own deadline.
    """

    days: tuple[DayChange, ...]
    moves: tuple[Move, ...] = ()
    past: tuple[Move, ...] = ()
    extended: int = 0

    @property
    def units(self) -> int:
        """How many duties get another due time."""
        return sum(move.units for move in self.moves)

    @property
    def digest(self) -> str:
        """A word that is another one when anything of it is otherwise."""
        said = [
            *([day.day, _kept(day.before), _kept(day.after)] for day in self.days),
            *([move.round, move.rule, move.before, move.after, move.units] for move in self.moves),
        ]
        return hashlib.sha256(json.dumps(said, default=str).encode()).hexdigest()


def marks_of_table() -> dict[date, Mark]:
    """The whole table; one query."""
    rows = Holiday.objects.values_list("day", "name", "is_working")
    return {day: Mark(name, is_working) for day, name, is_working in rows}


def preview_days_off(marks: Marks, *, at: datetime) -> Preview:
    """What changing these days would do at a moment; nothing is written. Three queries and one a calendar."""
    table = marks_of_table()
    days = tuple(
        DayChange(day, table.get(day), mark)
        for day, mark in sorted(marks.items(), key=lambda item: item[0])
        if table.get(day) != mark
    )
    changed = {day: mark for day, mark in (table | dict(marks)).items() if mark is not None}
    moves: list[Move] = []
    past: list[Move] = []
    extended = 0
    with calendars_read_once():
        for move, left in _moves(_table(table), _table(changed), at=at, days=len(days)):
            if move.after <= at:
                past.append(move)
            else:
                extended += left
                moves += [move] if move.units else []
    return Preview(days, tuple(moves), tuple(past), extended)


def _moves(before: DaysOff, after: DaysOff, *, at: datetime, days: int) -> list[tuple[Move, int]]:
    """Deadlines that one table gives otherwise than the other, with the units that were given more time."""
    if not days:
        return []
    rules = DeadlineRule.objects.in_bulk()
    found: list[tuple[Move, int]] = []
    for group in _groups(since=at - timedelta(30 + 3 * days)):
        scoped, span = rules[group["rule"]].scoped(), period_named(group["round__period_code"])
        was, will_be = due_by(scoped, span, before).at, due_by(scoped, span, after).at
        if was == will_be or will_be == group["due_at"]:
            continue
        move = Move(
            round=group["round"],
            rule=group["rule"],
            form=group["round__template__code"],
            period=group["round__period_code"],
            before=group["due_at"],
            after=will_be,
            units=group["units"],
        )
        found.append((move, group["extended"]))
    return found


def _groups(*, since: datetime) -> list[dict[str, Any]]:
    """Duties of open rounds by round, rule and due time. Older ones than `since` are over by any table."""
    groups = (
        Assignment.objects.filter(
            round__closed_at__isnull=True, exempted_at__isnull=True, rule__isnull=False, due_at__gt=since
        )
        .values("round", "rule", "due_at", "round__period_code", "round__template__code")
        .annotate(
            units=Count("pk", filter=Q(extended_to__isnull=True)),
            extended=Count("pk", filter=Q(extended_to__isnull=False)),
        )
        .order_by("due_at", "round__template__code", "round", "rule")
    )
    return [{**group} for group in groups]


def _table(marks: Mapping[date, Mark]) -> DaysOff:
    return DaysOff(
        off=frozenset(day for day, mark in marks.items() if not mark.is_working),
        worked=frozenset(day for day, mark in marks.items() if mark.is_working),
    )


def days_to_json(days: tuple[DayChange, ...]) -> str:
    return json.dumps(
        [[day.day.isoformat(), _kept(day.before), _kept(day.after)] for day in days], ensure_ascii=False
    )


def days_from_json(text: str) -> tuple[DayChange, ...]:
    return tuple(
        DayChange(
            date.fromisoformat(day),
            None if before is None else Mark(*before),
            None if after is None else Mark(*after),
        )
        for day, before, after in json.loads(text)
    )


def _kept(mark: Mark | None) -> list[str | bool] | None:
    return None if mark is None else [mark.name, mark.is_working]
