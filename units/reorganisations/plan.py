"""What an administrator asks for: one kind of change, from one day on, by one document. Pure."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

UNREAD = 0
"""Stands in a plan for a unit that was named and could not be read, so that the rest can be judged."""


class Kind(StrEnum):
    """As `units.models.Reorganisation.Kind`."""

    MERGE = "merge"
    SPLIT = "split"
    RENAME = "rename"
    CHANGE_KIND = "change_kind"
    NEW_PARENT = "new_parent"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A unit that begins on the day; it stands below `parent` (None: at the top)."""

    code: str
    name: str
    kind: str
    parent: int | None
    scheme: str = "gso"


@dataclass(frozen=True, slots=True)
class Part:
    """Where a unit that ends or is divided goes: a new unit, or one that exists and goes on (`unit`).

    Shares say how much of a divided unit, in billionths by measure; None is not known.
    """

    new: NewUnit | None = None
    unit: int | None = None
    population_share: int | None = None
    area_share: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """`effective_on` is the first day of the new state.

    `sources`: the units merged, divided, renamed, moved or closed. `parts`: what comes out of a merger (one)
    or a split; of a closed unit the one that takes over, if any. `default` is the index of the part that
    takes over duties, roles and whatever is not said otherwise. `lives_on`: the divided unit keeps the rest.
    `below`: for units below a divided or closed unit, the index of the part they go to. `name`, `unit_kind`,
    `parent` and `placement` say what a unit is called, is, or stands below from the day on.
    """

    kind: Kind
    effective_on: date
    sources: tuple[int, ...]
    document: str = ""
    parts: tuple[Part, ...] = ()
    default: int = 0
    lives_on: bool = False
    below: tuple[tuple[int, int], ...] = ()
    name: str = ""
    unit_kind: str = ""
    parent: int | None = None
    placement: str = "administrative"

    @property
    def ending(self) -> tuple[int, ...]:
        """The units whose last day is the day before."""
        if self.kind in (Kind.MERGE, Kind.CLOSE) or (self.kind is Kind.SPLIT and not self.lives_on):
            return self.sources
        return ()

    @property
    def created(self) -> tuple[NewUnit, ...]:
        return tuple(part.new for part in self.parts if part.new is not None)

    @property
    def receiving(self) -> frozenset[int]:
        """Every unit that exists before and takes something over, or gets others below it."""
        asked = {self.parent, *(part.unit for part in self.parts), *(new.parent for new in self.created)}
        return frozenset(unit for unit in asked if unit is not None) - {UNREAD}

    @property
    def named(self) -> frozenset[int]:
        """Every unit it names that must exist before."""
        return self.receiving.union(self.sources) - {UNREAD}

    @property
    def is_whole(self) -> bool:
        """Whether what ends goes to one place wholly."""
        return self.kind in (Kind.MERGE, Kind.CLOSE)

    def part_for(self, unit_below: int) -> Part:
        """Where a unit that stood below the source goes."""
        return self.parts[dict(self.below).get(unit_below, self.default)]


def to_json(plan: Plan) -> str:
    return json.dumps(asdict(plan), ensure_ascii=False, sort_keys=True, default=str)


def from_json(text: str) -> Plan:
    data: dict[str, Any] = json.loads(text)
    parts = tuple(
        Part(**{**part, "new": NewUnit(**part["new"]) if part["new"] else None}) for part in data.pop("parts")
    )
    return replace(
        Plan(kind=Kind.CLOSE, effective_on=date.min, sources=()),
        **{
            **data,
            "kind": Kind(data["kind"]),
            "effective_on": date.fromisoformat(data["effective_on"]),
            "sources": tuple(data["sources"]),
            "below": tuple((unit, part) for unit, part in data["below"]),
            "parts": parts,
        },
    )
