"""Rows do not grow by themselves for words put into the XML: how high they must be for them."""

import math
import re
from collections.abc import Mapping

from indicators.layout import FormLayout
from submissions.workbooks.patch import Number, Text
from submissions.workbooks.references import column_number, place_of

LINE = 16.0
"""Points a line of the form's 11–12 point type."""
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*["']([A-Z]+[0-9]+):([A-Z]+[0-9]+)["']""")
_NARROW = 0.8
"""A letter of running text against the digit that a column's width counts."""


def row_heights(sheet: bytes, layout: FormLayout, cells: Mapping[str, Number | Text]) -> dict[int, float]:
    """Row → points, for rows in which one of the texts ("C3" → words) takes more than a line of its width."""
    widths = {column_number(c.excel_column): c.width for table in layout.tables for c in table.columns}
    merged = {first.decode(): last.decode() for first, last in _MERGED.findall(sheet)}
    heights: dict[int, float] = {}
    for reference, text in cells.items():
        if isinstance(text, Number):
            continue
        row, first = place_of(reference)
        last = place_of(merged.get(reference, reference))[1]
        width = sum(widths.get(column, 9.0) for column in range(first, last + 1))
        lines = sum(math.ceil(len(line) * _NARROW / width) or 1 for line in text.text.split("\n"))
        if lines > 1:
            heights[row] = max(heights.get(row, 0.0), lines * LINE)
    return heights
