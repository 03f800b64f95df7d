"""Comparing units with many below: stored totals less what is not comparable, never all the figures.

What is complete on all sides = the stored total − the figures of the components that are not. Components are
few where something is missing, so that a country costs about as much as a commune. Duties, components and
holes are remembered on the atlas, under the totals they belong to.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q

from aggregates.asked import Book
from aggregates.comparing import Changes, Comparing, Step
from aggregates.kernel.bounds import checked
from aggregates.kernel.compare import NOT_ADDED_UP, NOT_COMPLETE, NOTHING_NOW, Change
from aggregates.kernel.lineage import components
from aggregates.kernel.rules import PointRule
from aggregates.values import Value, not_comparable, together
from indicators.adding_up import OverUnits
from indicators.models import Assignment
from submissions.models import Figure

NUMBER, NONE, MISSING, NOT_APPLICABLE = 0, 1, 2, 3
MANY = 1500
"""From so many units on, a filter by unit costs more than what it leaves out."""

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
class Broad(Comparing):
    """A reading whose `parts` are only those of leaves its values need."""

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
            rows = _duties(self.book, unknown, self._concerned(unknown))
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

    # ---- amounts ------------------------------------------------------------------------------------------

    def _left_out(
        self, periods: tuple[int, ...], whole: Whole, spoilt: dict[int, set[int]]
    ) -> dict[tuple[int, int], dict[int, int]]:
        """(period, point) → unit → amount, of units that count for the unit but in no good component.

        `spoilt`: point → components that are not good for it alone. One query.
        """
        out = {
            point: {
                period: {
                    unit
                    for component in components_
                    for unit in whole.together.members[component]
                    if unit in self.duties[period]
                }
                for period in periods
            }
            for point, components_ in spoilt.items()
        }
        where = Q(pk__in=[])
        for period in periods:
            more = set[int]().union(*(out[point][period] for point in spoilt))
            units = whole.out[period] | more
            if units:
                where |= Q(period=period, data_point__in=sorted(spoilt), unit__in=sorted(units))
        found: dict[tuple[int, int], dict[int, int]] = defaultdict(dict)
        if where == Q(pk__in=[]):
            return found
        rows = Figure.objects.filter(where, edition=self.edition, sign=NUMBER)
        for period, point, unit, amount in rows.values_list("period", "data_point", "unit", "amount"):
            if unit in whole.out[period] or unit in out[point][period]:
                found[period, point][unit] = amount or 0
        return found

    def _sums(self) -> list[int]:
        points = sorted({line.data_point for line in self.book.lines})
        return [point for point in points if self.rule(point).over_units is OverUnits.SUM]

    # ---- comparing ----------------------------------------------------------------------------------------

    def changes(self, period: int | None, base: int | None) -> Changes:
        if period is None or base is None or base not in self.periods:
            return {}
        key = ("changes", self.stamp(period), self.stamp(base), self.chosen)
        return self.atlas.remember(key, lambda: self._changes((period, base)))

    def _changes(self, periods: tuple[int, int]) -> Changes:
        whole, points = self._whole(periods), self._sums()
        of = whole.together
        spoilt = {point: self._spoilt(periods, point, of) for point in points}
        left = self._left_out(periods, whole, spoilt)
        found: Changes = {}
        for point in points:
            sides = [self._less(one, point, left) for one in periods]
            good = len(whole.good - spoilt[point])
            units, of_units = self._counts(periods[0], point, whole, spoilt[point])
            found[self.unit, point] = _change(sides, good, units, of_units)
            if point == self.chosen:
                found |= self._child_changes(periods, point, whole, whole.good - spoilt[point], left)
        nothing = Change(None, None, 0, 0, NOT_ADDED_UP)
        others = {line.data_point for line in self.book.lines} - set(points)
        return found | {(self.unit, point): nothing for point in others}

    def _counts(self, period: int, point: int, whole: Whole, spoilt: set[int]) -> tuple[int, int]:
        """How many that answered now are in a good component, of how many that answered."""
        of, told = whole.together, self.duties[period]
        holes = {unit for unit, _sign in self._holes(period, point) if unit in of.component_of}
        gone = {unit for component in spoilt & whole.good for unit in of.members[component] if told.get(unit)}
        gone |= {unit for unit in holes if of.component_of[unit] in whole.good}
        return whole.reported_good - len(gone), whole.reported - len(holes)

    def _child_changes(
        self,
        periods: tuple[int, int],
        point: int,
        whole: Whole,
        good: frozenset[int],
        left: dict[tuple[int, int], dict[int, int]],
    ) -> Changes:
        of, (period, base) = whole.together, periods
        answered = self._answered(period, point, of)
        now, then = (self.by_child(one, point) for one in periods)
        counts: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])  # components, units, of units
        for component in good:
            if component in of.child_of:
                counts[of.child_of[component]][0] += 1
        for unit in answered:
            child = of.child_of.get(of.component_of[unit])
            if child is not None:
                counts[child][1] += of.component_of[unit] in good
                counts[child][2] += 1
        taken = [self._by_holder(one, left.get((one, point), {})) for one in (period, base)]
        beyond = [self._good_beyond(one, point, of, good) for one in (period, base)]
        found: Changes = {}
        for child in now:
            sides = [
                checked((values.get(child, Value()).amount or 0) - less.get(child, 0) - more.get(child, 0))
                for values, less, more in zip((now, then), taken, beyond, strict=True)
            ]
            complete, units, of_units = counts[child]
            found[child, point] = _change(sides, complete, units, of_units)
        return found

    def _by_holder(self, period: int, amounts: dict[int, int]) -> dict[int, int]:
        """Child → the sum of units that count for it as a whole."""
        sums: dict[int, int] = defaultdict(int)
        for unit, amount in amounts.items():
            holder = self._holder(unit, period)
            if holder is not None:
                sums[holder] += amount
        return sums

    def _good_beyond(self, period: int, point: int, of: Together, good: frozenset[int]) -> dict[int, int]:
        """Child → amounts of its units that are complete only together with another child's."""
        shared = {component for component in good if component not in of.child_of}
        if not shared:
            return {}
        units = [unit for unit in self.duties[period] if of.component_of.get(unit) in shared]
        rows = Figure.objects.filter(
            period=period, data_point=point, edition=self.edition, sign=NUMBER, unit__in=units
        )
        return self._by_holder(
            period, {unit: amount or 0 for unit, amount in rows.values_list("unit", "amount")}
        )

    def _holder(self, unit: int, period: int) -> int | None:
        child_above = self._children_by_unit(period)
        ends = {unit} if self.tree == "then" else self._ends(unit, period)
        held = {child_above.get(end) for end in ends}
        return next(iter(held)) if len(held) == 1 else None

    def _answered(self, period: int, point: int, of: Together) -> list[int]:
        holes = {unit for unit, _sign in self._holes(period, point)}
        return [
            unit
            for unit, reported in self.duties[period].items()
            if reported and unit in of.component_of and unit not in holes
        ]

    def _less(self, period: int, point: int, left: dict[tuple[int, int], dict[int, int]]) -> int:
        """What remains of the total without what is not comparable."""
        return checked((self.value(period, point).amount or 0) - sum(left.get((period, point), {}).values()))

    def flow_changes(self, now: Step, base: Step) -> Changes:
        periods = (*now.periods, *base.periods)
        key = ("flow changes", now, base, *(self.stamp(period) for period in periods))
        return self.atlas.remember(key, lambda: self._flow_changes(now, base))

    def _flow_changes(self, now: Step, base: Step) -> Changes:
        periods, points = (*now.periods, *base.periods), self._sums()
        whole, mine = self._whole(periods), self._whole(now.periods)
        spoilt = {point: self._spoilt(periods, point, whole.together) for point in points}
        left = self._left_out(periods, whole, spoilt)
        found: Changes = {}
        for point in points:
            sides = [self._flow_of(step, point, left) for step in (now, base)]
            good = len(whole.good - spoilt[point])
            of = len(mine.good - self._spoilt(now.periods, point, mine.together))
            found[self.unit, point] = _change(sides, good, good, of)
        return found

    def flow_change(self, now: Step, base: Step | None, *, data_point: int) -> Change:
        periods = now.periods if base is None else (*now.periods, *base.periods)
        key = ("flow", now, base, data_point, *(self.stamp(period) for period in periods))
        return self.atlas.remember(key, lambda: self._flow_change(now, base or now, periods, data_point))

    def _flow_change(self, now: Step, base: Step, periods: tuple[int, ...], point: int) -> Change:
        whole = self._whole(periods)
        of = whole.together
        spoilt = {point: self._spoilt(periods, point, of)}
        left = self._left_out(periods, whole, spoilt)
        good = len(whole.good - spoilt[point])
        asked = {of.component_of[unit] for unit in self.duties[now.upto] if unit in of.component_of}
        return _change([self._flow_of(step, point, left) for step in (now, base)], good, good, len(asked))

    def _flow_of(self, step: Step, point: int, left: dict[tuple[int, int], dict[int, int]]) -> int:
        less = () if step.less is None else (step.less,)
        added = sum(self._less(period, point, left) for period in (step.upto, *step.more))
        return checked(added - sum(self._less(period, point, left) for period in (*less, *step.fewer)))

    def tied_with(self, child: int, period: int, base: int, *, data_point: int) -> frozenset[int]:
        if self.tree == "then":
            return frozenset()
        mine = self.atlas.subtree(child, self.atlas.today)
        reached = set(mine)
        for one in (period, base):
            for unit in self.divided_here(one):
                ends = self._ends(unit, one)
                if ends & mine:
                    reached |= ends
        return frozenset(reached - mine)

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
        told = self._told(period, data_point)
        for child, values in held.items():
            inner, leaves = self.child_tops.get((period, child), (frozenset[int](), frozenset[int]()))
            values += [value for top in inner if (value := self.totals.get((top, period, data_point)))]
            values += [told[unit] for unit in leaves if unit in told]
        if self.tree == "now" and len(self.pieces):
            self._add_pieces(held, period, data_point)
        return {child: together(values, rule) if values else Value() for child, values in held.items()}

    def _told(self, period: int, data_point: int) -> dict[int, Value]:
        rows = self._side(period)
        rows = rows[rows["data_point"] == data_point]
        return {
            unit: self._values(of_unit)[0]
            for unit, of_unit in rows.groupby("unit", sort=False)
            if isinstance(unit, int)
        }

    def _add_pieces(self, held: dict[int, list[Value]], period: int, data_point: int) -> None:
        """Shares of divided units that ended in a child; or that nobody knows them."""
        rows = self._pieces(period, data_point)
        child_above = self._children_by_unit(period)
        for unit in rows["unit"].unique().tolist():
            if unit < 0 and child_above.get(-unit) in held:
                held[child_above[-unit]] += self._values(rows[rows["unit"] == unit])
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


def _change(sides: list[int], complete: int, units: int, of_units: int) -> Change:
    if not complete:
        return Change(None, None, 0, of_units, NOT_COMPLETE if of_units else NOTHING_NOW)
    return Change(sides[0], sides[1], units, of_units)


def _duties(
    book: Book, periods: Collection[int], concerned: dict[int, frozenset[int]]
) -> dict[int, dict[int, bool]]:
    round_of = {one.pk: one.period_id for one in book.rounds.values() if one.period_id in periods}
    units = frozenset[int]().union(*concerned.values())
    rows = Assignment.objects.filter(round__in=list(round_of)).filter(
        Q(exempted_at__isnull=True) | Q(submission__accepted__isnull=False)
    )
    if len(units) < MANY:
        rows = rows.filter(subject__in=sorted(units))
    found: dict[int, dict[int, bool]] = {period: {} for period in periods}
    for round_, subject, accepted in rows.values_list("round_id", "subject_id", "submission__accepted_id"):
        period = round_of[round_]
        if subject in concerned[period]:
            found[period][subject] = accepted is not None
    return found


def is_broad(rules: Iterable[PointRule]) -> bool:
    """Whether a form can be read this way: sums and what is not added; means and extremes need every part."""
    return all(rule.over_units in (OverUnits.SUM, OverUnits.NONE) for rule in rules)
