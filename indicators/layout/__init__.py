"""The form as frozen data. Pure: knows no Django."""

from indicators.layout.document import from_json, to_json
from indicators.layout.form import (
    Cell,
    Check,
    Column,
    Enclosure,
    FormLayout,
    HeaderCell,
    Placeholders,
    Row,
    Section,
    Table,
    address_of,
)

__all__ = [
    "Cell",
    "Check",
    "Column",
    "Enclosure",
    "FormLayout",
    "HeaderCell",
    "Placeholders",
    "Row",
    "Section",
    "Table",
    "address_of",
    "from_json",
    "to_json",
]
