"""A tree of units as a file tells it: rows, the units they make, and what is wrong with them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

Column = Literal["code", "name", "kind", "parent", "placement", "start", "end", ""]


class TreeProblem(NamedTuple):
    """What is wrong in a row. `params` go into the sentence of `code` (units/tree_words.py)."""

    row: int
    column: Column
    code: str
    params: dict[str, str | int | date | None]


class TreeRow(NamedTuple):
    """A row that can be read: a unit of this code, name and kind, below `parent` (or nobody) from – to."""

    row: int
    code: str
    name: str
    kind: str
    parent: str
    placement: str
    start: date
    end: date | None


class FilePlace(NamedTuple):
    """A relation one row states: the code of the parent, the kind of placement, from – to."""

    row: int
    parent: str
    placement: str
    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class FileUnit:
    """A unit of the file: all rows of one code whose dates touch. `row` is its first one."""

    row: int
    code: str
    name: str
    kind: str
    begins: date
    ends: date | None
    rows: tuple[int, ...]
    places: tuple[FilePlace, ...]


class Known(NamedTuple):
    """A code, a name and kind, or a parent that a unit of the database has from – to."""

    unit: int
    start: date
    end: date | None
    value: str = ""
    kind: str = ""
    parent: int = 0
    scheme: str = ""


@dataclass(frozen=True, slots=True)
class KnownTree:
    """What the database says of the codes of a file and of the units that bear them.

    `places` holds all places of the kinds that the file uses, by unit and kind.
    """

    lives: dict[int, tuple[date, date | None]] = field(default_factory=dict)
    codes: dict[str, list[Known]] = field(default_factory=dict)
    names: dict[int, list[Known]] = field(default_factory=dict)
    places: dict[tuple[int, str], list[Known]] = field(default_factory=dict)


class NewPlace(NamedTuple):
    """A relation to be written. Units of the database by their number; those of the file by -1, -2, …"""

    row: int
    unit: int
    parent: int
    placement: str
    start: date
    end: date | None


@dataclass(slots=True)
class TreePlan:
    """What importing would do: new units in the order of the file (node -1 is the first), new relations;
    how many of the file's units are there already, and everything that is wrong."""

    units: list[FileUnit] = field(default_factory=list)
    places: list[NewPlace] = field(default_factory=list)
    existing: int = 0
    problems: list[TreeProblem] = field(default_factory=list)

    @property
    def changes_nothing(self) -> bool:
        return not self.units and not self.places


def overlap(start: date, end: date | None, other_start: date, other_end: date | None) -> bool:
    """Whether two spans of days, both ends included, share a day."""
    return start <= (other_end or date.max) and other_start <= (end or date.max)


def covers(outer: tuple[date, date | None], start: date, end: date | None) -> bool:
    return outer[0] <= start and (end or date.max) <= (outer[1] or date.max)


def in_file_order(problems: Sequence[TreeProblem]) -> list[TreeProblem]:
    return sorted(problems, key=lambda problem: problem.row)
