"""Units by name and code in one query, for pages that count their queries."""

from collections.abc import Iterable
from datetime import date

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


def units_with_code(code: str, day: date) -> list[UnitView]:
    """The units that existed on a day and carried the code then, of any scheme. One query."""
    # PostgreSQL takes no NUL in text; no code has one.
    carrying = UnitCode.objects.filter(valid_on(day), code=code.replace("\x00", "\ufffd"))
    rows = UnitCode.objects.filter(unit__in=carrying.values("unit")).order_by(
        "unit_id", "scheme", "valid_from", "unit__names__valid_from"
    )
    found: dict[int, UnitView] = {}
    for unit, called, name, kind, key, begins, ends in rows.values_list(*_FIELDS):
        found[unit] = UnitView(unit, called, name or called, kind or "khac", key or "", begins, ends)
    return [view for view in found.values() if view.begins <= day and (view.ends is None or day <= view.ends)]


class Names:
    """Names of what is shown, and only of what may be seen; what is not known yet is read in one query."""

    def __init__(self, visible: frozenset[int], known: Iterable[UnitView] = ()) -> None:
        self.visible = visible
        self._known: dict[int, UnitView | None] = {view.id: view for view in known}

    def load(self, units: Iterable[int]) -> None:
        """Read all that are not known; one query, none when all are."""
        unknown = [unit for unit in set(units) & self.visible if unit not in self._known]
        if unknown:
            found = describe_units(unknown)
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
