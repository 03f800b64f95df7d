"""Lists of units for the pages and the API: one filter behind both, always inside a person's reach."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from units.models import Placement, UnitCode, UnitName
from units.queries import UnitView, children_ids, describe_units, valid_on
from units.vietnamese import search_key


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
