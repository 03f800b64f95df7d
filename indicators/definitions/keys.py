"""Breakdown keys: "total", or dimension=category pairs in the order of the dimensions, joined by ";"."""

import re
from collections.abc import Iterable, Mapping
from itertools import product

TOTAL = "total"
LONGEST_KEY = 300
WORD = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
"""What codes of dimensions and categories are made of."""


def key_of(categories: Mapping[str, str]) -> str:
    """The canonical key of dimension → category; none at all is the total."""
    return ";".join(f"{dimension}={categories[dimension]}" for dimension in sorted(categories)) or TOTAL


def categories_of(key: str) -> dict[str, str] | None:
    """Dimension → category of a key; None when it is no canonical key."""
    if key == TOTAL:
        return {}
    pairs = [pair.partition("=") for pair in key.split(";")]
    found = {dimension: category for dimension, _sign, category in pairs}
    words = [word for dimension, _sign, category in pairs for word in (dimension, category)]
    is_key = len(key) <= LONGEST_KEY and all(WORD.fullmatch(word) for word in words)
    return found if is_key and key_of(found) == key else None


def combined(categories: Mapping[str, Iterable[str]]) -> list[str]:
    """The keys of every combination of one category of each dimension, in the order given."""
    names = list(categories)
    return [key_of(dict(zip(names, chosen, strict=True))) for chosen in product(*categories.values())]
