"""What changed between two definitions, field by field."""

from typing import Any, NamedTuple

from indicators.definitions.definition import Definition
from indicators.definitions.document import to_data

FIELDS = (
    "name", "name_en", "meaning", "legal_source", "kind", "unit_of_measure", "decimals", "lowest", "highest",
    "options", "direction", "over_units", "over_time", "carries_forward", "multiplier", "measure",
    "breakdowns", "points", "predecessor", "factor", "valid_from", "valid_to",
)  # fmt: skip
"""In the order in which pages and workbooks show them."""
ADDS_UP_BY = frozenset({"over_units", "over_time", "carries_forward", "multiplier", "measure", "points"})
"""Fields whose change moves totals."""


class Difference(NamedTuple):
    """`before` and `after` are what JSON holds."""

    field: str
    before: Any
    after: Any


def differences(before: Definition, after: Definition) -> list[Difference]:
    """In the order of FIELDS; empty when the two say the same."""
    old, new = to_data(before), to_data(after)
    return [Difference(name, old[name], new[name]) for name in FIELDS if old[name] != new[name]]


def moves_totals(before: Definition, after: Definition) -> bool:
    return any(one.field in ADDS_UP_BY for one in differences(before, after))
