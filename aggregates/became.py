"""A unit that has ended, asked about on today's tree: what it became, and what that has."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from aggregates.asked import Line
from aggregates.gather import read
from aggregates.values import Value
from aggregates.wanted import Wanted, has_ended
from units.queries import UnitView

Extent = Literal["whole", "part"]


@dataclass(frozen=True, slots=True)
class Successor:
    """A unit of today that holds at least a part. `extent`: "whole" when nothing in it came from elsewhere.

    `values` by data point, on today's tree.
    """

    unit: UnitView
    extent: Extent
    values: dict[int, Value]


def last_day_of(wanted: Wanted) -> date:
    assert wanted.unit.ends is not None
    return wanted.unit.ends


def successor_units(wanted: Wanted) -> list[int]:
    """Today's units with a part of a unit that has ended, the higher ones last; [] while it exists."""
    if not has_ended(wanted.unit, wanted.atlas.today):
        return []
    day = last_day_of(wanted)
    lowest = wanted.atlas.successors(wanted.unit.id, day)
    recorded = wanted.atlas.terminals(day).get(wanted.unit.id, frozenset[int]())
    standing = wanted.atlas.units_on(wanted.atlas.today)
    return [*lowest, *sorted((recorded & standing) - set(lowest))]


def became(wanted: Wanted, lines: Sequence[Line]) -> list[Successor]:
    """What a unit that has ended became, with today's values. Four queries for each unit above them."""
    units = successor_units(wanted)
    if not units:
        return []
    values = _values(wanted, units, lines)
    day = last_day_of(wanted)
    higher = [unit for unit in units if wanted.atlas.is_inner(unit, wanted.atlas.today)]
    wanted.names.load(units)
    in_order = [*wanted.names.sorted(set(units) - set(higher)), *wanted.names.sorted(higher)]
    return [
        Successor(
            view,
            "whole" if wanted.atlas.is_wholly_from(view.id, wanted.unit.id, day) else "part",
            values.get(view.id, {}),
        )
        for view in in_order
    ]


def _values(wanted: Wanted, units: Sequence[int], lines: Sequence[Line]) -> dict[int, dict[int, Value]]:
    """Unit → data point → value: one reading of each unit that holds them."""
    period, today = wanted.shown.period_id, wanted.atlas.today
    parents = wanted.atlas.parents(today)
    held: dict[int, list[int]] = defaultdict(list)
    for unit in units:
        held[unit if wanted.atlas.is_inner(unit, today) else parents.get(unit, unit)].append(unit)
    found: dict[int, dict[int, Value]] = defaultdict(dict)
    for holder, listed in held.items():
        reading = read(
            book=wanted.book, atlas=wanted.atlas, unit=holder, tree="now", periods=[period],
            basis=wanted.basis, edition=wanted.edition, known=wanted.known,
            only=[line.data_point for line in lines],
        )  # fmt: skip
        for line in lines:
            if holder in listed:
                found[holder][line.data_point] = reading.value(period, line.data_point)
            below = reading.by_child(period, line.data_point)
            for unit in listed:
                if unit != holder:
                    found[unit][line.data_point] = below.get(unit, Value())
    return found
