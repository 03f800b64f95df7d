"""Write a plan of units from a source into the database. What is there already is left or amended."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from units.actions.amend_units import Amendments, amend, find_amendments
from units.actions.rebuild_lineage import rebuild_lineage
from units.actions.record_event import record_event
from units.guards import lock_tree
from units.loading.plan import Plan, PlannedSuccession, PlannedUnit
from units.models import Placement, Succession, Unit, UnitCode, UnitName, User
from units.permissions import check_may_manage_units
from units.vietnamese import clean_name, search_key, sort_key

_BATCH = 1000
_SCHEME = "gso"

Tell = Callable[[str], Any]
"""Hears what is being done, in words for people."""


class Loaded(NamedTuple):
    """What a load added; and what it changed of units that were there: names, places, successions."""

    units: int
    successions: int
    names: int = 0
    places: int = 0
    replaced: int = 0


def load_units(
    *,
    plan: Plan,
    by: User | None,
    at: datetime,
    amending: bool = False,
    data: Mapping[str, Any] | None = None,
    tell: Tell = lambda words: None,
) -> Loaded:
    """Create the units of the plan that do not exist yet, with codes, names, places and successions.

    A unit exists when its first code already names one from the same day: later changes by people stay.
    `amending`: what the plan says of 1 July 2025 also replaces what is stored about units that exist.
    `data` goes into the event beside the counts.
    """
    if by is not None:
        check_may_manage_units(by)
    with transaction.atomic():
        lock_tree()
        ids = _existing(plan.units)
        fresh = [unit for unit in plan.units if unit.key not in ids]
        todo = find_amendments(plan, ids) if amending else Amendments()
        steps = todo.steps_new if amending else _steps_of(plan, {unit.key for unit in fresh})
        if not fresh and not todo and not steps:
            return Loaded(0, 0)
        counts = {"source": plan.source, "units": len(fresh), "amended": todo.count}
        event = record_event(kind="units.loaded", by=by, at=at, data={**counts, **(data or {})})
        amend(todo, since=event.pk)
        tell(_("Đang ghi %(count)s đơn vị …") % {"count": len(fresh)})
        ids |= _create(fresh)
        _describe(fresh, ids)
        _place(fresh, ids, since=event.pk)
        tell(_("Đang ghi %(count)s quan hệ kế thừa …") % {"count": len(steps)})
        todo.place(ids, since=event.pk)
        _descend(steps, ids, since=event.pk)
        tell(_("Đang lập bảng kế thừa …"))
        rebuild_lineage(on=timezone.localdate(at))
    return Loaded(len(fresh), len(steps), todo.names, len(todo.places_new), len(todo.steps_over))


def _existing(units: Iterable[PlannedUnit]) -> dict[str, int]:
    known = {
        (code, start): unit_id
        for code, start, unit_id in UnitCode.objects.filter(scheme=_SCHEME).values_list(
            "code", "valid_from", "unit_id"
        )
    }
    first = {unit.key: (unit.codes[0].value, unit.codes[0].start) for unit in units}
    return {key: known[code] for key, code in first.items() if code in known}


def _steps_of(plan: Plan, fresh: set[str]) -> list[PlannedSuccession]:
    return [step for step in plan.successions if step.predecessor in fresh or step.successor in fresh]


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


def _descend(steps: list[PlannedSuccession], ids: dict[str, int], *, since: int) -> None:
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
        for step in steps
    ]
    Succession.objects.bulk_create(rows, batch_size=_BATCH)
