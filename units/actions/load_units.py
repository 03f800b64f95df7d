"""Write a plan of units from a source into the database. What is there already is left as it is."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from units.actions.rebuild_lineage import rebuild_lineage
from units.actions.record_event import record_event
from units.loading.plan import Plan, PlannedUnit
from units.models import Placement, Succession, Unit, UnitCode, UnitName, User
from units.permissions import check_may_manage_units
from units.vietnamese import clean_name, search_key, sort_key

_BATCH = 1000
_SCHEME = "gso"


class Loaded(NamedTuple):
    """What a load added."""

    units: int
    successions: int


def load_units(*, plan: Plan, by: User | None, at: datetime) -> Loaded:
    """Create the units of the plan that do not exist yet, with codes, names, places and successions.

    A unit exists when its first code already names one from the same day: later changes by people stay.
    """
    if by is not None:
        check_may_manage_units(by)
    with transaction.atomic():
        ids = _existing(plan.units)
        fresh = [unit for unit in plan.units if unit.key not in ids]
        if not fresh:
            return Loaded(0, 0)
        event = record_event(
            kind="units.loaded", by=by, at=at, data={"source": plan.source, "units": len(fresh)}
        )
        ids |= _create(fresh)
        _describe(fresh, ids)
        _place(fresh, ids, since=event.pk)
        successions = _descend(plan, ids, {unit.key for unit in fresh}, since=event.pk)
        rebuild_lineage(on=timezone.localdate(at))
    return Loaded(len(fresh), successions)


def _existing(units: Iterable[PlannedUnit]) -> dict[str, int]:
    known = {
        (code, start): unit_id
        for code, start, unit_id in UnitCode.objects.filter(scheme=_SCHEME).values_list(
            "code", "valid_from", "unit_id"
        )
    }
    first = {unit.key: (unit.codes[0].value, unit.codes[0].start) for unit in units}
    return {key: known[code] for key, code in first.items() if code in known}


def _create(units: list[PlannedUnit]) -> dict[str, int]:
    rows = [Unit(shard=unit.shard, begins=unit.begins, ends=unit.ends) for unit in units]
    made = Unit.objects.bulk_create(rows, batch_size=_BATCH)
    return {unit.key: row.pk for unit, row in zip(units, made, strict=True)}


def _describe(units: list[PlannedUnit], ids: dict[str, int]) -> None:
    UnitCode.objects.bulk_create(
        [
            UnitCode(
                unit_id=ids[unit.key],
                scheme=_SCHEME,
                code=code.value,
                valid_from=code.start,
                valid_to=code.end,
            )
            for unit in units
            for code in unit.codes
        ],
        batch_size=_BATCH,
    )
    UnitName.objects.bulk_create(
        [
            UnitName(
                unit_id=ids[unit.key],
                name=clean_name(name.value),
                kind=kind,
                sort_key=sort_key(name.value),
                search_key=search_key(name.value),
                valid_from=name.start,
                valid_to=name.end,
            )
            for unit in units
            for name, kind in zip(unit.names, unit.kinds, strict=True)
        ],
        batch_size=_BATCH,
    )


def _place(units: list[PlannedUnit], ids: dict[str, int], *, since: int) -> None:
    Placement.objects.bulk_create(
        [
            Placement(
                unit_id=ids[unit.key],
                parent_id=ids[place.value],
                valid_from=place.start,
                valid_to=place.end,
                since=since,
            )
            for unit in units
            for place in unit.places
        ],
        batch_size=_BATCH,
    )


def _descend(plan: Plan, ids: dict[str, int], fresh: set[str], *, since: int) -> int:
    rows = [
        Succession(
            predecessor_id=ids[step.predecessor],
            successor_id=ids[step.successor],
            effective_on=step.on,
            extent=Succession.Extent.WHOLE if step.whole else Succession.Extent.PART,
            is_default=step.is_default,
            population_share=step.population_share,
            area_share=step.area_share,
            note=step.note,
            since=since,
        )
        for step in plan.successions
        if step.predecessor in fresh or step.successor in fresh
    ]
    return len(Succession.objects.bulk_create(rows, batch_size=_BATCH))
