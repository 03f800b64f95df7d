"""Which components are whole, and what the units below have: a wide reading, still without the figures."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any

from aggregates.answered import MISSING, Answered
from aggregates.kernel.lineage import components
from aggregates.told import values_of
from aggregates.values import Value, not_comparable, together


@dataclass(frozen=True, slots=True)
class Together:
    """Components of some periods that lie inside the unit, and where each unit belongs.

    `child_of`: the one child that holds the whole component. `everywhere`: components asked in each period.
    """

    component_of: dict[int, int]
    members: dict[int, list[int]]
    child_of: dict[int, int]
    everywhere: frozenset[int]


@dataclass(frozen=True, slots=True)
class Whole:
    """What is complete in some periods as far as reports go. `out`: period → units of no good component that
    count for the unit; `reported` inside, in the first period, and of them those in a good component."""

    together: Together
    good: frozenset[int]
    out: dict[int, frozenset[int]]
    reported: int
    reported_good: int


@dataclass
class Counted(Answered):
    """Components and children of a wide reading."""

    _of_points: dict[tuple[str, tuple[int, ...]], dict[int, Any]] = field(default_factory=dict)

    def _together(self, periods: tuple[int, ...]) -> Together:
        asked = tuple(self.asked_units(period) for period in periods)
        key = ("together", self.unit, self.tree, periods, asked)
        return self.remember(key, lambda: self._worked_out(periods, asked))

    def _worked_out(self, periods: tuple[int, ...], asked: tuple[frozenset[int], ...]) -> Together:
        units = frozenset[int]().union(*asked)
        day = self.day_of(periods[0])
        child_above = self._children_by_unit(periods[0])
        if self.tree == "then":
            common = units.intersection(*(self.counting[period] for period in periods))
            component_of = {unit: unit for unit in common}
            ends_of = {unit: frozenset([unit]) for unit in common}
        else:
            ends_of = self._ends_of(units, periods)
            found = components(units, terminals=ends_of)
            inside = self.atlas.subtree(self.unit, day)
            outside = {found[unit] for unit in found if not ends_of[unit] <= inside}
            component_of = {unit: one for unit, one in found.items() if one not in outside}
        holders: dict[int, set[int | None]] = defaultdict(set)
        for unit, component in component_of.items():
            holders[component] |= {child_above.get(end) for end in ends_of[unit]}
        child_of = {
            component: child
            for component, held in holders.items()
            if len(held) == 1 and (child := next(iter(held))) is not None
        }
        present = [{component_of[unit] for unit in one if unit in component_of} for one in asked]
        members: dict[int, list[int]] = defaultdict(list)
        for unit, component in component_of.items():
            members[component].append(unit)
        return Together(component_of, dict(members), child_of, frozenset(set[int].intersection(*present)))

    def _whole(self, periods: tuple[int, ...]) -> Whole:
        return self.remember(self._asked_key("whole", periods), lambda: self._see_what_is_whole(periods))

    def _asked_key(self, name: str, periods: tuple[int, ...]) -> Hashable:
        """The same as long as the same units are asked and have reported."""
        return (name, self.unit, self.tree, periods, *(self.duties(period) for period in periods))

    def _told_key(self, name: str, periods: tuple[int, ...]) -> Hashable:
        """The same as long as, besides, the same cells stand open."""
        return (self._asked_key(name, periods), self._points, *(self.holes(period) for period in periods))

    def _by_point(self, name: str, periods: tuple[int, ...]) -> dict[int, Any]:
        """What was worked out point by point, as long as the same cells stand open.

        Looked up once a reading: its key is long.
        """
        if (name, periods) not in self._of_points:
            self._of_points[name, periods] = self.remember(self._told_key(name, periods), dict)
        return self._of_points[name, periods]

    def _see_what_is_whole(self, periods: tuple[int, ...]) -> Whole:
        of = self._together(periods)
        missing = {
            of.component_of[unit]
            for period in periods
            for unit, reported in self.asked_in(period).items()
            if not reported and unit in of.component_of
        }
        good = of.everywhere - missing
        out = {
            period: frozenset(
                unit
                for unit in self.asked_in(period).keys() & self.counting[period]
                if of.component_of.get(unit) not in good
            )
            for period in periods
        }
        inside = [
            unit for unit, told in self.asked_in(periods[0]).items() if told and unit in of.component_of
        ]
        in_good = sum(1 for unit in inside if of.component_of[unit] in good)
        return Whole(of, good, out, len(inside), in_good)

    def _children_by_unit(self, period: int) -> dict[int, int]:
        """What stands below → the child it stands at or below, in the chosen tree."""
        day = self.day_of(period)
        key = ("child above", self.unit, self.atlas.era(day))
        return self.remember(
            key,
            lambda: {
                below: child
                for child in self.atlas.children(self.unit, day)
                for below in self.atlas.subtree(child, day)
            },
        )

    # ---- who did not answer in it -------------------------------------------------------------------------

    def _spoilt(self, periods: tuple[int, ...], point: int, of: Together) -> set[int]:
        """Components with a unit that reported without answering the point, in one of the periods."""
        known: dict[int, set[int]] = self._by_point("spoilt", periods)
        if point not in known:
            known[point] = self._find_spoilt(periods, point, of)
        return known[point]

    def _find_spoilt(self, periods: tuple[int, ...], point: int, of: Together) -> set[int]:
        found: set[int] = set()
        for period in periods:
            told = self.asked_in(period)
            not_asked: dict[int, int] = defaultdict(int)
            for unit, sign in self._holes(period, point):
                component = of.component_of.get(unit)
                if component is None:
                    continue
                if sign == MISSING:
                    found.add(component)
                else:
                    not_asked[component] += 1
            for component, count in not_asked.items():
                asked = sum(1 for unit in of.members[component] if unit in told)
                if count == asked:
                    found.add(component)
        return found

    # ---- by unit ------------------------------------------------------------------------------------------

    def children(self, period: int) -> list[int]:
        return self.remember(self._asked_key("children", (period,)), lambda: self._children(period))

    def _children(self, period: int) -> list[int]:
        child_above, asked = self._children_by_unit(period), self.asked_in(period)
        if self.tree == "then":
            held = {child_above.get(unit) for unit in asked}
        else:
            held = {child_above.get(end) for ends in self._ends_of(asked, (period,)).values() for end in ends}
        return [child for child in self.atlas.children(self.unit, self.day_of(period)) if child in held]

    def _ends_of(self, units: Iterable[int], periods: tuple[int, ...]) -> dict[int, frozenset[int]]:
        """Asked units → where their figures count today; of several periods, wherever one of them does."""
        eras = {self.atlas.era(day): day for day in (self.periods[period] for period in periods)}
        every = [self.atlas.terminals(day) for day in eras.values()]
        nowhere = frozenset[int]()
        if len(every) == 1:
            return {unit: every[0].get(unit, nowhere) for unit in units}
        return {unit: nowhere.union(*(ends.get(unit, nowhere) for ends in every)) for unit in units}

    def by_child(self, period: int, data_point: int) -> dict[int, Value]:
        key = ("by child", self.stamp(period), data_point)
        return self.remember(key, lambda: self._by_child(period, data_point))

    def _by_child(self, period: int, data_point: int) -> dict[int, Value]:
        rule = self.rule(data_point)
        held: dict[int, list[Value]] = {child: [] for child in self.children(period)}
        for child, values in held.items():
            inner, leaves = self.child_tops.get((period, child), (frozenset[int](), frozenset[int]()))
            values += [value for top in inner if (value := self.totals.get((top, period, data_point)))]
            if leaves:
                values += self.told.by(leaves, period, data_point)
        if self.tree == "now" and len(self.pieces):
            self._add_pieces(held, period, data_point)
        return {child: together(values, rule) if values else Value() for child, values in held.items()}

    def _add_pieces(self, held: dict[int, list[Value]], period: int, data_point: int) -> None:
        """Shares of divided units that ended in a child; or that nobody knows them."""
        rows = self._pieces(period, data_point)
        child_above = self._children_by_unit(period)
        parted = self._parted(period)
        unknown: dict[int, list[int]] = defaultdict(list)
        for unit in rows["unit"].unique().tolist():
            if unit < 0 and child_above.get(-unit) in held:
                held[child_above[-unit]] += values_of(rows[rows["unit"] == unit])
            for holder in parted.get(unit, ()):
                if holder in held:
                    unknown[holder].append(unit)
        for holder, units in unknown.items():
            held[holder].append(not_comparable(Value(), units))

    def _parted(self, period: int) -> dict[int, set[int | None]]:
        """Divided unit → the children that hold parts of it, where these are several."""
        child_above = self._children_by_unit(period)

        def found() -> dict[int, set[int | None]]:
            holders = {
                unit: {child_above.get(end) for end in self._ends(unit, period)}
                for unit in self.divided_here(period)
            }
            return {unit: held for unit, held in holders.items() if len(held) > 1}

        return self.remember(self._asked_key("parted", (period,)), found)

    def divided_here(self, period: int) -> frozenset[int]:
        """Asked units whose figures of the period ended in more than one unit."""
        divided = self.atlas.divided(self.periods[period])
        if not divided:
            return frozenset()
        return self.duties(period).derive("divided", lambda told: divided & self.asked_units(period))

    def missing(self, period: int) -> list[int]:
        return self._reports(period)[1]

    def coverage(self, period: int) -> tuple[int, int]:
        asked, missing, _reported = self._reports(period)
        return asked - len(missing), asked
