"""Units by name and code in one query, for pages that count their queries."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Q

from units.models import UnitCode
from units.queries import UnitView, in_order, valid_on

_FIELDS = (
    "unit_id",
    "code",
    "valid_from",
    "unit__names__name",
    "unit__names__kind",
    "unit__names__sort_key",
    "unit__names__valid_from",
    "unit__begins",
    "unit__ends",
)


def names_of(units: Collection[int], *, on: date | None = None) -> dict[int, UnitView]:
    """As `units.queries.describe_units`: names and codes of a day, or the last ones. One query."""
    return _named(Q(unit__in=list(units)), on=on) if units else {}


def units_with_code(code: str, day: date) -> list[UnitView]:
    """The units that existed on a day and carried the code then, of any scheme. One query."""
    # PostgreSQL takes no NUL in text; no code has one.
    carrying = UnitCode.objects.filter(valid_on(day), code=code.replace("\x00", "\ufffd"))
    found = _named(Q(unit__in=carrying.values("unit")), on=None)
    return [view for view in found.values() if view.begins <= day and (view.ends is None or day <= view.ends)]


def _named(where: Q, *, on: date | None) -> dict[int, UnitView]:
    rows = UnitCode.objects.filter(where).order_by(
        "unit_id", "scheme", "valid_from", "unit__names__valid_from"
    )
    found: dict[int, UnitView] = {}
    for unit, code, code_from, name, kind, key, name_from, begins, ends in rows.values_list(*_FIELDS):
        known = found.get(unit)
        if known is not None and on is not None and max(code_from, name_from or code_from) > on:
            continue
        found[unit] = UnitView(unit, code, name or code, kind or "khac", key or "", begins, ends)
    return found


class Names:
    """Names of what is shown, and only of what may be seen; what is not known yet is read in one query."""

    def __init__(self, visible: frozenset[int], known: Iterable[UnitView] = ()) -> None:
        self.visible = visible
        self._known: dict[int, UnitView | None] = {view.id: view for view in known}

    def load(self, units: Iterable[int]) -> None:
        """Read all that are not known; one query, none when all are."""
        unknown = [unit for unit in set(units) & self.visible if unit not in self._known]
        if unknown:
            found = names_of(unknown)
            self._known |= {unit: found.get(unit) for unit in unknown}

    def of(self, units: Iterable[int]) -> list[UnitView]:
        """The visible ones, in the given order."""
        listed = list(units)
        self.load(listed)
        return [view for unit in listed if unit in self.visible and (view := self._known.get(unit))]

    def sorted(self, units: Iterable[int]) -> list[UnitView]:
        return in_order(self.of(units))

    def get(self, unit: int) -> UnitView | None:
        return next(iter(self.of([unit])), None)
