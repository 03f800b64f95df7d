"""Which columns travel in a package: named one by one, so that nothing goes out or comes in unseen.

What is added to a model is added here, with what an older file lacks in `DEFAULTS`.
"""

from types import MappingProxyType
from typing import Any

REGIME = (
    "code",
    "name",
    "kind",
    "legal_basis",
    "document_number",
    "document_date",
    "frequency",
    "is_cumulative",
    "subject_scope",
    "subject_kinds",
    "speaks_for_whole",
    "placement_kind",
    "opens_days_before_end",
    "closes_days_after",
    "sign_off",
    "acceptance",
    "lets_others_enter",
    "starts_on",
    "ends_on",
)
DATES = ("document_date", "starts_on", "ends_on")
TEMPLATE = ("code", "name")
DEFAULTS: MappingProxyType[str, Any] = MappingProxyType(
    {
        "legal_basis": "",
        "kind": "periodic",
        "document_number": "",
        "document_date": None,
        "subject_scope": "province",
        "closes_days_after": None,
        "lets_others_enter": False,
        "ends_on": None,
    }
)
"""Of fields a package may lack."""
