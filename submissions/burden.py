"""The burden of reporting as a list: by regime or by agency, of all units or of one, with minutes at work."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from statistics import median
from typing import Any

from indicators.burden import Load
from indicators.queries import reachable_assignments
from submissions.models import Draft
from units.models import User

BY_REGIME, BY_AGENCY = "che-do", "co-quan"


@dataclass(frozen=True, slots=True)
class Line:
    """`per_unit`: figures a unit gives a year (the mean of its units for an agency); `minutes`: a report
    takes, in the middle of the `measured` ones; None while nobody was measured. `year_minutes`: a unit's
    year."""

    name: str
    owner: int
    regime: int | None
    units: int
    rounds: int
    per_unit: int
    repeated: int
    reused: int
    total: int
    minutes: int | None
    measured: int
    year_minutes: int | None


ORDERS: dict[str, Callable[[Line], Any]] = {
    "ten": lambda line: line.name,
    "don-vi": lambda line: line.units,
    "dot": lambda line: line.rounds,
    "moi-don-vi": lambda line: line.per_unit,
    "trung": lambda line: line.repeated,
    "dung-lai": lambda line: line.reused,
    "tong": lambda line: line.total,
    "phut": lambda line: line.minutes or 0,
    "phut-nam": lambda line: line.year_minutes or 0,
}


def lines_of(loads: Collection[Load], seconds: dict[int, list[int]], *, by: str, order: str) -> list[Line]:
    """One line a regime or an agency, in an order of `ORDERS`; "-" before it: the greatest first."""
    groups: dict[int, list[Load]] = {}
    for load in loads:
        groups.setdefault(load.regime.owner_id if by == BY_AGENCY else load.regime.pk, []).append(load)
    lines = [_line(group, seconds, by=by) for group in groups.values()]
    lines.sort(key=lambda line: line.name)
    return sorted(lines, key=ORDERS[order.removeprefix("-")], reverse=order.startswith("-"))


def _line(loads: list[Load], seconds: dict[int, list[int]], *, by: str) -> Line:
    first = loads[0].regime
    units = frozenset[int]().union(*(load.units for load in loads))
    total = sum(load.total for load in loads)
    spent = [one for load in loads for one in seconds.get(load.regime.pk, ())]
    minutes = minutes_of(spent)
    reports = sum(load.rounds * load.forms * len(load.units) for load in loads)
    return Line(
        name="" if by == BY_AGENCY else f"{first.code} · {first.name}",
        owner=first.owner_id,
        regime=None if by == BY_AGENCY else first.pk,
        units=len(units),
        rounds=sum(load.rounds for load in loads),
        per_unit=_mean(total, len(units)),
        repeated=_mean(sum(load.repeated * len(load.units) for load in loads), len(units)),
        reused=_mean(sum(load.reused * len(load.units) for load in loads), len(units)),
        total=total,
        minutes=minutes,
        measured=len(spent),
        year_minutes=None if minutes is None else minutes * _mean(reports, len(units)),
    )


def _mean(amount: int, count: int) -> int:
    """Rounded half up; 0 of nothing."""
    return (2 * amount + count) // (2 * count) if count else 0


def minutes_of(spent: list[int]) -> int | None:
    """Minutes a report takes, in the middle of these seconds; at least one, None of nothing."""
    return max(1, int((median(spent) + 30) // 60)) if spent else None


def of_unit(loads: Iterable[Load], unit: int) -> list[Load]:
    """The regimes that ask a unit, of it alone."""
    return [
        Load(one.regime, one.forms, one.cells, one.rounds, one.per_unit, one.reused, one.repeated,
             frozenset({unit}))
        for one in loads if unit in one.units
    ]  # fmt: skip


def asked_most(loads: Iterable[Load], *, among: Collection[int]) -> tuple[int, int] | None:
    """(unit, figures a year) of the unit among these that is asked most; None when none is asked."""
    given: dict[int, int] = {}
    for load in loads:
        for unit in load.units:
            if unit in among:
                given[unit] = given.get(unit, 0) + load.per_unit
    return max(given.items(), key=lambda pair: (pair[1], -pair[0])) if given else None


def seconds_at_work(user: User, year: int, *, unit: int | None) -> dict[int, list[int]]:
    """Regime → seconds people were at work on each report within reach of a year's periods. One query."""
    within = reachable_assignments(user).filter(round__period__ends__year=year)
    if unit is not None:
        within = within.filter(subject=unit)
    drafts = Draft.objects.filter(active_seconds__gt=0, submission__assignment__in=within.values("pk"))
    found: dict[int, list[int]] = {}
    for regime, seconds in drafts.values_list(
        "submission__assignment__round__template__regime", "active_seconds"
    ):
        found.setdefault(regime, []).append(seconds)
    return found
