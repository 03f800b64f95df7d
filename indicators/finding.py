"""The catalogue as a list: what is asked for in the address, a page of it, and all of it for a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from django.db.models import Q, QuerySet
from django.utils import timezone

from indicators.models import Indicator
from indicators.uses import forms_using
from units.queries import names_of
from units.vietnamese import search_key, sort_key

ORDERS = ("ma", "ten", "don-vi-tinh", "moi-sua")
_COLUMNS = MappingProxyType({"don-vi-tinh": ("unit_of_measure__name", "code"), "moi-sua": ("-since", "code")})


@dataclass(frozen=True, slots=True)
class Asked:
    """`typed`: words of a name, or a code. `owner`: a unit's number. `measure`: a code. `on`: in force."""

    typed: str = ""
    owner: int = 0
    kind: str = ""
    measure: str = ""
    on: date | None = None
    order: str = "ma"

    @property
    def is_filtered(self) -> bool:
        return bool(self.typed or self.owner or self.kind or self.measure or self.on)


@dataclass(frozen=True, slots=True)
class Line:
    """An entry of the list with its owner's name and the forms that ask for it."""

    indicator: Indicator
    owner: str
    forms: tuple[str, ...]


def in_force(on: date) -> Q:
    """The filter for entries in force on a day; an open end is open."""
    return (Q(valid_from__isnull=True) | Q(valid_from__lte=on)) & (
        Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    )


def is_in_force(indicator: Indicator, on: date) -> bool:
    starts, ends = indicator.valid_from, indicator.valid_to
    return (starts is None or starts <= on) and (ends is None or on <= ends)


def found(asked: Asked) -> list[int]:
    """The numbers of all entries asked for, in order, without the lines of ad-hoc requests. One query."""
    rows = _filtered(asked).order_by(*_COLUMNS.get(asked.order, ("code",)))
    if not asked.typed and asked.order != "ten":
        return list(rows.values_list("pk", flat=True))
    named = rows.values_list("pk", "code", "name", "name_en")
    wanted = search_key(asked.typed)
    matching = [
        (pk, name)
        for pk, code, name, name_en in named
        if not asked.typed or _holds(wanted, asked.typed, code, f"{name} {name_en}")
    ]
    if asked.order == "ten":
        matching.sort(key=lambda row: (sort_key(row[1]), row[0]))
    return [pk for pk, _name in matching]


def _holds(wanted: str, typed: str, code: str, names: str) -> bool:
    """The words in their order, with or without accents; or the code's beginning."""
    by_code = code.casefold().startswith(typed.casefold())
    return by_code or (bool(wanted) and wanted in search_key(f"{code} {names}"))


def _filtered(asked: Asked) -> QuerySet[Indicator]:
    rows = Indicator.objects.filter(is_ad_hoc=False)
    if asked.owner:
        rows = rows.filter(owner=asked.owner)
    if asked.kind:
        rows = rows.filter(kind=asked.kind)
    if asked.measure:
        rows = rows.filter(unit_of_measure__code=asked.measure)
    if asked.on:
        rows = rows.filter(in_force(asked.on))
    return rows


def lines_of(ids: Sequence[int]) -> list[Line]:
    """Entries by their numbers, in the order given. Three queries."""
    rows = Indicator.objects.select_related("unit_of_measure").in_bulk(ids)
    owners = names_of((row.owner_id for row in rows.values()), on=timezone.localdate())
    forms = forms_using(ids)
    listed = [rows[pk] for pk in ids if pk in rows]
    return [Line(row, owners.get(row.owner_id, ""), tuple(forms.get(row.pk, ()))) for row in listed]


def owners() -> list[tuple[int, str]]:
    """Agencies with entries, in Vietnamese order. Two queries."""
    listed = Indicator.objects.filter(is_ad_hoc=False)
    ids = listed.order_by().values_list("owner_id", flat=True).distinct()
    named = names_of(ids, on=timezone.localdate())
    return sorted(named.items(), key=lambda pair: (sort_key(pair[1]), pair[0]))
