"""Make units that exist agree with a plan about 1 July 2025. A step of `load_units`, inside its transaction.

Only rows that a load wrote are touched (they begin on the first day of the old or of the new units); names
and places that people gave later stay. Places and successions that are replaced keep their history.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from units.loading.plan import Dated, Plan, PlannedSuccession, PlannedUnit
from units.loading.reorganisation import NEW_BEGIN, OLD_BEGIN, OLD_END
from units.models import Placement, Succession, Unit, UnitCode, UnitName
from units.vietnamese import clean_name, search_key, sort_key

_BATCH = 500
_STARTS = (OLD_BEGIN, NEW_BEGIN)
_FOREVER = date.max


@dataclass
class Amendments:
    """What must be written. Places are (unit, parent key, from, to); numbers are primary keys."""

    ended: list[int] = field(default_factory=list)
    names_gone: list[int] = field(default_factory=list)
    names_changed: list[UnitName] = field(default_factory=list)
    names_new: list[UnitName] = field(default_factory=list)
    places_over: list[int] = field(default_factory=list)
    places_new: list[tuple[int, str, date, date | None]] = field(default_factory=list)
    steps_over: list[int] = field(default_factory=list)
    steps_new: list[PlannedSuccession] = field(default_factory=list)

    @property
    def names(self) -> int:
        return len(self.names_gone) + len(self.names_changed) + len(self.names_new)

    @property
    def count(self) -> int:
        return len(self.ended) + self.names + len(self.places_new) + len(self.steps_over)

    def __bool__(self) -> bool:
        return bool(self.count or self.places_over)

    def place(self, ids: dict[str, int], *, since: int) -> None:
        """Write the new places, when all parents exist."""
        Placement.objects.bulk_create(
            [
                Placement(unit_id=unit, parent_id=ids[parent], valid_from=start, valid_to=end, since=since)
                for unit, parent, start, end in self.places_new
            ],
            batch_size=_BATCH,
        )


def find_amendments(plan: Plan, ids: dict[str, int]) -> Amendments:
    """Compare the plan with what is stored of its units (`ids`: key → unit). Four queries."""
    todo = Amendments()
    ends = dict(Unit.objects.values_list("id", "ends"))
    there = [unit for unit in plan.units if unit.key in ids]
    # Stored as two units where the plan has one: all of the old went into the new, so that figures agree;
    # two identities cannot become one, and what is stored stays.
    apart = {unit.key for unit in there if unit.ends is None and ends[ids[unit.key]] == OLD_END}
    todo.ended = [ids[unit.key] for unit in there if unit.ends == OLD_END and ends[ids[unit.key]] is None]
    same = [unit for unit in there if unit.key not in apart]
    _compare_names(todo, same, ids, ends)
    _compare_places(todo, same, ids)
    _compare_steps(todo, plan, ids, apart)
    return todo


def _compare_names(
    todo: Amendments, units: Iterable[PlannedUnit], ids: dict[str, int], ends: dict[int, date | None]
) -> None:
    stored: dict[int, dict[date, UnitName]] = defaultdict(dict)
    for row in UnitName.objects.iterator(chunk_size=2000):
        stored[row.unit_id][row.valid_from] = row
    for unit in units:
        unit_id = ids[unit.key]
        rows = stored[unit_id]
        later = [start - timedelta(days=1) for start in rows if start not in _STARTS]
        last = min([*later, ends[unit_id] or _FOREVER])
        for name, kind in zip(unit.names, unit.kinds, strict=True):
            end = min(name.end or _FOREVER, last)
            _compare_name(
                todo, unit_id, rows.get(name.start), name, kind, end=None if end == _FOREVER else end
            )
        planned = {name.start for name in unit.names}
        todo.names_gone += [
            row.pk for start, row in rows.items() if start in _STARTS and start not in planned
        ]


def _compare_name(
    todo: Amendments, unit_id: int, row: UnitName | None, name: Dated, kind: str, *, end: date | None
) -> None:
    text = clean_name(name.value)
    if row is not None and (row.name, row.kind, row.valid_to) == (text, kind, end):
        return
    fresh = row or UnitName(unit_id=unit_id, valid_from=name.start)
    fresh.name, fresh.kind, fresh.valid_to = text, kind, end
    fresh.sort_key, fresh.search_key = sort_key(text), search_key(text)
    (todo.names_new if row is None else todo.names_changed).append(fresh)


def _compare_places(todo: Amendments, units: Iterable[PlannedUnit], ids: dict[str, int]) -> None:
    places = Placement.objects.filter(
        kind=Placement.Kind.ADMINISTRATIVE, until__isnull=True, valid_from__in=_STARTS
    )
    stored = {
        (unit, start): (pk, parent, end)
        for pk, unit, parent, start, end in places.values_list(
            "pk", "unit_id", "parent_id", "valid_from", "valid_to"
        )
    }
    for unit in units:
        for place in unit.places:
            pk, parent, end = stored.get((ids[unit.key], place.start), (None, None, place.end))
            if parent is None or parent != ids.get(place.value):
                todo.places_new.append((ids[unit.key], place.value, place.start, end))
                todo.places_over += [] if pk is None else [pk]


def _compare_steps(todo: Amendments, plan: Plan, ids: dict[str, int], apart: set[str]) -> None:
    keys = {unit_id: key for key, unit_id in ids.items()}
    wanted = {(step.predecessor, step.successor): step for step in plan.successions}
    found: set[tuple[str, str]] = set()
    stored = Succession.objects.filter(until__isnull=True, effective_on=NEW_BEGIN)
    for row in stored.iterator(chunk_size=2000):
        before = keys.get(row.predecessor_id)
        if before is None or before in apart or not before.startswith("old:"):
            continue
        pair = (before, keys.get(row.successor_id, ""))
        step = wanted.get(pair)
        if step is not None and _says_the_same(row, step):
            found.add(pair)
        else:
            todo.steps_over.append(row.pk)
    todo.steps_new = [step for pair, step in wanted.items() if pair not in found and pair[0] not in apart]


def _says_the_same(row: Succession, step: PlannedSuccession) -> bool:
    stored = (row.extent == Succession.Extent.WHOLE, row.is_default, row.population_share, row.area_share)
    return stored == (step.whole, step.is_default, step.population_share, step.area_share)


def amend(todo: Amendments, *, since: int) -> None:
    """Write what can be written before new units exist; `Amendments.place` writes the places."""
    _replaced(Succession.objects.all(), todo.steps_over, since)
    _replaced(Placement.objects.all(), todo.places_over, since)
    _end(todo.ended, since)
    for start in range(0, len(todo.names_gone), _BATCH):
        UnitName.objects.filter(pk__in=todo.names_gone[start : start + _BATCH]).delete()
    fields = ["name", "kind", "sort_key", "search_key", "valid_to"]
    UnitName.objects.bulk_update(todo.names_changed, fields, batch_size=_BATCH)
    UnitName.objects.bulk_create(todo.names_new, batch_size=_BATCH)


def _replaced(rows, numbers: list[int], event: int) -> None:  # type: ignore[no-untyped-def]
    for start in range(0, len(numbers), _BATCH):
        rows.filter(pk__in=numbers[start : start + _BATCH]).update(until=event)


def _end(units: list[int], event: int) -> None:
    """Let units end with the old ones: another unit has their code from the next day."""
    for start in range(0, len(units), _BATCH):
        some = units[start : start + _BATCH]
        places = Placement.objects.filter(unit_id__in=some, until__isnull=True)
        for place in places.filter(valid_to__isnull=True):
            place.until = event
            place.save(update_fields=["until"])
            if place.valid_from <= OLD_END:
                place.pk, place.valid_to, place.since, place.until = None, OLD_END, event, None
                place.save(force_insert=True)
        UnitCode.objects.filter(unit_id__in=some, valid_from__gte=NEW_BEGIN).delete()
        UnitCode.objects.filter(unit_id__in=some, valid_to__isnull=True).update(valid_to=OLD_END)
        Unit.objects.filter(pk__in=some).update(ends=OLD_END)
