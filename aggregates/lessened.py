"""What is to be taken from stored totals: figures of components that are not whole, read group by group."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from aggregates.counted import Counted, Together, Whole
from aggregates.kept import Content, Group, Known, Place
from aggregates.kernel.bounds import checked
from aggregates.left_out import Cell, Summed, amounts_of, sums_of

Amount = tuple[int, int]  # a sum and the count of numbers in it
Spoilt = dict[int, set[int]]  # point → components that are not good for it alone
Sums = dict[tuple[int, int], Amount]  # (period, point)
Amounts = dict[Cell, int]
ByChild = dict[int, Amount]
Cells = dict[int, dict[Group, frozenset[Cell]]]  # by period and group
NOTHING = (0, 0)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Of whom figures are wanted: `out`, those that are in no good component, and single `cells`, of which
    those that are `spoilt` stand in components good but for their point."""

    out: dict[int, dict[Group, frozenset[int]]]
    cells: Cells
    spoilt: frozenset[Cell]


@dataclass(frozen=True, slots=True)
class Left:
    """`amounts`: by period, of the chosen point's cells among others."""

    sums: Sums
    amounts: dict[int, Content[Amounts]]


class Lessened(Counted):
    """Reads what is left out; what was read before is read again only where a total has changed since."""

    def _left_out(
        self, periods: tuple[int, ...], whole: Whole, spoilt: Spoilt, points: Iterable[int]
    ) -> Left:
        """What counts for the unit but is in no good component. Two queries."""
        listed = tuple(points)
        key = (self._told_key("left out", periods), listed, self.chosen)
        wanted = self.remember(key, lambda: self._wanted(periods, whole, spoilt, listed))
        sums = self.kept(("sums", periods, listed), wanted.out, self._reading_sums(listed))
        amounts = self._amounts(("amounts", periods, listed, self.chosen), wanted.cells)
        added: Sums = {}
        for period in wanted.out:  # each once: a quarter before another shares a period with it
            of_units = sums[period].derive("all", partial(_summed, period))
            of_cells = amounts[period].derive(key, partial(_summed_cells, cells=wanted.spoilt))
            for place, amount in [*of_units.items(), *of_cells.items()]:
                _add(added, place, amount)
        return Left(added, amounts)

    def _wanted(
        self, periods: tuple[int, ...], whole: Whole, spoilt: Spoilt, points: tuple[int, ...]
    ) -> LeftOut:
        out = {
            one: [unit for unit in whole.out[one] if asked.get(unit)]  # the others have nothing there
            for one, asked in ((one, self.asked_in(one)) for one in periods)
        }
        cells = {cell for point in points for cell in self._spoilt_cells(periods, point, whole, spoilt)}
        mine: set[Cell] = set()
        if self.chosen is not None and self.chosen in points:
            mine = {(one, self.chosen, unit) for one in periods for unit in out[one]}
        by_group = {one: self.by_group(one, units) for one, units in out.items()}
        return LeftOut(by_group, self._by_place(periods, cells | mine), frozenset(cells))

    def _spoilt_cells(
        self, periods: tuple[int, ...], point: int, whole: Whole, spoilt: Spoilt
    ) -> Iterable[Cell]:
        """Cells of units that reported, in components that are good but for this point."""
        asked = {period: self.asked_in(period) for period in periods}
        for component in spoilt[point] & whole.good:
            for unit in whole.together.members[component]:
                for period in periods:
                    if asked[period].get(unit):
                        yield period, point, unit

    def _by_place(self, periods: Iterable[int], cells: Iterable[Cell]) -> Cells:
        held: dict[int, dict[Group, set[Cell]]] = {period: defaultdict(set) for period in periods}
        group_of = {period: self.group_of(period) if self._is_shared else {} for period in held}
        for cell in cells:
            held[cell[0]][group_of[cell[0]].get(cell[2])].add(cell)
        return {
            period: {group: frozenset(found) for group, found in groups.items()}
            for period, groups in held.items()
        }

    def _reading_sums(
        self, points: tuple[int, ...]
    ) -> Callable[[dict[Place, frozenset[int]], Known[Summed]], Mapping[Place, Summed]]:
        return lambda wanted, _known: sums_of(
            wanted,
            points,
            edition=self.edition,
            among=max(len(self.asked_units(period)) for period, _group in wanted),
        )

    def _amounts(self, name: Hashable, cells: Cells) -> dict[int, Content[Amounts]]:
        return self.kept(name, cells, self._read_amounts)

    def _read_amounts(
        self, wanted: dict[Place, frozenset[Cell]], _known: Known[Amounts]
    ) -> dict[Place, Amounts]:
        place_of = {cell: place for place, cells in wanted.items() for cell in cells}
        found: dict[Place, Amounts] = {place: {} for place in wanted}
        for cell, amount in amounts_of(place_of, edition=self.edition).items():
            found[place_of[cell]][cell] = amount
        return found

    # ---- by child -----------------------------------------------------------------------------------------

    def _by_holder(self, period: int, amounts: Content[Amounts], point: int) -> ByChild:
        """Child → sum and count of units' figures of the point that count for it as a whole in a period."""
        return amounts.derive(("by holder", point), lambda held: self._held_by_child(period, held, point))

    def _held_by_child(self, period: int, amounts: dict[Group, Amounts], point: int) -> ByChild:
        sums: dict[int, Amount] = defaultdict(lambda: NOTHING)
        holders = self.remember(self._asked_key("holders", (period,)), lambda: self._holders(period))
        for held in amounts.values():
            for (_period, of_point, unit), amount in held.items():
                if of_point == point and (holder := holders.get(unit)) is not None:
                    known = sums[holder]
                    sums[holder] = (known[0] + amount, known[1] + 1)
        return sums

    def _good_beyond(
        self, periods: tuple[int, ...], point: int, of: Together, good: frozenset[int]
    ) -> list[ByChild]:
        """By period: child → amounts of its units that are complete only together with another child's."""
        key = (self._told_key("beyond", periods), point)
        cells = self.remember(key, lambda: self._cells_beyond(periods, point, of, good))
        read = self._amounts(("beyond", periods, point), cells)
        return [self._by_holder(period, read[period], point) for period in periods]

    def _cells_beyond(
        self, periods: tuple[int, ...], point: int, of: Together, good: frozenset[int]
    ) -> Cells:
        units = [unit for one in good if one not in of.child_of for unit in of.members[one]]
        cells = (
            (period, point, unit)
            for period, asked in ((period, self.asked_in(period)) for period in periods)
            for unit in units
            if asked.get(unit)
        )
        return self._by_place(periods, cells)

    def _holders(self, period: int) -> dict[int, int | None]:
        """Asked unit → the child it counts for as a whole, or None."""
        child_above = self._children_by_unit(period)
        units = self.asked_units(period)
        if self.tree == "then":
            return {unit: child_above.get(unit) for unit in units}
        ends_of = self._ends_of(units, (period,))
        held = {unit: {child_above.get(end) for end in ends} for unit, ends in ends_of.items()}
        return {unit: next(iter(of)) if len(of) == 1 else None for unit, of in held.items()}


def _summed(period: int, held: dict[Group, Summed]) -> Sums:
    """Of all groups."""
    amounts: dict[int, int] = defaultdict(int)
    counts: dict[int, int] = defaultdict(int)
    for sums in held.values():
        for point, (amount, count) in sums.items():
            amounts[point] += amount
            counts[point] += count
    return {(period, point): (checked(amount), counts[point]) for point, amount in amounts.items()}


def _summed_cells(held: dict[Group, Amounts], cells: frozenset[Cell]) -> Sums:
    """Of those among the cells."""
    found: Sums = {}
    for amounts in held.values():
        for cell, amount in amounts.items():
            if cell in cells:
                _add(found, cell[:2], (amount, 1))
    return found


def _add(sums: Sums, place: tuple[int, int], amount: Amount) -> None:
    known = sums.get(place, NOTHING)
    sums[place] = (checked(known[0] + amount[0]), known[1] + amount[1])
