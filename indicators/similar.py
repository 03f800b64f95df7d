"""Asked once: what the catalogue has already that resembles what somebody is about to add.

Names are compared without accents by the sets of three letters they are made of, which needs no database of a
certain kind and no order of words.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.utils import timezone

from indicators.models import Indicator, IndicatorBreakdown
from indicators.uses import forms_using
from units.queries import names_of
from units.vietnamese import search_key

ALIKE = 0.45
"""Dice's coefficient from which on two names are shown as alike: found by trying on names of real forms."""
MOST = 8


@dataclass(frozen=True, slots=True)
class Alike:
    """An entry that resembles: how much (1: the same name); whether unit and breakdown are the same."""

    id: int
    code: str
    name: str
    unit_of_measure: str
    owner: str
    used_in: tuple[str, ...]
    likeness: float
    has_same_unit: bool
    has_same_breakdown: bool
    is_broken_down: bool

    @property
    def is_same(self) -> bool:
        """The same name, unit and breakdown: it asks the same thing."""
        return self.likeness == 1 and self.has_same_unit and self.has_same_breakdown


@lru_cache(maxsize=20_000)
def grams(name: str) -> Mapping[str, int]:
    """The three-letter pieces of a name's words without accents, each word with its edges."""
    pieces = (f"  {word} "[at : at + 3] for word in search_key(name).split() for at in range(len(word) + 1))
    return Counter(pieces)


def likeness(one: str, other: str) -> float:
    """From 0 (nothing in common) to 1 (the same words)."""
    left, right = grams(one), grams(other)
    total = sum(left.values()) + sum(right.values())
    shared = sum(min(count, right.get(piece, 0)) for piece, count in left.items())
    return 2 * shared / total if total else 0.0


def find_alike(
    name: str,
    *,
    code: str = "",
    unit_of_measure: str = "",
    dimensions: Collection[str] = (),
    but_not: int | None = None,
) -> list[Alike]:
    """The entries that resemble most, best first; also the one of that code. At most four queries."""
    if len(search_key(name)) < 3 and not code:
        return []
    listed = Indicator.objects.filter(is_ad_hoc=False)
    rows = listed.values_list("pk", "code", "name", "name_en")
    ranked = []
    for pk, known, vietnamese, english in rows:
        if pk == but_not:
            continue
        score = 1.0 if search_key(name) == search_key(vietnamese) else min(
            0.99, max(likeness(name, vietnamese), likeness(name, english) if english else 0.0)
        )  # fmt: skip
        if score >= ALIKE or (code and known.casefold() == code.casefold()):
            ranked.append((score, known, pk))
    best = {pk: score for score, _known, pk in sorted(ranked, key=lambda row: (-row[0], row[1]))[:MOST]}
    return _described(best, unit_of_measure=unit_of_measure, dimensions=frozenset(dimensions))


def _described(best: Mapping[int, float], *, unit_of_measure: str, dimensions: frozenset[str]) -> list[Alike]:
    if not best:
        return []
    rows = Indicator.objects.select_related("unit_of_measure").in_bulk(best)
    owners = names_of((row.owner_id for row in rows.values()), on=timezone.localdate())
    broken_down: dict[int, set[str]] = defaultdict(set)
    for pk, dimension in IndicatorBreakdown.objects.filter(indicator__in=best).values_list(
        "indicator_id", "dimension__code"
    ):
        broken_down[pk].add(dimension)
    used = forms_using(best)
    return [
        Alike(
            id=pk,
            code=row.code,
            name=row.name,
            unit_of_measure=row.unit_of_measure.name,
            owner=owners.get(row.owner_id, ""),
            used_in=tuple(used.get(pk, ())),
            likeness=likeness_,
            has_same_unit=row.unit_of_measure_id == unit_of_measure,
            has_same_breakdown=broken_down[pk] == dimensions,
            is_broken_down=bool(broken_down[pk]),
        )
        for pk, likeness_ in best.items()
        for row in (rows[pk],)
    ]
