"""The tree of every day and the lineage, in one query: who stands below whom, who counts for whom."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from django.db.models import DateField, F, Value
from django.db.models.functions import Cast

from aggregates.kernel.lineage import components, partly_inside, wholly_inside
from units.models import Placement, Terminal
from units.queries import below

Tree = Literal["then", "now"]


@dataclass(frozen=True, slots=True)
class Tops:
    """The highest units that count as they are: `inner` by their stored totals, `leaves` by their figures."""

    inner: frozenset[int]
    leaves: frozenset[int]


@dataclass
class Atlas:
    today: date
    placements: list[tuple[int, int, date, date | None]]
    terminals: dict[int, frozenset[int]]
    _parents: dict[date, dict[int, int]] = field(default_factory=dict)

    def parents(self, day: date) -> dict[int, int]:
        """Unit → parent on a day."""
        if day not in self._parents:
            self._parents[day] = {
                unit: parent
                for unit, parent, start, end in self.placements
                if start <= day and (end is None or day <= end)
            }
        return self._parents[day]

    def units_on(self, day: date) -> frozenset[int]:
        parents = self.parents(day)
        return frozenset(parents) | frozenset(parents.values())

    def subtree(self, unit: int, day: date) -> frozenset[int]:
        return frozenset(below(unit, parents=self.parents(day)))

    def children(self, unit: int, day: date) -> list[int]:
        return [child for child, parent in self.parents(day).items() if parent == unit]

    def path_to(self, unit: int, day: date) -> list[int]:
        """The unit and what is above it, nearest first."""
        parents, path = self.parents(day), [unit]
        while (parent := parents.get(path[-1])) is not None and parent not in path:
            path.append(parent)
        return path

    def is_inner(self, unit: int, day: date) -> bool:
        return unit in self.parents(day).values()

    def counting(self, unit: int, *, day: date, tree: Tree) -> frozenset[int]:
        """The units whose figures of a period ending on `day` count for `unit`."""
        if tree == "then":
            return self.subtree(unit, day) if unit in self.units_on(day) else frozenset()
        inside = self.subtree(unit, self.today)
        return wholly_inside(self.terminals, terminals=self.terminals, inside=inside)

    def sharing(self, unit: int) -> frozenset[int]:
        """Units of other times that lie only partly inside today's `unit`."""
        inside = self.subtree(unit, self.today)
        return partly_inside(self.terminals, terminals=self.terminals, inside=inside)

    def predecessors(self, unit: int, day: date) -> list[int]:
        """The highest units of a day that count wholly for today's `unit`, when it did not exist then."""
        counted = self.counting(unit, day=day, tree="now") & self.units_on(day)
        parents = self.parents(day)
        return sorted(one for one in counted if parents.get(one) not in counted)

    def tops(self, unit: int, *, day: date, tree: Tree) -> Tops:
        """What adds up to `unit` for a period that ends on `day`, by as few rows as can be."""
        counted = self.counting(unit, day=day, tree=tree) & self.units_on(day)
        parents = self.parents(day)
        broken: set[int] = set()  # units with something below that does not count
        for one in self.units_on(day) - counted:
            while (up := parents.get(one)) is not None and up not in broken:
                broken.add(up)
                one = up
        full = counted - broken
        highest = {one for one in full if parents.get(one) not in full}
        upper = set(parents.values())
        return Tops(frozenset(highest & upper), frozenset(highest - upper) | (counted & broken))

    def components(self, units: frozenset[int]) -> dict[int, int]:
        return components(units, terminals=self.terminals)


def load_atlas(*, kind: str, today: date) -> Atlas:
    """Everything of one kind of placement. One query."""
    no_day = Cast(Value(None), DateField())
    placed = Placement.objects.filter(kind=kind, until__isnull=True).annotate(
        start=F("valid_from"), end=F("valid_to")
    )
    ending = Terminal.objects.annotate(start=no_day, end=no_day)
    rows = placed.values_list("unit_id", "parent_id", "start", "end").union(
        ending.values_list("unit_id", "terminal_id", "start", "end"), all=True
    )
    placements: list[tuple[int, int, date, date | None]] = []
    terminals: dict[int, set[int]] = defaultdict(set)
    for unit, other, start, end in rows:
        if start is None:
            terminals[unit].add(other)
        else:
            placements.append((unit, other, start, end))
    _through_what_is_below(placements, terminals, today=today)
    return Atlas(today, placements, {unit: frozenset(ends) for unit, ends in terminals.items()})


def _through_what_is_below(
    placements: list[tuple[int, int, date, date | None]], terminals: dict[int, set[int]], *, today: date
) -> None:
    """A unit that ended without a recorded successor (a district, its level) ends where its parts end."""
    children: dict[int, set[int]] = defaultdict(set)
    standing: set[int] = set()
    for unit, parent, start, end in placements:
        children[parent].add(unit)
        if start <= today and (end is None or today <= end):
            standing |= {unit, parent}

    def ends(unit: int, depth: int = 0) -> set[int]:
        known = terminals.get(unit, set())
        if known - {unit} or unit in standing or depth > 9:
            return known
        below = [ends(child, depth + 1) for child in children.get(unit, ())]
        if below:
            terminals[unit] = set[int]().union(*below)
        return terminals.get(unit, set())

    for unit in list(children):
        ends(unit)
