"""What a note of the conversion table means. Notes are typed by hand: accents, case and spaces vary."""

import re
from functools import lru_cache
from typing import Literal, NamedTuple

from units.vietnamese import search_key

Stated = Literal["whole", "part", "unchanged", "renamed", "kind_changed", "district"]
STATED: tuple[Stated, ...] = ("whole", "part", "unchanged", "renamed", "kind_changed", "district")
Amount = Literal["all", "some"]
_WORDS = re.compile(r"toan bo|mot phan|phan con lai|dien tich|dan so")


class Meaning(NamedTuple):
    """`population` and `area`: how much of the old unit went, where the note names the measure; else None."""

    stated: Stated
    population: Amount | None = None
    area: Amount | None = None


@lru_cache(maxsize=256)
def read_note(text: str) -> Meaning | None:
    """Return None for a note that says none of the known things."""
    note = search_key(text)
    if note.startswith("giu nguyen"):
        return Meaning("unchanged")
    if "huyen" in note.split() and "thanh dac khu" in note and "toan bo" in note:
        return Meaning("district")
    amount, measures = _amounts(note)
    if amount == "some" or "some" in measures.values() or len(measures) == 1:
        return Meaning("part", measures.get("dan so"), measures.get("dien tich"))
    if "doi ten" in note:
        return Meaning("renamed")
    if "doi loai hinh" in note or "thanh dac khu" in note:
        return Meaning("kind_changed")
    return Meaning("whole") if amount == "all" or len(measures) == 2 else None


def _amounts(note: str) -> tuple[Amount | None, dict[str, Amount]]:
    """Return how much goes when no measure is named, and how much by each measure that is."""
    amount: Amount | None = None
    measures: dict[str, Amount] = {}
    bare: Amount | None = None  # an amount that no measure has followed yet
    for word in _WORDS.findall(note):
        if word in ("dien tich", "dan so"):
            if amount is not None:
                measures[word] = amount
            bare = None
        else:
            amount = bare = "all" if word == "toan bo" else "some"
    return bare, measures
