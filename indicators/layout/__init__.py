"""The form as frozen data. Pure: knows no Django."""

from indicators.layout.asked import asked_in
from indicators.layout.beside import Enclosure, ListColumn, RowList, Section
from indicators.layout.document import from_json, to_json
from indicators.layout.form import (
    Cell,
    Check,
    Column,
    FormLayout,
    HeaderCell,
    Placeholders,
    Row,
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
    "ListColumn",
    "Placeholders",
    "Row",
    "RowList",
    "Section",
    "Table",
    "address_of",
    "asked_in",
    "from_json",
    "to_json",
]
