"""What was read of groups of units, kept until the stored totals of a group say that something changed in it.

One correction changes one group of many: the others need not be read again. Content that turned out the same
stays the same object, so that what was worked out from it stays known too.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

DERIVED = 16
"""So much is worked out from one content before it is forgotten."""
Group = int | None  # a unit with stored totals of its own; None: what stands in no such unit
Place = tuple[int, Group]  # period, group
V = TypeVar("V")
W = TypeVar("W")
D = TypeVar("D")


@dataclass(eq=False)
class Content(Generic[V]):
    """What is known of each group; `derived` holds what was worked out from it alone."""

    of_group: dict[Group, V]
    derived: dict[Hashable, Any] = field(default_factory=dict)

    def derive(self, name: Hashable, work_out: Callable[[dict[Group, V]], D]) -> D:
        if name in self.derived:
            known: D = self.derived[name]
            return known
        found = work_out(self.of_group)
        if len(self.derived) >= DERIVED:  # names may hold on to what was known of others
            self.derived.clear()
        self.derived[name] = found
        return found


Known = Mapping[int, Content[V]]  # period → what was known of its groups before


@dataclass(frozen=True, eq=False)
class Kept(Generic[W, V]):
    """Under which stamps, and on which question, each group's content was read."""

    stamps: Mapping[Group, object]
    wanted: Mapping[Group, W]
    content: Content[V]

    def is_known(self, group: Group, stamp: object, wanted: W) -> bool:
        if group not in self.wanted:
            return False
        seen, asked = self.stamps[group], self.wanted[group]
        return (seen is stamp or seen == stamp) and (asked is wanted or asked == wanted)

    def is_all_of(self, stamps: Mapping[Group, object], wanted: Mapping[Group, W]) -> bool:
        """Whether the very same was asked before."""
        return self.stamps is stamps and self.wanted is wanted


def stale(
    known: Mapping[int, Kept[W, V]],
    stamps: Mapping[int, Mapping[Group, object]],
    wanted: Mapping[int, Mapping[Group, W]],
) -> dict[Place, W]:
    """What is to be read: never read, read under another stamp, or asked otherwise."""
    found: dict[Place, W] = {}
    for period, groups in wanted.items():
        before, of_groups = known.get(period), stamps[period]
        if before is not None and before.is_all_of(of_groups, groups):
            continue
        found |= {
            (period, group): question
            for group, question in groups.items()
            if before is None or not before.is_known(group, of_groups[group], question)
        }
    return found


def renewed(
    before: Kept[W, V] | None,
    stamps: Mapping[Group, object],
    wanted: Mapping[Group, W],
    read: Mapping[Group, V],
) -> Kept[W, V]:
    """What was known, with what was read in its place; `before` itself where the very same was asked."""
    if before is not None and before.is_all_of(stamps, wanted):
        return before
    old = {} if before is None else before.content.of_group
    values = {group: read[group] if group in read else old[group] for group in wanted}
    same = before is not None and values == old
    return Kept(stamps, wanted, before.content if before is not None and same else Content(values))
