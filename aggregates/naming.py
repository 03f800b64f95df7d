"""Units by name and code in one query, for pages that count their queries."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from units.models import UnitCode
from units.queries import UnitView, describe_units, in_order, valid_on

_FIELDS = (
    "unit_id",
    "code",
    "unit__names__name",
    "unit__names__kind",
    "unit__names__sort_key",
    "unit__begins",
    "unit__ends",
)


KEPT = 4096
"""Codes of units looked up before, on one tree or few."""
TREES = 2
"""Trees whose names are kept: the one that stands, and the one before while its last pages are made."""
LONGEST = 40
"""A longer word in place of a code is looked up and not kept."""


def units_with_code(code: str, day: date, *, version: str = "") -> list[UnitView]:
    """The units that existed on a day and carried the code then, of any scheme.

    One query; none where it was asked before under the same `version` of the tree (`tree_version`).
    """
    return list(_kept(version, code, day) if version and len(code) <= LONGEST else _coded(code, day))


@lru_cache(maxsize=KEPT)
def _kept(_version: str, code: str, day: date) -> tuple[UnitView, ...]:
    return tuple(_coded(code, day))


def _coded(code: str, day: date) -> list[UnitView]:
    # PostgreSQL takes no NUL in text; no code has one.
    carrying = UnitCode.objects.filter(valid_on(day), code=code.replace("\x00", "\ufffd"))
    rows = UnitCode.objects.filter(unit__in=carrying.values("unit")).order_by(
        "unit_id", "scheme", "valid_from", "unit__names__valid_from"
    )
    found: dict[int, UnitView] = {}
    for unit, called, name, kind, key, begins, ends in rows.values_list(*_FIELDS):
        found[unit] = UnitView(unit, called, name or called, kind or "khac", key or "", begins, ends)
    return [view for view in found.values() if view.begins <= day and (view.ends is None or day <= view.ends)]


@lru_cache(maxsize=TREES)
def _names_of_tree(_version: str) -> dict[int, UnitView | None]:
    return {}


def last_day_of(code: str, *, before: date) -> date | None:
    """The last day on which a unit carried the code, where none does any more; None otherwise. One query."""
    carried = UnitCode.objects.filter(code=code.replace("\x00", "\ufffd"), valid_from__lt=before)
    days = [
        min(day for day in (ends, unit_ends, before) if day is not None)
        for ends, unit_ends in carried.values_list("valid_to", "unit__ends")
    ]
    last = max(days, default=before)
    return last if last < before else None


class Names:
    """Names of what is shown, and only of what may be seen; what is not known yet is read in one query.

    Under a `version` of the tree all readers share what one of them has read.
    """

    def __init__(self, visible: frozenset[int], known: Iterable[UnitView] = (), *, version: str = "") -> None:
        self.visible = visible
        self._called: dict[int, UnitView] = {view.id: view for view in known}
        self._known = _names_of_tree(version) if version else {}

    def load(self, units: Iterable[int]) -> None:
        """Read all that are not known; one query, none when all are."""
        unknown = [
            unit for unit in set(units) & self.visible if unit not in self._called and unit not in self._known
        ]
        if unknown:
            found = describe_units(unknown)
            self._known.update({unit: found.get(unit) for unit in unknown})

    def of(self, units: Iterable[int]) -> list[UnitView]:
        """The visible ones, in the given order."""
        listed = list(units)
        self.load(listed)
        views = ((unit, self._called.get(unit) or self._known.get(unit)) for unit in listed)
        return [view for unit, view in views if unit in self.visible and view]

    def sorted(self, units: Iterable[int]) -> list[UnitView]:
        return in_order(self.of(units))

    def get(self, unit: int) -> UnitView | None:
        return next(iter(self.of([unit])), None)
