"""The tree of every day and the lineage: who stands below whom, who counts for whom."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal, TypeVar

from aggregates.descent import Descent
from aggregates.memory import Memory

Tree = Literal["then", "now"]
Placed = tuple[int, int, date, date | None]
K = TypeVar("K")
V = TypeVar("V")
SETS = 65_536
"""So many answers of one kind are remembered before all are forgotten: those of most units are short."""


@dataclass(frozen=True, slots=True)
class Tops:
    """The highest units that count as they are: `inner` by their stored totals, `leaves` by their figures."""

    inner: frozenset[int]
    leaves: frozenset[int]


NOTHING = Tops(frozenset(), frozenset())


@dataclass(frozen=True)
class TreeOfDay:
    parents: dict[int, int]
    children: dict[int, list[int]]
    units: frozenset[int]


@dataclass(eq=False)
class Atlas:
    """Everything of one kind of placement. It remembers its answers; days between two changes are one."""

    today: date
    placements: list[Placed]
    descent: Descent
    _days: list[date] = field(default_factory=list)
    _trees: dict[int, TreeOfDay] = field(default_factory=dict)
    _subtrees: dict[tuple[int, int], frozenset[int]] = field(default_factory=dict)
    _counting: dict[tuple[int, int, Tree], frozenset[int]] = field(default_factory=dict)
    _tops: dict[tuple[int, int, Tree], Tops] = field(default_factory=dict)
    memory: Memory = field(default_factory=Memory)
    """What others worked out on this tree and may need again."""

    def __post_init__(self) -> None:
        changes = {start for _unit, _parent, start, _end in self.placements}
        changes |= {end + timedelta(days=1) for *_placed, end in self.placements if end is not None}
        self._days = sorted(changes | set(self.descent.days))

    def era(self, day: date) -> int:
        """Days of one era have one tree and one lineage."""
        return bisect_right(self._days, day)

    def remember(self, key: Hashable, work_out: Callable[[], V]) -> V:
        return self.memory.remember(key, work_out)

    # ---- the tree of a day --------------------------------------------------------------------------------

    def tree(self, day: date) -> TreeOfDay:
        era = self.era(day)
        if era not in self._trees:
            parents = {
                unit: parent
                for unit, parent, start, end in self.placements
                if start <= day and (end is None or day <= end)
            }
            children: dict[int, list[int]] = defaultdict(list)
            for child, parent in parents.items():
                children[parent].append(child)
            self._trees[era] = TreeOfDay(parents, dict(children), frozenset(parents) | frozenset(children))
        return self._trees[era]

    def parents(self, day: date) -> dict[int, int]:
        """Unit → parent on a day."""
        return self.tree(day).parents

    def units_on(self, day: date) -> frozenset[int]:
        return self.tree(day).units

    def children(self, unit: int, day: date) -> list[int]:
        return self.tree(day).children.get(unit, [])

    def is_inner(self, unit: int, day: date) -> bool:
        return unit in self.tree(day).children

    def subtree(self, unit: int, day: date) -> frozenset[int]:
        return _kept(self._subtrees, (unit, self.era(day)), lambda: self._walk_down(unit, day))

    def _walk_down(self, unit: int, day: date) -> frozenset[int]:
        children = self.tree(day).children
        found, open_ends = {unit}, [unit]
        while open_ends:
            fresh = [child for child in children.get(open_ends.pop(), ()) if child not in found]
            found.update(fresh)
            open_ends += fresh
        return frozenset(found)

    def path_to(self, unit: int, day: date) -> list[int]:
        """The unit and what is above it, nearest first."""
        parents, path = self.parents(day), [unit]
        while (parent := parents.get(path[-1])) is not None and parent not in path:
            path.append(parent)
        return path

    def child_above(self, unit: int, below: int, day: date) -> int | None:
        """The child of `unit` at or above `below` on a day."""
        path = self.path_to(below, day)
        at = path.index(unit) if unit in path else 0
        return path[at - 1] if at else None

    # ---- who counts for whom ------------------------------------------------------------------------------

    def terminals(self, day: date) -> dict[int, frozenset[int]]:
        """Unit → where its figures of a period ending on `day` count today."""
        return self.descent.on(day)

    def counting(self, unit: int, *, day: date, tree: Tree) -> frozenset[int]:
        """The units whose figures of a period ending on `day` count wholly for `unit`."""
        key = (unit, self.era(day), tree)
        return _kept(self._counting, key, lambda: self._who_counts(unit, day, tree))

    def _who_counts(self, unit: int, day: date, tree: Tree) -> frozenset[int]:
        if tree == "then":
            return self.subtree(unit, day) if unit in self.units_on(day) else frozenset[int]()
        inside, ends = self.subtree(unit, self.today), self.terminals(day)
        return frozenset(one for one in self.descent.reaching(inside, day) if ends[one] <= inside)

    def divided(self, day: date) -> frozenset[int]:
        """Units whose figures of a period ending on `day` ended in more than one unit."""
        ends = self.terminals(day)
        key = ("divided units", self.era(day))
        return self.remember(key, lambda: frozenset(unit for unit, listed in ends.items() if len(listed) > 1))

    def sharing(self, unit: int, day: date) -> frozenset[int]:
        """Units whose figures of a period ending on `day` lie only partly inside today's `unit`."""
        return self.remember(("sharing", unit, self.era(day)), lambda: self._sharing(unit, day))

    def _sharing(self, unit: int, day: date) -> frozenset[int]:
        inside = self.subtree(unit, self.today)
        return frozenset(self.descent.reaching(inside, day)) - self.counting(unit, day=day, tree="now")

    def highest(self, units: Collection[int], day: date) -> list[int]:
        parents, held = self.parents(day), frozenset(units)
        return sorted(one for one in held if parents.get(one) not in held)

    def predecessors(self, unit: int, day: date) -> list[int]:
        """The highest units of a day that count wholly for today's `unit`, when it did not exist then."""
        return self.highest(self.counting(unit, day=day, tree="now") & self.units_on(day), day)

    def tops(self, unit: int, *, day: date, tree: Tree, avoiding: Collection[int] = ()) -> Tops:
        """What adds up to `unit` for a period that ends on `day`, by as few rows as can be.

        Nothing at or above one of `avoiding` is taken by its stored total.
        """
        if avoiding:
            return self._cover(unit, day=day, tree=tree, avoiding=avoiding)
        key = (unit, self.era(day), tree)
        return _kept(self._tops, key, lambda: self._cover(unit, day=day, tree=tree, avoiding=()))

    def _cover(self, unit: int, *, day: date, tree: Tree, avoiding: Collection[int]) -> Tops:
        tree_of_day = self.tree(day)
        counted = self.counting(unit, day=day, tree=tree) & tree_of_day.units
        if not counted:
            return NOTHING
        if tree == "then" and not avoiding:
            alone = frozenset([unit])
            return Tops(alone, frozenset()) if unit in tree_of_day.children else Tops(frozenset(), alone)
        broken = self._above(self._outside(counted, tree_of_day), tree_of_day.parents)
        hurt = frozenset(avoiding) & counted & frozenset(tree_of_day.children)
        broken |= self._above(avoiding, tree_of_day.parents) | hurt
        full = counted - broken
        highest = {one for one in full if tree_of_day.parents.get(one) not in full}
        upper = tree_of_day.children.keys()
        return Tops(frozenset(highest & upper), frozenset(highest - upper) | (counted & broken))

    @staticmethod
    def _outside(counted: frozenset[int], tree: TreeOfDay) -> Iterable[int]:
        """Children, not counting, of units that count."""
        return (child for one in counted for child in tree.children.get(one, ()) if child not in counted)

    @staticmethod
    def _above(units: Iterable[int], parents: dict[int, int]) -> set[int]:
        found: set[int] = set()
        for one in units:
            while (up := parents.get(one)) is not None and up not in found:
                found.add(up)
                one = up
        return found

    # ---- what became of it --------------------------------------------------------------------------------

    def successors(self, unit: int, day: date) -> list[int]:
        """Today's units in which what stood at and below `unit` on a day has ended, the lowest ones."""
        ends = self.terminals(day)
        inside = self.subtree(unit, day)
        lowest = {one for one in inside if not self.is_inner(one, day)}
        found = {terminal for one in lowest for terminal in ends.get(one, ())}
        kinds_of_its_own = {
            terminal for terminal in ends.get(unit, ()) if terminal in self.units_on(self.today)
        }
        return sorted((found & self.units_on(self.today)) or kinds_of_its_own)

    def is_wholly_from(self, successor: int, unit: int, day: date) -> bool:
        """Whether nothing of today's `successor` came from outside what stood below `unit` on a day."""
        lowest = {one for one in self.descent.reaching([successor], day) if one in self.units_on(day)}
        return lowest <= self.subtree(unit, day) | set(self.path_to(unit, day))


def _kept(memory: dict[K, V], key: K, work_out: Callable[[], V]) -> V:
    """Threads that answer at once may forget what one of them has just kept."""
    known = memory.get(key)
    if known is None:
        known = work_out()
        if len(memory) >= SETS:
            memory.clear()
        memory[key] = known
    return known
