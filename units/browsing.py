"""Lists of units for the pages and the API: one filter behind both, always inside a person's reach."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from units.models import Placement, UnitCode, UnitName
from units.queries import UnitView, children_ids, describe_units, in_order, valid_on
from units.vietnamese import search_key

# A unit is shown below what it is part of, not below the place it merely lies in.
_UPWARD = (Placement.Kind.ADMINISTRATIVE.value, Placement.Kind.VERTICAL.value)


@dataclass(frozen=True, slots=True)
class UnitFilter:
    """What is asked for. `parent` is a unit's number; `q` is typed text: words of the name, or a code."""

    on: date
    parent: int | None = None
    kind: str = ""
    placement: str = Placement.Kind.ADMINISTRATIVE.value
    q: str = ""


def list_units(
    chosen: UnitFilter, *, within: frozenset[int], offset: int = 0, limit: int = 100
) -> tuple[list[UnitView], int]:
    """Return a page of the units that exist on the day, in Vietnamese order, and how many there are."""
    found = _names(chosen).order_by("sort_key", "unit_id").values_list("unit_id", flat=True)
    ids = [unit_id for unit_id in found if unit_id in within]
    page = ids[offset : offset + limit]
    return list(describe_units(page, on=chosen.on).values()), len(ids)


def _names(chosen: UnitFilter) -> QuerySet[UnitName]:
    names = UnitName.objects.filter(
        valid_on(chosen.on), valid_on(chosen.on, start="unit__begins", end="unit__ends")
    )
    if chosen.parent is not None:
        names = names.filter(unit_id__in=children_ids(chosen.parent, on=chosen.on, kind=chosen.placement))
    if chosen.kind:
        names = names.filter(kind=chosen.kind)
    if chosen.q.strip():
        names = names.filter(_matching(chosen.q, on=chosen.on))
    return names


def _matching(typed: str, *, on: date) -> Q:
    """Names that hold the typed words, or the unit of exactly that code; text without any word finds none."""
    key = search_key(typed)
    if not key:
        return Q(pk__in=[])
    codes = UnitCode.objects.filter(valid_on(on), code=typed.strip().upper()[:35].replace("\x00", ""))
    return Q(search_key__contains=key) | Q(unit_id__in=codes.values("unit_id"))


def roots_of(within: frozenset[int], *, on: date) -> list[UnitView]:
    """Return the units of a day that stand under nothing within reach: where a person's tree begins."""
    placed = Placement.objects.filter(valid_on(on), until__isnull=True, kind__in=_UPWARD).values_list(
        "unit_id", "parent_id"
    )
    below = {unit_id for unit_id, parent_id in placed if parent_id in within}
    names = _names(UnitFilter(on=on)).values_list("unit_id", flat=True)
    return in_order(describe_units([u for u in names if u in within and u not in below], on=on).values())


def units_below(unit_id: int, *, on: date, within: frozenset[int]) -> list[UnitView]:
    """Return the units directly below on a day, administrative and vertical, in Vietnamese order."""
    ids = {child for kind in _UPWARD for child in children_ids(unit_id, on=on, kind=kind)}
    return in_order(describe_units(ids & within, on=on).values())


def counts_below(ids: list[int], *, on: date) -> dict[int, int]:
    """Return unit → how many stand directly below it on a day. One query."""
    placed = Placement.objects.filter(
        valid_on(on), until__isnull=True, kind__in=_UPWARD, parent_id__in=ids
    ).values_list("parent_id", "unit_id")
    return Counter(parent_id for parent_id, _unit_id in set(placed))
