"""What was read of groups of units, kept until the stored totals of a group say that something changed in it.

One correction changes one group of many: the others need not be read again. Content that turned out the same
stays the same object, so that what was worked out from it stays known too.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

Group = int | None  # a unit with stored totals of its own; None: what stands in no such unit
Place = tuple[int, Group]  # period, group
V = TypeVar("V")
W = TypeVar("W")
D = TypeVar("D")
Known = Mapping[Place, V]  # what of the groups is still right


@dataclass(eq=False)
class Content(Generic[V]):
    """What is known of each group; `derived` holds what was worked out from it alone."""

    of_group: dict[Group, V]
    derived: dict[Hashable, Any] = field(default_factory=dict)

    def derive(self, name: Hashable, work_out: Callable[[dict[Group, V]], D]) -> D:
        if name not in self.derived:
            self.derived[name] = work_out(self.of_group)
        found: D = self.derived[name]
        return found


@dataclass(frozen=True, eq=False)
class Kept(Generic[W, V]):
    """Under which stamps, and on which question, each group's content was read."""

    asked: dict[Group, tuple[object, W]]
    content: Content[V]

    def is_known(self, group: Group, stamp: object, wanted: W) -> bool:
        return group in self.asked and self.asked[group] == (stamp, wanted)


def stale(
    known: Mapping[int, Kept[W, V]],
    stamps: Mapping[int, Mapping[Group, object]],
    wanted: Mapping[int, Mapping[Group, W]],
) -> dict[Place, W]:
    """What is to be read: never read, read under another stamp, or asked otherwise."""
    return {
        (period, group): question
        for period, groups in wanted.items()
        for group, question in groups.items()
        if period not in known or not known[period].is_known(group, stamps[period][group], question)
    }


def renewed(
    before: Kept[W, V] | None,
    stamps: Mapping[Group, object],
    wanted: Mapping[Group, W],
    read: Mapping[Group, V],
) -> Kept[W, V]:
    """What was known, with what was read in its place; `before` itself where nothing was."""
    asked = {group: (stamps[group], question) for group, question in wanted.items()}
    old = {} if before is None else before.content.of_group
    values = {group: read[group] if group in read else old[group] for group in wanted}
    if before is None or values != old:
        return Kept(asked, Content(values))
    return before if asked == before.asked else Kept(asked, before.content)
