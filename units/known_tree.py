"""What the database says of the units a file names, for the pure checks of the import."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TypeVar

from units.loading.tree import FileUnit, Known, KnownTree
from units.models import Placement, Unit, UnitCode, UnitName

_CHUNK = 5000
_T = TypeVar("_T", int, str)


def known_tree(units: Iterable[FileUnit]) -> KnownTree:
    """Return the bearers of every code in the file, their lives and names, and all places of the kinds in it.

    Codes of any scheme and date; the whole tree of a kind, because a circle may close anywhere.
    """
    units = list(units)
    codes = {unit.code for unit in units} | {place.parent for unit in units for place in unit.places}
    known = KnownTree(codes=defaultdict(list), names=defaultdict(list), places=defaultdict(list))
    for chunk in _chunks(codes):
        rows = UnitCode.objects.filter(code__in=chunk).order_by("valid_from")
        for unit, scheme, code, start, end in rows.values_list(
            "unit_id", "scheme", "code", "valid_from", "valid_to"
        ):
            known.codes[code].append(Known(unit, start, end, scheme=scheme))
    _describe(known, {code.unit for bearers in known.codes.values() for code in bearers})
    kinds = {place.placement for unit in units for place in unit.places}
    if kinds:
        _place(known, kinds)
    return known


def _describe(known: KnownTree, numbers: set[int]) -> None:
    for chunk in _chunks(numbers):
        for unit, begins, ends in Unit.objects.filter(pk__in=chunk).values_list("pk", "begins", "ends"):
            known.lives[unit] = (begins, ends)
        names = UnitName.objects.filter(unit__in=chunk).order_by("valid_from")
        for unit, name, kind, start, end in names.values_list(
            "unit_id", "name", "kind", "valid_from", "valid_to"
        ):
            known.names[unit].append(Known(unit, start, end, value=name, kind=kind))


def _place(known: KnownTree, kinds: set[str]) -> None:
    places = Placement.objects.filter(kind__in=kinds, until__isnull=True).order_by("valid_from")
    above: set[int] = set()
    for unit, kind, parent, start, end in places.values_list(
        "unit_id", "kind", "parent_id", "valid_from", "valid_to"
    ):
        known.places[unit, kind].append(Known(unit, start, end, parent=parent))
        if unit in known.lives:
            above.add(parent)
    # The names of recorded parents are told where a file says another.
    _describe(known, above - known.lives.keys())


def _chunks(values: set[_T]) -> Iterator[list[_T]]:
    ordered = sorted(values)
    for start in range(0, len(ordered), _CHUNK):
        yield ordered[start : start + _CHUNK]
