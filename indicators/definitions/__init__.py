"""Entries of the catalogue as frozen data: said, written, compared, refused. Pure: knows no Django."""

from indicators.definitions.catalogue import Catalogue, Category, Dimension, Measured
from indicators.definitions.definition import (
    OVERLAPPING,
    PARTITION,
    BrokenDown,
    Definition,
    Factor,
    Option,
    Point,
    code_and_key,
    word_of,
)
from indicators.definitions.differences import FIELDS, Difference, differences, moves_totals
from indicators.definitions.document import from_data, from_text, to_data, to_text
from indicators.definitions.freezing import Held, refusals_of_change
from indicators.definitions.keys import TOTAL, categories_of, combined, key_of
from indicators.definitions.kinds import ADDS_UP_SO, WHOLE, ValueKind
from indicators.definitions.lists import refusals_of_dimension, refusals_of_measure
from indicators.definitions.refusals import broken_users, refusals

__all__ = [
    "ADDS_UP_SO",
    "FIELDS",
    "OVERLAPPING",
    "PARTITION",
    "TOTAL",
    "WHOLE",
    "BrokenDown",
    "Catalogue",
    "Category",
    "Definition",
    "Difference",
    "Dimension",
    "Factor",
    "Held",
    "Measured",
    "Option",
    "Point",
    "ValueKind",
    "broken_users",
    "categories_of",
    "code_and_key",
    "combined",
    "differences",
    "from_data",
    "from_text",
    "key_of",
    "moves_totals",
    "refusals",
    "refusals_of_change",
    "refusals_of_dimension",
    "refusals_of_measure",
    "to_data",
    "to_text",
    "word_of",
]
