"""Write a plan of units from a source into the database. What is there already is left or amended."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from units.actions.amend_units import Amendments, amend, find_amendments, pass_on
from units.actions.rebuild_lineage import rebuild_lineage
from units.actions.record_event import record_event
from units.codes import OFFICIAL
from units.guards import lock_tree
from units.loading.plan import Plan, PlannedSuccession, PlannedUnit
from units.loading.reorganisation import NEW_BEGIN
from units.models import Placement, Succession, Unit, UnitCode, UnitName, User
from units.naming import name_columns
from units.permissions import check_may_manage_units
from units.tree_changes import Decision
from units.vietnamese import clean_name
from units.writing_many import create_many

Tell = Callable[[str], Any]
"""Hears what is being done, in words for people."""


def tell_nobody(words: str) -> None:
    """For whoever does not want to hear it."""


class Loaded(NamedTuple):
    """What a load added; and what it changed of units that were there: names, places, successions.

    `event`: its number in the log, 0 when nothing was written. `marks`: totals to be counted anew, by the
    room above.
    """

    units: int
    successions: int
    names: int = 0
    places: int = 0
    replaced: int = 0
    event: int = 0
    marks: int = 0


@dataclass(frozen=True, slots=True)
class Load:
    """What a load will write. It holds while the lock of the tree is held under which it was looked up.

    `ids`: key of the plan → unit that exists. `fresh`: units to be made, `steps`: successions.
    """

    plan: Plan
    ids: dict[str, int]
    fresh: list[PlannedUnit]
    todo: Amendments
    steps: list[PlannedSuccession]

    def __bool__(self) -> bool:
        return bool(self.fresh or self.todo or self.steps)

    @property
    def first_day(self) -> date:
        """The first day on which somebody stands elsewhere than before."""
        fresh = (place.start for unit in self.fresh for place in unit.places)
        return min([NEW_BEGIN, *fresh, *(start for _unit, _parent, start, _end in self.todo.places_new)])

    @property
    def descending(self) -> frozenset[int]:
        """Units that exist and whose descent changes."""
        steps = (self.ids[step.predecessor] for step in self.steps if step.predecessor in self.ids)
        return frozenset({*steps, *self.todo.steps_over.values()})

    @property
    def moving(self) -> frozenset[int]:
        """Units that exist and end, stand elsewhere or go elsewhere."""
        placed = {unit for unit, _parent, _start, _end in self.todo.places_new}
        return frozenset({*self.todo.ended, *placed}) | self.descending

    @property
    def receiving(self) -> frozenset[int]:
        """Units that exist and get others below them."""
        parents = {place.value for unit in self.fresh for place in unit.places}
        parents |= {parent for _unit, parent, _start, _end in self.todo.places_new}
        return frozenset(self.ids[parent] for parent in parents if parent in self.ids)


def look_up(plan: Plan, *, amending: bool = False) -> Load:
    """Compare a plan with what is stored; the caller holds the lock of the tree. At most six queries.

    A unit exists when its first code already names one from the same day: later changes by people stay.
    `amending`: what the plan says of 1 July 2025 also replaces what is stored about units that exist.
    """
    ids = _existing(plan.units)
    fresh = [unit for unit in plan.units if unit.key not in ids]
    if amending:
        todo = find_amendments(plan, ids)
        return Load(plan, ids, fresh, todo, todo.steps_new)
    return Load(plan, ids, fresh, Amendments(), _steps_of(plan, {unit.key for unit in fresh}))


def load_units(
    *,
    load: Load,
    by: User | None,
    at: datetime,
    data: Mapping[str, Any] | None = None,
    tell: Tell = tell_nobody,
) -> Loaded:
    """Create units with codes, names, places and successions, and amend those that exist.

    `submissions.actions.load_units` wraps this one: it looks up, moves duties and marks totals. `data` goes
    into the event beside the counts.
    """
    if by is not None:
        check_may_manage_units(by)
    plan, ids, fresh, todo, steps = load.plan, load.ids, load.fresh, load.todo, load.steps
    if not load:
        return Loaded(0, 0)
    with transaction.atomic():
        lock_tree()
        counts = {"source": plan.source, "units": len(fresh), "amended": todo.count}
        event = record_event(kind="units.loaded", by=by, at=at, data={**counts, **(data or {})})
        decision = Decision(on=NEW_BEGIN, event=event.pk)
        below = amend(todo, decision)
        tell(_("Đang ghi %(count)s đơn vị …") % {"count": len(fresh)})
        ids = ids | _create(fresh)
        _describe(fresh, ids)
        _place(fresh, ids, since=event.pk)
        tell(_("Đang ghi %(count)s quan hệ kế thừa …") % {"count": len(steps)})
        todo.place(ids, since=event.pk)
        _descend(steps, ids, since=event.pk)
        if todo.ended:
            pass_on(todo.ended, below, heirs=_heirs(plan, ids), decision=decision)
        tell(_("Đang lập bảng kế thừa …"))
        rebuild_lineage(on=timezone.localdate(at))
    return Loaded(
        len(fresh), len(steps), len(todo.names), len(todo.places_new), len(todo.steps_over), event.pk
    )


def _existing(units: Iterable[PlannedUnit]) -> dict[str, int]:
    """By first code and first day: a unit that was kept may have got its code of today on that day only."""
    codes = UnitCode.objects.filter(scheme=OFFICIAL, valid_from=F("unit__begins"))
    known = {(code, start): unit for code, start, unit in codes.values_list("code", "valid_from", "unit_id")}
    first = {unit.key: (unit.codes[0].value, unit.begins) for unit in units}
    return {key: known[code] for key, code in first.items() if code in known}


def _steps_of(plan: Plan, fresh: set[str]) -> list[PlannedSuccession]:
    return [step for step in plan.successions if step.predecessor in fresh or step.successor in fresh]


def _heirs(plan: Plan, ids: Mapping[str, int]) -> dict[int, int]:
    """Unit → who answers for it after the day: the default successor, else the first."""
    heirs: dict[int, int] = {}
    for step in sorted(plan.successions, key=lambda step: not step.is_default):
        heirs.setdefault(ids[step.predecessor], ids[step.successor])
    return heirs


def _create(units: list[PlannedUnit]) -> dict[str, int]:
    rows = [Unit(shard=unit.shard, begins=unit.begins, ends=unit.ends) for unit in units]
    made = create_many(Unit, rows)
    return {unit.key: row.pk for unit, row in zip(units, made, strict=True)}


def _describe(units: list[PlannedUnit], ids: dict[str, int]) -> None:
    create_many(
        UnitCode,
        [
            UnitCode(
                unit_id=ids[unit.key],
                scheme=OFFICIAL,
                code=code.value,
                valid_from=code.start,
                valid_to=code.end,
            )
            for unit in units
            for code in unit.codes
        ],
    )
    create_many(
        UnitName,
        [
            UnitName(
                unit_id=ids[unit.key],
                kind=kind,
                **name_columns(clean_name(name.value)),
                valid_from=name.start,
                valid_to=name.end,
            )
            for unit in units
            for name, kind in zip(unit.names, unit.kinds, strict=True)
        ],
    )


def _place(units: list[PlannedUnit], ids: dict[str, int], *, since: int) -> None:
    create_many(
        Placement,
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
    create_many(Succession, rows)
