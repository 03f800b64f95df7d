"""What a wide reading remembers: on the atlas, group by group, under the stored totals that tell of it."""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from aggregates.atlas import Atlas
from aggregates.comparing import Comparing
from aggregates.kept import Content, Group, Kept, Known, Place, renewed, stale
from aggregates.stored import stamps_of
from aggregates.values import Value
from indicators.adding_up import OverUnits

PLAIN = frozenset({OverUnits.SUM, OverUnits.MEAN})
_NOTHING = Value()
V = TypeVar("V")
W = TypeVar("W")
Stamp = tuple[object, ...]
Stamps = dict[Group, object]
Token = tuple[Any, ...]
Tokens = Mapping[int, Token]


@dataclass(frozen=True, slots=True)
class TreeOfGroups:
    """Units with others below them, without the highest: `top` are right below those.

    `group_of`: any unit → the nearest of them at or above it; `children` and `below` of each are such, too.
    """

    top: frozenset[int]
    group_of: dict[int, int]
    children: dict[int, frozenset[int]]
    below: dict[int, tuple[int, ...]]


def tree_of_groups(atlas: Atlas, highest: Iterable[int], day: date) -> TreeOfGroups:
    group_of: dict[int, int] = {}
    children: dict[int, frozenset[int]] = {}
    below: dict[int, tuple[int, ...]] = {}

    def walk(unit: int) -> list[int]:
        inner = frozenset(child for child in atlas.children(unit, day) if atlas.is_inner(child, day))
        children[unit] = inner
        group_of.update(dict.fromkeys((unit, *atlas.children(unit, day)), unit))
        found = [one for child in inner for one in (child, *walk(child))]
        below[unit] = tuple(found)
        return found

    top = frozenset(
        child for unit in highest for child in atlas.children(unit, day) if atlas.is_inner(child, day)
    )
    for unit in top:
        walk(unit)
    return TreeOfGroups(top, group_of, children, below)


@dataclass
class Grouped(Comparing):
    """Groups are the lowest units with stored totals, below those whose totals are the unit's.

    `ahead`: period → unit → what tells of totals at or below it that were read ahead of their refresh.
    """

    ahead: Mapping[int, Tokens] = field(default_factory=dict)
    _stamps: dict[int, Stamp] = field(default_factory=dict)
    _of_groups: dict[int, Stamps] = field(default_factory=dict)
    _own: dict[Hashable, Any] = field(default_factory=dict)

    @cached_property
    def plain(self) -> list[int]:
        """The form's points whose totals can be lessened: sums and means."""
        return [point for point in self._asked_about if self.rule(point).over_units in PLAIN]

    @cached_property
    def _points(self) -> tuple[int, ...]:
        return tuple(self.plain)

    @cached_property
    def _asked_about(self) -> tuple[int, ...]:
        """All points of the form: any of them may be the only one that was refreshed."""
        return tuple(sorted({line.data_point for line in self.book.lines}))

    def recall(self, key: Hashable, otherwise: Any = None) -> Any:
        """What is remembered under a key, on the atlas or in this reading."""
        return (self.atlas.memory.recall if self._is_shared else self._own.get)(key, otherwise)

    @cached_property
    def _is_shared(self) -> bool:
        told = all(not top.leaves for top in self.tops.values())
        return told and not (self.tree == "now" and any(self.sharing.values()))

    def remember(self, key: Hashable, work_out: Callable[[], V]) -> V:
        """What was worked out before under a key: remembered on the atlas, where stored totals tell of every
        figure read; else in this reading alone."""
        if self._is_shared:
            return self.atlas.remember(key, work_out)
        found: V = self._own[key] if key in self._own else self._own.setdefault(key, work_out())
        return found

    def value(self, period: int, data_point: int) -> Value:
        """The stored total itself, where it alone counts: asked for hundreds of times a page."""
        if self._is_shared and len(self.tops[period].inner) == 1 and not self._counts_figures(period):
            (top,) = self.tops[period].inner
            return self.totals.get((top, period, data_point)) or _NOTHING
        return super().value(period, data_point)

    # ---- stamps -------------------------------------------------------------------------------------------

    def stamp(self, period: int) -> Stamp:
        """Another one whenever a stored total of the unit was refreshed for the period."""
        if period not in self._stamps:
            self._stamps[period] = self._stamp(period)
        return self._stamps[period]

    @cached_property
    def _told_by_period(self) -> dict[int, list[Value]]:
        """The unit's own stored totals, always in the same order."""
        found: dict[int, list[Value]] = {}
        for key in sorted(self.totals):
            if key[0] in self.tops[key[1]].inner:
                found.setdefault(key[1], []).append(self.totals[key])
        return found

    def _stamp(self, period: int) -> Stamp:
        found = self._told_by_period.get(period, [])
        return (
            *self._place(period),
            hash(tuple(value.as_of for value in found)),
            sum(value.answered for value in found),
            sum(value.expected for value in found),
            sum(value.reported for value in found),
            *(self.ahead[period].get(top) for top in sorted(self.tops[period].inner) if period in self.ahead),
        )

    def _place(self, period: int) -> Stamp:
        return (self.book.template.pk, period, self.unit, self.tree, self.edition)

    def _stamps_in(self, periods: Collection[int]) -> dict[int, Stamps]:
        """Period → group → another one whenever its stored totals were refreshed.

        No query where the unit's own totals are those seen last time; else one a level of the tree, of what
        is below units that have changed.
        """
        unknown = [period for period in periods if period not in self._of_groups]
        known: dict[int, Stamps] = {period: self.recall(self._groups_key(period), {}) for period in unknown}
        changed = []
        for period in unknown:
            if known[period].get(None) == self.stamp(period):
                self._of_groups[period] = known[period]
            else:
                changed.append(period)
        fresh: dict[int, Stamps] = {period: {None: self.stamp(period)} for period in changed}
        level = {period: self._tree_of(period).top for period in changed} if self._is_shared else {}
        while any(level.values()):
            read = stamps_of(level, self._asked_about, edition=self.edition)
            level = {
                period: self._one_lower(period, units, read, known=known[period], fresh=fresh[period])
                for period, units in level.items()
            }
        for period, stamps in fresh.items():
            self._of_groups[period] = stamps
            self._keep(self._groups_key(period), stamps)
        return {period: self._of_groups[period] for period in periods}

    def _one_lower(
        self,
        period: int,
        units: Collection[int],
        read: Mapping[tuple[int, int], object],
        *,
        known: Stamps,
        fresh: Stamps,
    ) -> frozenset[int]:
        """Note stamps of units, and of all below those that have not changed; what is to be read next."""
        tree, lower, ahead = self._tree_of(period), set[int](), self.ahead.get(period, {})
        for unit in units:
            stamp = read.get((period, unit))
            fresh[unit] = (stamp, ahead[unit]) if unit in ahead else stamp
            if unit in known and known[unit] == fresh[unit]:
                fresh.update((below, known[below]) for below in tree.below[unit])
            else:
                lower |= tree.children[unit]
        return frozenset(lower)

    def _groups_key(self, period: int) -> Hashable:
        return ("groups", *self._place(period), self._asked_about)

    # ---- groups -------------------------------------------------------------------------------------------

    def group_of(self, period: int) -> dict[int, int]:
        """Unit → the group it stands in, on the tree of the period's last day."""
        return self._tree_of(period).group_of

    def _tree_of(self, period: int) -> TreeOfGroups:
        day = self.periods[period]
        key = ("tree of groups", self.unit, self.tree, self.atlas.era(day))
        return self.remember(key, lambda: tree_of_groups(self.atlas, self.tops[period].inner, day))

    def by_group(self, period: int, units: Iterable[int]) -> dict[Group, frozenset[int]]:
        """The units, group by group."""
        group_of = self.group_of(period) if self._is_shared else {}
        found: dict[Group, set[int]] = {}
        for unit in units:
            found.setdefault(group_of.get(unit), set()).add(unit)
        return {group: frozenset(held) for group, held in found.items()}

    # ---- what was read of them ----------------------------------------------------------------------------

    def kept(
        self,
        name: Hashable,
        wanted: Mapping[int, Mapping[Group, W]],
        read: Callable[[dict[Place, W], Known[V]], Mapping[Place, V]],
    ) -> dict[int, Content[V]]:
        """Period → what is known of its groups; read only what is not known, all of it at once.

        `wanted`: period → group → what is asked of it. `read` is given what is to be read, and what was known
        before; it answers for every place it is given.
        """
        keys = {period: (name, *self._place(period)) for period in wanted}
        known: dict[int, Kept[W, V]] = {
            period: seen for period, key in keys.items() if (seen := self.recall(key)) is not None
        }
        stamps = self._stamps_in(wanted)
        fresh = stale(known, stamps, wanted)
        before = {period: kept.content for period, kept in known.items()}
        answers = read(fresh, before) if fresh else {}
        found: dict[int, Content[V]] = {}
        for period, groups in wanted.items():
            of_period = {group: value for (of, group), value in answers.items() if of == period}
            kept = renewed(known.get(period), stamps[period], groups, of_period)
            if kept is not known.get(period):
                self._keep(keys[period], kept)
            found[period] = kept.content
        return found

    def _keep(self, key: Hashable, value: object) -> None:
        if self._is_shared:
            self.atlas.memory.keep(key, value)
        else:
            self._own[key] = value
