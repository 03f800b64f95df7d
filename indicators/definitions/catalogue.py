"""The catalogue as frozen data: what a definition may name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple

from indicators.definitions.definition import Definition


class Measured(NamedTuple):
    """A unit of measure: how many base units of its quantity one of it is, exactly."""

    name: str
    quantity: str
    numerator: int = 1
    denominator: int = 1
    name_en: str = ""

    @property
    def in_base(self) -> Fraction:
        return Fraction(self.numerator, self.denominator)


class Category(NamedTuple):
    name: str
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension of breakdown with its categories by code, in their order."""

    name: str
    categories: Mapping[str, Category]
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """By code. It may hold a part of the whole catalogue: what is needed to judge some entries."""

    measures: Mapping[str, Measured] = field(default_factory=dict)
    dimensions: Mapping[str, Dimension] = field(default_factory=dict)
    indicators: Mapping[str, Definition] = field(default_factory=dict)

    def conversion(self, before: str, after: str) -> Fraction | None:
        """What a value in the unit `before` is multiplied by to be one in `after`; None across quantities."""
        old, new = self.measures.get(before), self.measures.get(after)
        if old is None or new is None or old.quantity != new.quantity:
            return None
        return old.in_base / new.in_base
