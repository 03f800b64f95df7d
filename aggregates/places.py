"""Where a unit stands on the tree of a day, and what stands directly below it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Q

from submissions.trees import displaced
from units.models import Placement, Unit
from units.queries import tree_version

KEPT = 2048


@dataclass(frozen=True, slots=True)
class Place:
    """A unit's place on a day: its parent, children without others below, children with.

    `shards`: of the unit and, at least, of its children.
    """

    parent: int | None
    leaves: frozenset[int]
    inner: frozenset[int]
    shards: Mapping[int, int]

    @property
    def has_others(self) -> bool:
        return bool(self.leaves or self.inner)


def places_on(unit: int, *, days: Iterable[date], kind: str) -> Mapping[date, Place]:
    """The place of one unit on several days. One query while the tree stands as it did when it was last
    asked, five otherwise: `tree_version` is read first, and what changes meanwhile has another word."""
    version, wanted = tree_version(), tuple(sorted(set(days)))
    if not version:
        return _places(unit, wanted, kind)
    return _kept(version, unit, wanted, kind)


@lru_cache(maxsize=KEPT)
def _kept(_version: str, unit: int, days: tuple[date, ...], kind: str) -> Mapping[date, Place]:
    return _places(unit, days, kind)


def _places(unit: int, days: tuple[date, ...], kind: str) -> Mapping[date, Place]:
    overlapping = Placement.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=days[0]),
        kind=kind,
        until__isnull=True,
        valid_from__lte=days[-1],
    )
    near = list(
        overlapping.filter(Q(parent=unit) | Q(unit=unit)).values_list(
            "unit_id", "parent_id", "valid_from", "valid_to"
        )
    )
    children = {child for child, parent, _from, _to in near if parent == unit}
    further = list(overlapping.filter(parent__in=children).values_list("parent_id", "valid_from", "valid_to"))
    elsewhere = displaced(days, kind=kind)
    children |= {child for gone in elsewhere.values() for child, parent in gone.items() if parent == unit}
    shards = dict(Unit.objects.filter(pk__in={unit, *children}).values_list("pk", "shard"))
    places: dict[date, Place] = {}
    for day in days:
        gone = elsewhere.get(day, {})
        here = {(child, parent) for child, parent, start, end in near if _holds(day, start, end)}
        here |= gone.items() - {(child, gone.get(child)) for child, _parent in here}
        own = {child for child, parent in here if parent == unit}
        upper = {parent for parent, start, end in further if _holds(day, start, end)} | {*gone.values()}
        parent_of = [parent for child, parent in here if child == unit]
        places[day] = Place(
            parent_of[0] if parent_of else None, frozenset(own - upper), frozenset(own & upper), shards
        )
    return places


def _holds(day: date, start: date, end: date | None) -> bool:
    return start <= day and (end is None or day <= end)
