"""What a source of units says, as rows to write: dated codes, names, places, and the lines of descent."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Dated:
    """`value` holds from the first to the last day, both included; an open end is None."""

    value: str
    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class PlannedUnit:
    """A unit to be created, under a key of the source. `kinds` runs beside `names`; `places` name keys."""

    key: str
    shard: int
    begins: date
    ends: date | None
    codes: tuple[Dated, ...]
    names: tuple[Dated, ...]
    kinds: tuple[str, ...]
    places: tuple[Dated, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedSuccession:
    """Shares are billionths of the predecessor; None is not known (or a whole, which needs none)."""

    predecessor: str
    successor: str
    on: date
    whole: bool
    is_default: bool
    population_share: int | None = None
    area_share: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Units in the order in which they may be created (parents first), then their successions."""

    source: str
    units: list[PlannedUnit] = field(default_factory=list)
    successions: list[PlannedSuccession] = field(default_factory=list)
