"""Write boundaries from a file: dated, found by the codes of a day; the same file twice changes nothing."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from units.actions.record_event import record_event
from units.geojson import Outline
from units.models import Boundary, Unit, UnitCode, User
from units.permissions import check_may_manage_units
from units.queries import valid_on
from units.vietnamese import clean_name

_SCHEME = "gso"


class LoadedBoundaries(NamedTuple):
    """How many boundaries were new, changed, as stored; and the outlines whose code names nobody that day."""

    new: int
    changed: int
    same: int
    unknown: list[Outline]


def load_boundaries(
    *, outlines: Sequence[Outline], from_: date | None = None, source: str = "", by: User | None, at: datetime
) -> LoadedBoundaries:
    """Store each outline for the unit its code names on `from_` (today when None), from that day on.

    Without a day, the first boundary of a unit holds from the unit's first day: nothing else is known of it.
    A boundary that holds on that day and differs ends the day before, or is corrected when it began that day.
    """
    if by is not None:
        check_may_manage_units(by)
    day = from_ or timezone.localdate(at)
    with transaction.atomic():
        units = _units({outline.code for outline in outlines}, on=day)
        # Two loads of the same units follow one another.
        list(Unit.objects.select_for_update().filter(pk__in=[u.pk for u in units.values()]).values_list("pk"))
        stored: dict[int, list[Boundary]] = {}
        for boundary in Boundary.objects.filter(unit__in=units.values()).order_by("valid_from"):
            stored.setdefault(boundary.unit_id, []).append(boundary)
        counts = {"new": 0, "changed": 0, "same": 0}
        for outline in outlines:
            if unit := units.get(outline.code):
                known = stored.get(unit.pk, [])
                start = day if from_ or known else unit.begins
                counts[_store(outline, unit, known, start=start, source=clean_name(source)[:300])] += 1
        unknown = [outline for outline in outlines if outline.code not in units]
        if counts["new"] or counts["changed"]:
            data = {"source": source, "from": from_, **counts, "unknown": len(unknown)}
            record_event(kind="units.boundaries_loaded", by=by, at=at, data=data)
    return LoadedBoundaries(**counts, unknown=unknown)


def _units(codes: set[str], *, on: date) -> dict[str, Unit]:
    """Return code → the unit it names on the day. One query: thousands of codes are no parameters."""
    rows = UnitCode.objects.filter(valid_on(on), valid_on(on, start="unit__begins", end="unit__ends"))
    named = rows.filter(scheme=_SCHEME).select_related("unit")
    return {row.code: row.unit for row in named if row.code in codes}


def _store(outline: Outline, unit: Unit, known: list[Boundary], *, start: date, source: str) -> str:
    holding = next(
        (one for one in known if one.valid_from <= start and (one.valid_to is None or one.valid_to >= start)),
        None,
    )
    if holding is not None and holding.geometry == outline.geometry:
        return "same"
    if holding is not None and holding.valid_from == start:
        holding.geometry, holding.source = outline.geometry, source
        holding.save(update_fields=["geometry", "source"])
        return "changed"
    if holding is not None:
        end = holding.valid_to
        holding.valid_to = start - timedelta(days=1)
        holding.save(update_fields=["valid_to"])
    else:
        later = next((one for one in known if one.valid_from > start), None)
        end = later.valid_from - timedelta(days=1) if later else unit.ends
    Boundary.objects.create(
        unit=unit, geometry=outline.geometry, source=source, valid_from=start, valid_to=end
    )
    return "new" if holding is None else "changed"
