"""The units of a country before and after 2025-07-01, and what became of them: all sources are read into it.

Keys are official codes: 2 digits a province, 3 a district, 5 a commune, so that one look tells the level.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

PROVINCE, DISTRICT, COMMUNE = 2, 3, 5
"""Digits of a code."""
ALL = 1_000_000_000
"""All of a unit, in billionths: as `units.models.ALL`, which this package may not import."""


class Area(NamedTuple):
    """A province, district or commune; `inside` is the code of the area it lies in ("" for a province)."""

    code: str
    name: str
    kind: str
    inside: str
    province: str


class Step(NamedTuple):
    """An old commune (or a district that had none) went to a new commune, whole or in part.

    Shares are billionths of the old unit, None where nobody said. `is_default`: the new unit that answers
    for the old one.
    """

    old: str
    new: str
    whole: bool
    is_default: bool
    population_share: int | None = None
    area_share: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Country:
    """Areas by code; `merged_provinces` names the old provinces of each province of today."""

    old_provinces: dict[str, Area] = field(default_factory=dict)
    old_districts: dict[str, Area] = field(default_factory=dict)
    old_communes: dict[str, Area] = field(default_factory=dict)
    provinces: dict[str, Area] = field(default_factory=dict)
    communes: dict[str, Area] = field(default_factory=dict)
    merged_provinces: dict[str, list[str]] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
