"""Which columns travel in a package: named one by one, so that nothing goes out or comes in unseen.

What is added to a model is added here, with what an older file lacks in `DEFAULTS`.
"""

from types import MappingProxyType
from typing import Any

CALENDAR = ("code", "name")
REGIME = (
    "code",
    "name",
    "legal_basis",
    "frequency",
    "is_cumulative",
    "subject_kinds",
    "speaks_for_whole",
    "placement_kind",
    "deadline_offset",
    "deadline_unit",
    "deadline_hour",
    "deadline_moves",
    "opens_days_before_end",
    "sign_off",
    "acceptance",
    "starts_on",
    "ends_on",
)
TEMPLATE = ("code", "name")
DEFAULTS: MappingProxyType[str, Any] = MappingProxyType({"legal_basis": "", "ends_on": None})
"""Of fields a package may lack."""
