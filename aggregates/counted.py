"""Who is asked, who answered, and which components are whole: what a wide reading knows without the figures.

All of it is remembered on the atlas, under the stored totals it belongs to.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from aggregates.comparing import Comparing
from aggregates.duties import MANY, duties_of
from aggregates.kernel.lineage import components
from aggregates.told import values_of
from aggregates.values import Value, not_comparable, together
from submissions.models import Figure

NUMBER, NONE, MISSING, NOT_APPLICABLE = 0, 1, 2, 3
Stamp = tuple[object, ...]
Signed = list[tuple[int, int]]


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
class Counted(Comparing):
    """`child_tops`: (period, child) → what adds up to it by stored totals, and by its own figures."""

    child_tops: dict[tuple[int, int], tuple[frozenset[int], frozenset[int]]] = field(default_factory=dict)
    chosen: int | None = None
    _stamps: dict[int, Stamp] = field(default_factory=dict)

    # ---- what is asked, of whom ---------------------------------------------------------------------------

    def stamp(self, period: int) -> Stamp:
        """Another one whenever a stored total of the unit was refreshed for the period."""
        if period not in self._stamps:
            self._stamps[period] = self._stamp(period)
        return self._stamps[period]

    def _stamp(self, period: int) -> Stamp:
        found = [
            value
            for (top, of_period, _point), value in self.totals.items()
            if of_period == period and top in self.tops[period].inner
        ]
        return (
            self.book.template.pk,
            period,
            self.unit,
            self.tree,
            self.edition,
            max((value.as_of for value in found if value.as_of is not None), default=None),
            sum(value.answered for value in found),
            sum(value.expected for value in found),
            sum(value.reported for value in found),
        )

    @cached_property
    def duties(self) -> dict[int, dict[int, bool]]:
        """Period → asked unit → whether its report is accepted. One query for the periods not remembered."""
        keys = {period: ("duties", self.stamp(period)) for period in self.periods}
        unknown = [period for period, key in keys.items() if key not in self.atlas.memory]
        if unknown:
            rows = duties_of(self.book, unknown, self._concerned(unknown))
            for period in unknown:
                found = rows.get(period, {})
                self.atlas.remember(keys[period], lambda found=found: found)  # type: ignore[misc]
        return {period: self.atlas.memory[key] for period, key in keys.items()}

    def _concerned(self, periods: Iterable[int]) -> dict[int, frozenset[int]]:
        return {
            period: self.counting[period] | (self.sharing[period] if self.tree == "now" else frozenset())
            for period in periods
        }

    def _together(self, periods: tuple[int, ...]) -> Together:
        asked = tuple(frozenset(self.duties[period]) for period in periods)
        key = ("together", self.unit, self.tree, periods, asked)
        return self.atlas.remember(key, lambda: self._worked_out(periods, asked))

    def _worked_out(self, periods: tuple[int, ...], asked: tuple[frozenset[int], ...]) -> Together:
        units = frozenset[int]().union(*asked)
        day = self.day_of(periods[0])
        child_above = self._children_by_unit(periods[0])
        if self.tree == "then":
            common = units.intersection(*(self.counting[period] for period in periods))
            component_of = {unit: unit for unit in common}
            ends_of = {unit: frozenset([unit]) for unit in common}
        else:
            ends_of = {unit: self._ends(unit, *periods) for unit in units}
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
        key = ("whole", periods, *(self.stamp(period) for period in periods))
        return self.atlas.remember(key, lambda: self._see_what_is_whole(periods))

    def _see_what_is_whole(self, periods: tuple[int, ...]) -> Whole:
        of = self._together(periods)
        missing = {
            of.component_of[unit]
            for period in periods
            for unit, reported in self.duties[period].items()
            if not reported and unit in of.component_of
        }
        good = of.everywhere - missing
        out = {
            period: frozenset(
                unit
                for unit in self.duties[period]
                if unit in self.counting[period] and of.component_of.get(unit) not in good
            )
            for period in periods
        }
        inside = [unit for unit, told in self.duties[periods[0]].items() if told and unit in of.component_of]
        in_good = sum(1 for unit in inside if of.component_of[unit] in good)
        return Whole(of, good, out, len(inside), in_good)

    def _children_by_unit(self, period: int) -> dict[int, int]:
        """What stands below → the child it stands at or below, in the chosen tree."""
        day = self.day_of(period)
        key = ("child above", self.unit, self.atlas.era(day))
        return self.atlas.remember(
            key,
            lambda: {
                below: child
                for child in self.atlas.children(self.unit, day)
                for below in self.atlas.subtree(child, day)
            },
        )

    # ---- who did not answer -------------------------------------------------------------------------------

    def _holes(self, period: int, point: int) -> Signed:
        """(unit, sign) of accepted reports without a number for the point ("…", "x", or left empty: "…")."""
        value = self.value(period, point)
        asked, _missing, reported = self._reports(period)
        if value.expected == asked and value.answered == len(reported):
            return []
        key = ("holes", self.stamp(period), point, value.answered, value.expected)
        return self.atlas.remember(key, lambda: self._find_holes(period, point, reported))

    def _find_holes(self, period: int, point: int, reported: list[int]) -> Signed:
        rows = Figure.objects.filter(period=period, data_point=point, edition=self.edition)
        if len(reported) < MANY:
            rows = rows.filter(unit__in=reported)
        said = dict(rows.values_list("unit", "sign"))
        return [
            (unit, sign)
            for unit in reported
            if (sign := said.get(unit, MISSING)) in (MISSING, NOT_APPLICABLE)
        ]

    def _spoilt(self, periods: tuple[int, ...], point: int, of: Together) -> set[int]:
        """Components with a unit that reported without answering the point, in one of the periods."""
        found: set[int] = set()
        for period in periods:
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
                asked = sum(1 for unit in of.members[component] if unit in self.duties[period])
                if count == asked:
                    found.add(component)
        return found

    # ---- by unit ------------------------------------------------------------------------------------------

    def children(self, period: int) -> list[int]:
        return self.atlas.remember(("children", self.stamp(period)), lambda: self._children(period))

    def _children(self, period: int) -> list[int]:
        child_above = self._children_by_unit(period)
        held = {
            child_above.get(end)
            for unit in self.duties[period]
            for end in ([unit] if self.tree == "then" else self._ends(unit, period))
        }
        return [child for child in self.atlas.children(self.unit, self.day_of(period)) if child in held]

    def by_child(self, period: int, data_point: int) -> dict[int, Value]:
        key = ("by child", self.stamp(period), data_point)
        return self.atlas.remember(key, lambda: self._by_child(period, data_point))

    def _by_child(self, period: int, data_point: int) -> dict[int, Value]:
        rule = self.rule(data_point)
        held: dict[int, list[Value]] = {child: [] for child in self.children(period)}
        told = self.told.of(period, data_point)
        for child, values in held.items():
            inner, leaves = self.child_tops.get((period, child), (frozenset[int](), frozenset[int]()))
            values += [value for top in inner if (value := self.totals.get((top, period, data_point)))]
            values += [told[unit] for unit in leaves if unit in told]
        if self.tree == "now" and len(self.pieces):
            self._add_pieces(held, period, data_point)
        return {child: together(values, rule) if values else Value() for child, values in held.items()}

    def _add_pieces(self, held: dict[int, list[Value]], period: int, data_point: int) -> None:
        """Shares of divided units that ended in a child; or that nobody knows them."""
        rows = self._pieces(period, data_point)
        child_above = self._children_by_unit(period)
        for unit in rows["unit"].unique().tolist():
            if unit < 0 and child_above.get(-unit) in held:
                held[child_above[-unit]] += values_of(rows[rows["unit"] == unit])
            elif unit > 0 and unit in self.divided_here(period):
                holders = {child_above.get(end) for end in self._ends(unit, period)}
                if len(holders) > 1:
                    for holder in holders:
                        if holder in held:
                            held[holder].append(not_comparable(Value(), [unit]))

    def divided_here(self, period: int) -> frozenset[int]:
        """Asked units whose figures of the period ended in more than one unit."""
        ends = self.atlas.terminals(self.periods[period])
        key = ("divided", self.stamp(period))
        return self.atlas.remember(
            key, lambda: frozenset(unit for unit in self.duties[period] if len(ends.get(unit, ())) > 1)
        )

    def missing(self, period: int) -> list[int]:
        return self._reports(period)[1]

    def coverage(self, period: int) -> tuple[int, int]:
        asked, missing, _reported = self._reports(period)
        return asked - len(missing), asked

    def _reports(self, period: int) -> tuple[int, list[int], list[int]]:
        """How many are asked; who has not reported; who has. Of those that count for the unit."""
        return self.atlas.remember(("reports", self.stamp(period)), lambda: self._read_reports(period))

    def _read_reports(self, period: int) -> tuple[int, list[int], list[int]]:
        counting = self.counting[period]
        mine = [(unit, told) for unit, told in self.duties[period].items() if unit in counting]
        return len(mine), [unit for unit, told in mine if not told], [unit for unit, told in mine if told]
