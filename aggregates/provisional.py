"""A wide reading with what is submitted laid over what is accepted: read are the reports that wait, not all.

What a waiting report changes is the difference of its unit's parts with and without it: with that, stored
totals say what reading every figure with the waiting ones in their place would say.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

import pandas as pd
from django.db.models import Q

from aggregates import ledger
from aggregates.answered import MISSING, NONE, NUMBER, Signed
from aggregates.broad import Broad
from aggregates.comparing import Changes, Comparing, Step
from aggregates.counted import Together
from aggregates.gather_broad import UnitsIn, duties_in
from aggregates.kept import Known, Place
from aggregates.kernel.bounds import checked
from aggregates.kernel.compare import Change
from aggregates.kernel.frames import FIGURE
from aggregates.kernel.total import WHOLE, overlaid, parts_of
from aggregates.left_out import MANY, Cell, Summed, figures_of
from aggregates.lessened import Amounts
from aggregates.values import Value
from indicators.adding_up import OverUnits
from submissions.models import DirtyMark

ADDITIVE = frozenset({OverUnits.SUM, OverUnits.MEAN, OverUnits.WEIGHTED_MEAN, OverUnits.RECOMPUTED})
COUNTED = ["amount", "numerator", "denominator", "reported", "answered", "expected"]
Said = dict[Cell, tuple[int, int]]  # (period, point, unit) → sign, amount


@dataclass(frozen=True)
class Waiting:
    """Of the units with a report that waits: what is accepted of them, what they say now, what that adds.

    `added`: (period, point) → unit → differences of COUNTED. `answering`: who answers anything now.
    """

    units: UnitsIn
    accepted: Said
    now: Said
    added: Mapping[tuple[int, int], Mapping[int, tuple[int, ...]]]
    answering: Mapping[int, frozenset[int]]


def with_waiting(accepted: Broad, *, in_full_of: Callable[..., Comparing]) -> "Provisional | None":
    """The reading with all that waits; None where only reading every figure tells: extremes and what is not
    added up, divided units, units that speak for others or were not asked, totals that are about to be
    refreshed (what was accepted a moment ago is in none yet). Three queries."""
    points = {line.data_point for line in accepted.book.lines}
    if any(accepted.rule(point).over_units not in ADDITIVE for point in points):
        return None
    needed = accepted.book.rules.adding.needed(points)
    if _are_stale(accepted, needed):
        return None
    pending = _pending(accepted, needed)
    units: dict[int, set[int]] = defaultdict(set)
    for period, unit in pending[["period", "unit"]].drop_duplicates().to_numpy().tolist():
        units[period].add(unit)
    for period, held in units.items():
        counts_alone = held <= accepted.counting[period] - accepted.divided_here(period)
        if not counts_alone or not held <= accepted.asked_in(period).keys():
            return None
    if (pending["scope"] == WHOLE).any():
        return None
    place = ("waiting", accepted.chosen, *(accepted._place(period) for period in sorted(accepted.in_full)))
    state = _state(accepted, pending)
    known, waiting, own = accepted.recall(place, (None, None, {}))
    if known != state:  # one state of a page is kept: the next report that is sent makes another
        waiting, own = _worked_out(accepted, pending, units, needed), {}
        accepted._keep(place, (state, waiting, own))
    given = {one.name: getattr(accepted, one.name) for one in fields(Broad) if not one.name.startswith("_")}
    return Provisional(
        **given | {"basis": "provisional", "sides": {}, "in_full_of": in_full_of},
        accepted=accepted,
        waiting=waiting,
        _own=own,
    )


def _state(accepted: Broad, pending: pd.DataFrame) -> Hashable:
    """Another one whenever something else is accepted, asked or waits, of what the page is about."""
    periods = sorted(accepted.in_full)
    seen = ((accepted.stamp(one), accepted.duties(one), accepted.holes(one)) for one in periods)
    said = pending.sort_values(pending.columns.tolist()).to_numpy().tobytes()
    return (*seen, said)


def _are_stale(reading: Broad, points: Collection[int]) -> bool:
    """Whether a total at or below the unit waits for its refresh."""
    marks = DirtyMark.objects.filter(ledger.wanted(periods=reading.in_full, data_points=points))
    return any(
        unit == reading.unit or unit in reading.counting[period]
        for unit, period in marks.values_list("unit", "period").order_by().distinct()
    )


def _pending(reading: Broad, points: Collection[int]) -> pd.DataFrame:
    where = Q(edition=reading.edition) & ledger.wanted(periods=reading.in_full, data_points=points)
    concerned = frozenset[int]().union(
        *(reading.counting[one] | reading.sharing[one] for one in reading.in_full)
    )
    if len(concerned) < MANY:
        where &= Q(unit__in=sorted(concerned))
    found = ledger.pending_where(where)
    return found[found["unit"].isin(list(concerned))]


def _worked_out(reading: Broad, pending: pd.DataFrame, units: UnitsIn, points: Collection[int]) -> Waiting:
    book = reading.book
    before = figures_of(units, sorted(points), edition=reading.edition)
    after = overlaid(before, pending)[FIGURE]
    duties = duties_in(reading, units, book.cells)
    parts = [parts_of(figures, duties, rules=book.rules.adding) for figures in (before, after)]
    key = ["period", "data_point", "unit"]
    was, becomes = (rows.groupby(key, sort=False)[COUNTED].sum() for rows in parts)
    added: dict[tuple[int, int], dict[int, tuple[int, ...]]] = defaultdict(dict)
    for place, *counted in becomes.sub(was, fill_value=0).astype("int64").itertuples():
        if any(counted):
            added[place[:2]][place[2]] = tuple(counted)
    rows = parts[1].groupby(["period", "unit"], sort=False)["answered"].sum()
    answering: dict[int, set[int]] = defaultdict(set)
    for period, unit in rows[rows > 0].index.tolist():
        answering[period].add(unit)
    return Waiting(units, _said(before), _said(after), added, {k: frozenset(v) for k, v in answering.items()})


def _said(figures: pd.DataFrame) -> Said:
    rows = figures[["period", "data_point", "unit", "sign", "amount"]].to_numpy().tolist()
    return {(period, point, unit): (sign, amount) for period, point, unit, sign, amount in rows}


@dataclass
class Provisional(Broad):
    """What is worked out here is remembered under all that is accepted and waits; where nothing waits, the
    accepted reading answers. `waiting` is of periods read in full."""

    accepted: Broad = field(kw_only=True)
    waiting: Waiting = field(kw_only=True)

    @property
    def _is_shared(self) -> bool:
        return False

    def _waits_in(self, *periods: int | None) -> bool:
        return any(period in self.waiting.units for period in periods)

    # ---- values -------------------------------------------------------------------------------------------

    def value(self, period: int, data_point: int) -> Value:
        found = self.accepted.value(period, data_point)
        return self._and(found, data_point, self.waiting.added.get((period, data_point), {}).values())

    def by_child(self, period: int, data_point: int) -> dict[int, Value]:
        found = self.accepted.by_child(period, data_point)
        added = self.waiting.added.get((period, data_point), {})
        if not added:
            return found
        holders = self._holders(period)
        of_child: dict[int, list[tuple[int, ...]]] = defaultdict(list)
        for unit, counted in added.items():
            if (child := holders.get(unit)) is not None:
                of_child[child].append(counted)
        return {
            child: self._and(value, data_point, of_child.get(child, ())) for child, value in found.items()
        }

    def _and(self, value: Value, point: int, added: Iterable[tuple[int, ...]]) -> Value:
        """The value, with what waits of some of its units added."""
        listed = list(added)
        if not listed:
            return value
        amount, above, below, reported, answered, expected = (
            checked(sum(one)) for one in zip(*listed, strict=True)
        )
        answers = value.answered + answered
        is_number = self.rule(point).over_units is OverUnits.SUM and answers > 0
        return Value(
            amount=checked((value.amount or 0) + amount) if is_number else None,
            reported=value.reported + reported,
            answered=answers,
            expected=value.expected + expected,
            as_of=value.as_of,
            numerator=checked(value.numerator + above),
            denominator=checked(value.denominator + below),
            apportioned=value.apportioned,
            divided=value.divided,
        )

    # ---- who is asked, who answered -----------------------------------------------------------------------

    def duties(self, period: int) -> Any:
        return self.accepted.duties(period)

    def asked_in(self, period: int) -> dict[int, bool]:
        asked = self.accepted.asked_in(period)
        units = self.waiting.units.get(period)
        if not units:
            return asked
        return self.remember(("asked", period), lambda: asked | dict.fromkeys(units, True))

    def _reports(self, period: int) -> tuple[int, list[int], list[int]]:
        """Sent counts like accepted, where anything is answered."""
        asked, missing, reported = self.accepted._reports(period)
        sent = self.waiting.answering.get(period)
        if not sent:
            return asked, missing, reported
        return asked, [one for one in missing if one not in sent], [*reported, *(sent & {*missing})]

    def holes(self, period: int) -> Any:
        return self.accepted.holes(period)

    def _holes(self, period: int, point: int) -> Signed:
        found, units = self.accepted._holes(period, point), self.waiting.units.get(period)
        if not units:
            return found
        return self.remember(("holes", period, point), lambda: self._holes_now(found, units, period, point))

    def _holes_now(self, found: Signed, units: set[int], period: int, point: int) -> Signed:
        said = ((unit, self.waiting.now.get((period, point, unit), (MISSING, 0))[0]) for unit in units)
        return [
            *(one for one in found if one[0] not in units),
            *(one for one in said if one[1] not in (NUMBER, NONE)),
        ]

    def _together(self, periods: tuple[int, ...]) -> Together:
        return self.accepted._together(periods)  # the same units are asked

    def _holders(self, period: int) -> dict[int, int | None]:
        key = self.accepted._asked_key("holders", (period,))
        return self.accepted.remember(key, lambda: self.accepted._holders(period))

    # ---- what is left out ---------------------------------------------------------------------------------

    def _reading_sums(
        self, points: tuple[int, ...]
    ) -> Callable[[dict[Place, frozenset[int]], Known[Summed]], Mapping[Place, Summed]]:
        read = super()._reading_sums(points)

        def summed(wanted: dict[Place, frozenset[int]], known: Known[Summed]) -> Mapping[Place, Summed]:
            found = {place: dict(sums) for place, sums in read(wanted, known).items()}
            for (period, group), held in wanted.items():
                for unit in self.waiting.units.get(period, set()) & held:
                    for point in points:
                        self._replace(found[period, group], (period, point, unit))
            return found

        return summed

    def _replace(self, sums: Summed, cell: Cell) -> None:
        """What the unit says now in the place of what is accepted."""
        amount, count = sums.get(cell[1], (0, 0))
        for said, sign in ((self.waiting.accepted.get(cell), -1), (self.waiting.now.get(cell), 1)):
            if said is not None and said[0] == NUMBER:
                amount, count = amount + sign * said[1], count + sign
        sums[cell[1]] = (amount, count)

    def _read_amounts(
        self, wanted: dict[Place, frozenset[Cell]], known: Known[Amounts]
    ) -> dict[Place, Amounts]:
        found = super()._read_amounts(wanted, known)
        for place, cells in wanted.items():
            for cell in cells:
                if cell[2] in self.waiting.units.get(cell[0], ()):
                    sign, amount = self.waiting.now.get(cell, (MISSING, 0))
                    found[place].pop(cell, None)
                    if sign == NUMBER:
                        found[place][cell] = amount
        return found

    # ---- comparing ----------------------------------------------------------------------------------------

    def changes(self, period: int | None, base: int | None) -> Changes:
        if not self._waits_in(period, base):
            return self.accepted.changes(period, base)
        return super().changes(period, base)

    def flow_changes(self, now: Step, base: Step) -> Changes:
        if not self._waits_in(*now.periods, *base.periods):
            return self.accepted.flow_changes(now, base)
        return super().flow_changes(now, base)

    def flow_change(self, now: Step, base: Step | None, *, data_point: int) -> Change:
        if not self._waits_in(*now.periods, *(() if base is None else base.periods)):
            return self.accepted.flow_change(now, base, data_point=data_point)
        return super().flow_change(now, base, data_point=data_point)
