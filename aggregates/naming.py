"""Units by name and code in one query, for pages that count their queries."""

from collections.abc import Collection
from datetime import date

from units.models import UnitCode
from units.queries import UnitView

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
    rows = UnitCode.objects.filter(unit__in=list(units)).order_by(
        "unit_id", "scheme", "valid_from", "unit__names__valid_from"
    )
    found: dict[int, UnitView] = {}
    for unit, code, code_from, name, kind, key, name_from, begins, ends in rows.values_list(*_FIELDS):
        known = found.get(unit)
        if known is not None and on is not None and max(code_from, name_from or code_from) > on:
            continue
        found[unit] = UnitView(unit, code, name or code, kind or "khac", key or "", begins, ends)
    return found
