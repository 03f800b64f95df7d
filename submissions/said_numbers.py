"""The numbers that reports of a round were sealed with, without their sheets: thousands in a moment."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from indicators.layout import FormLayout
from submissions.models import Submission


@dataclass(frozen=True, slots=True)
class SaidNumbers:
    """What a unit sent last. `cells`: address → scaled, of typed and computed cells that hold a number;
    `words`: how many warnings have a word."""

    cells: Mapping[str, int]
    words: int


def said_numbers(reports: QuerySet[Submission], layout: FormLayout) -> dict[int, SaidNumbers]:
    """By unit, of those that were sent. One query; `layout` is the form's as it is now."""
    decimals = {
        address: cell.decimals
        for address, *_place, cell in layout.places()
        if cell.kind in ("input", "computed")
    }
    rows = reports.filter(sent__isnull=False).order_by().values_list("assignment__subject", "sent__document")
    return {unit: _read(document, decimals) for unit, document in rows}


def _read(document: str, decimals: Mapping[str, int]) -> SaidNumbers:
    said = json.loads(document)
    cells = {
        address: scaled
        for address, text in said["cells"].items()
        if address in decimals and (scaled := _scaled(text, decimals[address])) is not None
    }
    return SaidNumbers(cells, len(said["explanations"]))


def _scaled(text: str, decimals: int) -> int | None:
    """ "1234.5" with 2 decimals is 123450; None for a sign, and for more decimals than the cell has now."""
    whole, _dot, part = text.partition(".")
    if not (whole.removeprefix("-") + part).isdigit() or len(part) > decimals:
        return None
    return int(whole + part.ljust(decimals, "0"))
