"""Make units that exist agree with a plan about 1 July 2025. A step of `load_units`, inside its transaction.

Only rows that a load wrote are touched (they begin on the first day of the old or of the new units); names
and places that people gave later stay. Places and successions that are replaced keep their history.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet

from units import tree_changes
from units.codes import OFFICIAL
from units.loading.plan import Dated, Plan, PlannedSuccession, PlannedUnit
from units.loading.reorganisation import NEW_BEGIN, OLD_BEGIN, OLD_END
from units.models import Placement, Succession, Unit, UnitCode, UnitName
from units.naming import name_columns
from units.tree_changes import Decision
from units.vietnamese import clean_name
from units.writing_many import create_many

_BATCH = 500
_STARTS = (OLD_BEGIN, NEW_BEGIN)
Called = TypeVar("Called", UnitName, UnitCode)


@dataclass
class Rewritten(Generic[Called]):
    """Rows of names or of codes: the numbers of those that go, those that say something else, new ones."""

    gone: list[int] = field(default_factory=list)
    changed: list[Called] = field(default_factory=list)
    new: list[Called] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.gone) + len(self.changed) + len(self.new)

    def compare(
        self,
        unit: int,
        stored: Mapping[date, Called],
        wanted: Mapping[Dated, tuple[str, ...]],
        *,
        ends: date | None,
        says: Callable[[Called], tuple[str, ...]],
        make: Callable[[int, tuple[str, ...]], Called],
    ) -> None:
        """`stored`: first day → row of one unit that ends on `ends`; `wanted`: what each stretch says."""
        theirs = [start for start in stored if start not in _STARTS]  # given by people: what was before ends
        for dated, values in wanted.items():
            next_day = min((start for start in theirs if start > dated.start), default=None)
            eve = None if next_day is None else next_day - timedelta(days=1)
            last = min((day for day in (dated.end, ends, eve) if day is not None), default=None)
            row = stored.get(dated.start)
            if row is not None and (says(row), row.valid_to) == (values, last):
                continue
            fresh = make(unit, values)
            fresh.valid_from, fresh.valid_to = dated.start, last
            if row is None:
                self.new.append(fresh)
            else:
                fresh.pk = row.pk
                self.changed.append(fresh)
        starts = {dated.start for dated in wanted}
        self.gone += [row.pk for start, row in stored.items() if start in _STARTS and start not in starts]


@dataclass
class Amendments:
    """What must be written. Places are (unit, parent key, from, to); numbers are primary keys.

    `steps_over`: succession → its predecessor.
    """

    ended: list[int] = field(default_factory=list)
    names: Rewritten[UnitName] = field(default_factory=Rewritten)
    codes: Rewritten[UnitCode] = field(default_factory=Rewritten)
    places_over: list[int] = field(default_factory=list)
    places_new: list[tuple[int, str, date, date | None]] = field(default_factory=list)
    steps_over: dict[int, int] = field(default_factory=dict)
    steps_new: list[PlannedSuccession] = field(default_factory=list)

    @property
    def count(self) -> int:
        called = len(self.names) + len(self.codes)
        return len(self.ended) + called + len(self.places_new) + len(self.steps_over)

    def __bool__(self) -> bool:
        return bool(self.count or self.places_over)

    def place(self, ids: dict[str, int], *, since: int) -> None:
        """Write the new places, when all parents exist."""
        create_many(
            Placement,
            [
                Placement(unit_id=unit, parent_id=ids[parent], valid_from=start, valid_to=end, since=since)
                for unit, parent, start, end in self.places_new
            ],
        )


def find_amendments(plan: Plan, ids: dict[str, int]) -> Amendments:
    """Compare the plan with what is stored of its units (`ids`: key → unit). Five queries."""
    todo = Amendments()
    ends = dict(Unit.objects.values_list("id", "ends"))
    there = [unit for unit in plan.units if unit.key in ids]
    # Stored as two units where the plan has one: all of the old went into the new, so that figures agree;
    # two identities cannot become one, and what is stored stays.
    apart = {unit.key for unit in there if unit.ends is None and ends[ids[unit.key]] == OLD_END}
    todo.ended = [ids[unit.key] for unit in there if unit.ends == OLD_END and ends[ids[unit.key]] is None]
    same = [unit for unit in there if unit.key not in apart]
    _compare_names(todo, same, ids, ends)
    _compare_codes(todo, same, ids, ends)
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
        number, pairs = ids[unit.key], zip(unit.names, unit.kinds, strict=True)
        wanted = {name: (clean_name(name.value), kind) for name, kind in pairs}
        todo.names.compare(number, stored[number], wanted, ends=ends[number], says=_called, make=_name)


def _called(row: UnitName) -> tuple[str, ...]:
    return (row.name, row.kind)


def _name(unit: int, said: tuple[str, ...]) -> UnitName:
    return UnitName(unit_id=unit, kind=said[1], **name_columns(said[0]))


def _compare_codes(
    todo: Amendments, units: Iterable[PlannedUnit], ids: dict[str, int], ends: dict[int, date | None]
) -> None:
    stored: dict[int, dict[date, UnitCode]] = defaultdict(dict)
    for row in UnitCode.objects.filter(scheme=OFFICIAL).iterator(chunk_size=2000):
        stored[row.unit_id][row.valid_from] = row
    for unit in units:
        number = ids[unit.key]
        wanted = {code: (code.value,) for code in unit.codes}
        todo.codes.compare(number, stored[number], wanted, ends=ends[number], says=_coded, make=_code)


def _coded(row: UnitCode) -> tuple[str, ...]:
    return (row.code,)


def _code(unit: int, said: tuple[str, ...]) -> UnitCode:
    return UnitCode(unit_id=unit, scheme=OFFICIAL, code=said[0])


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
            todo.steps_over[row.pk] = row.predecessor_id
    todo.steps_new = [step for pair, step in wanted.items() if pair not in found and pair[0] not in apart]


def _says_the_same(row: Succession, step: PlannedSuccession) -> bool:
    stored = (row.extent == Succession.Extent.WHOLE, row.is_default, row.population_share, row.area_share)
    return stored == (step.whole, step.is_default, step.population_share, step.area_share)


def amend(todo: Amendments, decision: Decision) -> list[Placement]:
    """Write what can be written before new units exist; `Amendments.place` writes the places.

    Units that end do so with the old ones: another unit has their code from the next day. Return the places
    below them of which the plan says nothing.
    """
    _replaced(Succession.objects.all(), todo.steps_over, decision.event)
    _replaced(Placement.objects.all(), todo.places_over, decision.event)
    own = tree_changes.places_of(todo.ended, decision)
    below = [place for place in tree_changes.places_below(todo.ended, decision) if place not in own]
    tree_changes.end_places([*own, *below], decision)
    tree_changes.end_units(todo.ended, decision)
    _rewrite(UnitName, todo.names, ["name", "kind", "sort_key", "search_key", "valid_to"])
    _rewrite(UnitCode, todo.codes, ["code", "valid_to"])
    return below


def _rewrite(model: type[Called], rows: Rewritten[Called], columns: list[str]) -> None:
    for start in range(0, len(rows.gone), _BATCH):
        model._default_manager.filter(pk__in=rows.gone[start : start + _BATCH]).delete()
    model._default_manager.bulk_update(rows.changed, columns, batch_size=_BATCH)
    create_many(model, rows.new)


def pass_on(
    ended: Collection[int], below: Iterable[Placement], *, heirs: Mapping[int, int], decision: Decision
) -> None:
    """Let what stood below units that ended stand below their heirs, and people have their roles there."""
    homeless = [place for place in below if heirs.get(place.parent_id, place.unit_id) != place.unit_id]
    tree_changes.put_under([(place, heirs[place.parent_id]) for place in homeless], decision)
    tree_changes.move_roles({unit: heirs.get(unit) for unit in ended}, decision)


def _replaced(rows: QuerySet[Any], numbers: Iterable[int], event: int) -> None:
    listed = list(numbers)
    for start in range(0, len(listed), _BATCH):
        rows.filter(pk__in=listed[start : start + _BATCH]).update(until=event)
