"""What an indicator says of itself, as frozen data: what page, workbook, package and versions hold."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from indicators.adding_up import Adding
from indicators.definitions.keys import TOTAL
from indicators.definitions.kinds import ValueKind

PARTITION, OVERLAPPING = "partition", "overlapping"


class Option(NamedTuple):
    """One answer of a choice: the number that is stored, and what it means."""

    number: int
    name: str
    name_en: str = ""


class BrokenDown(NamedTuple):
    """By a dimension: its categories add up to the whole (partition), or may overlap and never do."""

    dimension: str
    how: str = PARTITION


class Point(NamedTuple):
    """A data point by its breakdown key. What it is counted from are words "CODE|key", or empty."""

    key: str = TOTAL
    weight: str = ""
    numerator: str = ""
    denominator: str = ""

    @property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """(field, word) of those it has."""
        named = (("weight", self.weight), ("numerator", self.numerator), ("denominator", self.denominator))
        return tuple((name, word) for name, word in named if word)


class Factor(NamedTuple):
    """An exact ratio: a value of the predecessor × numerator ÷ denominator is a value of this one."""

    numerator: int = 1
    denominator: int = 1


SAME = Factor()


@dataclass(frozen=True, slots=True)
class Definition:
    """An entry of the catalogue without its code and owner.

    `unit_of_measure`: a code. `lowest` and `highest`: scaled by 10^decimals. `points` in the order of their
    keys, `options` of their numbers, `breakdowns` of their dimensions. `predecessor`: the code of the
    indicator this one continues in another unit of measure or with other decimals, times `factor`.
    """

    name: str
    unit_of_measure: str
    name_en: str = ""
    meaning: str = ""
    legal_source: str = ""
    kind: ValueKind = ValueKind.COUNT
    decimals: int = 0
    lowest: int | None = None
    highest: int | None = None
    direction: str = "neither"
    adding: Adding = field(default_factory=Adding)
    options: tuple[Option, ...] = ()
    breakdowns: tuple[BrokenDown, ...] = ()
    points: tuple[Point, ...] = (Point(),)
    valid_from: date | None = None
    valid_to: date | None = None
    predecessor: str = ""
    factor: Factor = SAME

    def point(self, key: str) -> Point | None:
        return next((point for point in self.points if point.key == key), None)

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(point.key for point in self.points)


def word_of(code: str, key: str) -> str:
    """ "CODE|key": how a data point is named outside, as in the cells of a form."""
    return f"{code}|{key}"


def code_and_key(word: str) -> tuple[str, str]:
    """ "CODE" alone means its total."""
    code, _bar, key = word.partition("|")
    return code, key or TOTAL
