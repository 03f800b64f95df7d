"""What a wide reading remembers: on the atlas, group by group, under the stored totals that tell of it."""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from aggregates.comparing import Comparing
from aggregates.kept import Content, Group, Kept, Known, Place, renewed, stale
from aggregates.stored import stamps_of
from aggregates.values import Value
from indicators.adding_up import OverUnits

PLAIN = frozenset({OverUnits.SUM, OverUnits.MEAN})
V = TypeVar("V")
W = TypeVar("W")
Stamp = tuple[object, ...]
Stamps = dict[Group, object]


@dataclass
class Grouped(Comparing):
    """Groups are the units with stored totals right below those whose totals are the unit's."""

    _stamps: dict[int, Stamp] = field(default_factory=dict)
    _of_groups: dict[int, Stamps] = field(default_factory=dict)

    @cached_property
    def plain(self) -> list[int]:
        """The form's points whose totals can be lessened: sums and means."""
        points = sorted({line.data_point for line in self.book.lines})
        return [point for point in points if self.rule(point).over_units in PLAIN]

    @cached_property
    def _points(self) -> tuple[int, ...]:
        return tuple(self.plain)

    @cached_property
    def memory(self) -> dict[Hashable, Any]:
        """The atlas', where stored totals tell of every figure read; else this reading's own."""
        return self.atlas.memory if self._is_shared else {}

    @cached_property
    def _is_shared(self) -> bool:
        told = all(not top.leaves for top in self.tops.values())
        return told and not (self.tree == "now" and any(self.sharing.values()))

    def remember(self, key: Hashable, work_out: Callable[[], V]) -> V:
        """What was worked out before under a key."""
        if self._is_shared:
            return self.atlas.remember(key, work_out)
        found: V = self.memory[key] if key in self.memory else self.memory.setdefault(key, work_out())
        return found

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
        )

    def _place(self, period: int) -> Stamp:
        return (self.book.template.pk, period, self.unit, self.tree, self.edition)

    def _stamps_in(self, periods: Collection[int]) -> dict[int, Stamps]:
        """Period → group → another one whenever its stored totals were refreshed.

        One query, or none where the unit's own totals are those seen last time.
        """
        unknown = [period for period in periods if period not in self._of_groups]
        for period in unknown:
            known = self.memory.get(("groups", *self._place(period), *self._points))
            if known is not None and known[None] == self.stamp(period):
                self._of_groups[period] = known
        unknown = [period for period in unknown if period not in self._of_groups]
        groups = {period: self._groups(period) for period in unknown} if self._is_shared else {}
        read = stamps_of(groups, self.plain, edition=self.edition)
        for period in unknown:
            of_groups: Stamps = {group: read.get((period, group)) for group in groups.get(period, ())}
            of_groups[None] = self.stamp(period)
            self._of_groups[period] = of_groups
            self._keep(("groups", *self._place(period), *self._points), of_groups)
        return {period: self._of_groups[period] for period in periods}

    # ---- groups -------------------------------------------------------------------------------------------

    def _groups(self, period: int) -> frozenset[int]:
        return frozenset(self.group_of(period).values())

    def group_of(self, period: int) -> dict[int, int]:
        """Unit → the group it stands in, on the tree of the period's last day."""
        day = self.periods[period]
        return self.remember(
            ("group of", self.unit, self.tree, self.atlas.era(day)), lambda: self._grouped(period)
        )

    def _grouped(self, period: int) -> dict[int, int]:
        day = self.periods[period]
        return {
            below: group
            for top in self.tops[period].inner
            for group in self.atlas.children(top, day)
            if self.atlas.is_inner(group, day)
            for below in self.atlas.subtree(group, day)
        }

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

        `wanted`: period → group → what is asked of it. `read` is given what is to be read, and what is known
        of the other groups; it answers for every place it is given.
        """
        keys = {period: (name, *self._place(period)) for period in wanted}
        known: dict[int, Kept[W, V]] = {
            period: self.memory[key] for period, key in keys.items() if key in self.memory
        }
        stamps = self._stamps_in(wanted)
        fresh = stale(known, stamps, wanted)
        right = {
            (period, group): value
            for period, kept in known.items()
            for group, value in kept.content.of_group.items()
            if group in wanted[period] and (period, group) not in fresh
        }
        answers = read(fresh, right) if fresh else {}
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
            self.atlas.keep(key, value)
        else:
            self.memory[key] = value
