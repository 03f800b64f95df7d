"""The units below one, or the provinces, as a map of a day."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from units.kinds import PROVINCES
from units.levels import NO_TERRITORY, level_of
from units.map_drawing import Shape, Sheet, draw_map
from units.models import Boundary, UnitName
from units.queries import UnitView, children_ids, describe_units, in_order, valid_on


@dataclass(frozen=True, slots=True)
class UnitMap:
    """`drawn` in Vietnamese order, with the unit's shape; `missing`: territories without a boundary."""

    sheet: Sheet
    drawn: list[tuple[UnitView, Shape]]
    missing: list[UnitView]


def map_of(unit_id: int, *, on: date) -> UnitMap | None:
    """Return the map of the units directly below (administrative) on a day, whoever looks: where they lie is
    public. None where no boundary is known. Four queries."""
    return _map(children_ids(unit_id, on=on), on=on)


def map_of_provinces(*, on: date) -> UnitMap | None:
    """Return the map of all provinces of a day. Four queries."""
    lives = valid_on(on) & valid_on(on, start="unit__begins", end="unit__ends")
    return _map(UnitName.objects.filter(lives, kind__in=PROVINCES).values_list("unit_id", flat=True), on=on)


def _map(ids: Collection[int], *, on: date) -> UnitMap | None:
    rows = Boundary.objects.filter(valid_on(on), unit_id__in=list(ids)).values_list("unit_id", "geometry")
    outlines = {unit: json.loads(geometry)["coordinates"] for unit, geometry in rows}
    if not outlines:
        return None
    views = in_order(describe_units(ids, on=on).values())
    sheet = draw_map(outlines, {view.id: view.name for view in views})
    return UnitMap(
        sheet,
        [(view, sheet.shapes[view.id]) for view in views if view.id in sheet.shapes],
        [view for view in views if view.id not in sheet.shapes and level_of(view.kind) < NO_TERRITORY],
    )
