"""Rows of units written by one decision: all carry its event number. The caller holds the lock of the tree.

Written in the order the guards ask for: what ends is cut before its unit, what begins after it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import QuerySet

from units.models import (
    ALL,
    GroupMember,
    Membership,
    Placement,
    Succession,
    Unit,
    UnitCode,
    UnitName,
)
from units.naming import name_columns
from units.queries import overlapping
from units.reorganisations.plan import NewUnit, Part, Plan
from units.vietnamese import clean_name

_BATCH = 500
Holds = Placement | UnitCode | UnitName | GroupMember


@dataclass(frozen=True, slots=True)
class Decision:
    """The day, the number of the event, and what each part of the plan has become: a unit's number."""

    on: date
    event: int
    unit_of: Mapping[Part, int] = field(default_factory=dict)

    @property
    def eve(self) -> date:
        return self.on - timedelta(days=1)


def make_unit(new: NewUnit, *, on: date, until: date | None = None, shard: int) -> Unit:
    """Identity, code and name; its places come from the change itself."""
    unit = Unit.objects.create(shard=shard, begins=on, ends=until)
    UnitCode.objects.create(unit=unit, scheme=new.scheme, code=new.code, valid_from=on, valid_to=until)
    _name(unit.pk, new.name, new.kind, on=on, until=until)
    return unit


def call(unit: int, *, name: str, kind: str, on: date) -> None:
    """From `on` the unit has this name and kind, until the next name that is recorded."""
    current = UnitName.objects.get(overlapping(on, on), unit=unit)
    until = current.valid_to
    _cut(UnitName, [current], on=on)
    _name(unit, name or current.name, kind or current.kind, on=on, until=until)


def end_units(units: Iterable[int], decision: Decision) -> None:
    """Names, codes and the units themselves end on the eve; placements of and below them are gone before."""
    listed = list(units)
    _cut(UnitName, UnitName.objects.filter(overlapping(decision.on, None), unit__in=listed), on=decision.on)
    _cut(UnitCode, UnitCode.objects.filter(overlapping(decision.on, None), unit__in=listed), on=decision.on)
    _cut(
        GroupMember,
        GroupMember.objects.filter(overlapping(decision.on, None), unit__in=listed),
        on=decision.on,
    )
    Unit.objects.filter(pk__in=listed).update(ends=decision.eve)


def places_of(units: Iterable[int], decision: Decision, *, kind: str | None = None) -> list[Placement]:
    """The places the units have from the day on."""
    places = _current_places(decision).filter(unit__in=list(units))
    return list(places if kind is None else places.filter(kind=kind))


def places_below(units: Iterable[int], decision: Decision) -> list[Placement]:
    return list(_current_places(decision).filter(parent__in=list(units)))


def _current_places(decision: Decision) -> QuerySet[Placement]:
    return Placement.objects.filter(overlapping(decision.on, None), until__isnull=True).order_by("pk")


def end_places(places: list[Placement], decision: Decision) -> None:
    """Keep what was known until now, and say anew that they held until the eve, when they did."""
    Placement.objects.filter(pk__in=[place.pk for place in places]).update(until=decision.event)
    Placement.objects.bulk_create(
        [
            Placement(
                unit_id=place.unit_id,
                parent_id=place.parent_id,
                kind=place.kind,
                valid_from=place.valid_from,
                valid_to=decision.eve,
                since=decision.event,
            )
            for place in places
            if place.valid_from < decision.on
        ],
        batch_size=_BATCH,
    )


def put_under(parents: Iterable[tuple[Placement, int]], decision: Decision) -> None:
    """Each place again from the day on, below another parent."""
    Placement.objects.bulk_create(
        [
            Placement(
                unit_id=place.unit_id,
                parent_id=parent,
                kind=place.kind,
                valid_from=max(place.valid_from, decision.on),
                valid_to=place.valid_to,
                since=decision.event,
            )
            for place, parent in parents
        ],
        batch_size=_BATCH,
    )


def place(unit: int, parent: int, decision: Decision, *, kind: str, until: date | None = None) -> Placement:
    return Placement.objects.create(
        unit_id=unit,
        parent_id=parent,
        kind=kind,
        valid_from=decision.on,
        valid_to=until,
        since=decision.event,
    )


def succeed(plan: Plan, decision: Decision) -> None:
    """Who came out of whom: wholly when there is one place to go, else in parts with their shares."""
    whole = plan.is_whole
    Succession.objects.bulk_create(
        [
            Succession(
                predecessor_id=source,
                successor_id=decision.unit_of[part],
                effective_on=decision.on,
                extent=Succession.Extent.WHOLE if whole else Succession.Extent.PART,
                is_default=index == plan.default and not plan.lives_on,
                population_share=ALL if whole else part.population_share,
                area_share=ALL if whole else part.area_share,
                note=plan.document[:300],
                since=decision.event,
            )
            for source in plan.sources
            for index, part in enumerate(plan.parts)
        ]
    )


def move_roles(heirs: Mapping[int, int | None], decision: Decision) -> None:
    """People at units that end (the keys) hold their roles at the heir from the day on, if there is one.

    A role given after the day moves as it is; a role the person holds there already is not given twice.
    """
    held = Membership.objects.filter(overlapping(decision.on, None), unit__in=heirs.keys()).order_by("pk")
    roles = list(held)
    there = set(
        Membership.objects.filter(
            overlapping(decision.on, None), unit__in=set(heirs.values()) - {None}
        ).values_list("unit_id", "user_id", "role")
    )
    fresh = []
    for role in roles:
        goal = heirs[role.unit_id]
        if goal is not None and (goal, role.user_id, role.role) not in there:
            there.add((goal, role.user_id, role.role))
            fresh.append(
                Membership(
                    user_id=role.user_id,
                    unit_id=goal,
                    role=role.role,
                    valid_from=max(role.valid_from, decision.on),
                    valid_to=role.valid_to,
                )
            )
    held.filter(valid_from__gte=decision.on).delete()
    Membership.objects.filter(pk__in=[role.pk for role in roles]).update(valid_to=decision.eve)
    Membership.objects.bulk_create(fresh, batch_size=_BATCH)


def shared_groups(units: Collection[int], decision: Decision) -> list[int]:
    """The groups in which all the units are on the day."""
    rows = GroupMember.objects.filter(overlapping(decision.on, None), unit__in=units)
    members: dict[int, set[int]] = {}
    for group, unit in rows.values_list("group_id", "unit_id"):
        members.setdefault(group, set()).add(unit)
    return sorted(group for group, found in members.items() if found == set(units))


def join_groups(groups: Iterable[int], units: Iterable[int], decision: Decision) -> None:
    GroupMember.objects.bulk_create(
        GroupMember(group_id=group, unit_id=unit, valid_from=decision.on)
        for unit in units
        for group in groups
    )


def _name(unit: int, name: str, kind: str, *, on: date, until: date | None) -> None:
    UnitName.objects.create(
        unit_id=unit, kind=kind, valid_from=on, valid_to=until, **name_columns(clean_name(name))
    )


def _cut(
    model: type[UnitName] | type[UnitCode] | type[GroupMember], rows: Iterable[Holds], *, on: date
) -> None:
    """Rows end on the eve of a day; those that began later never were."""
    pks = [row.pk for row in rows]
    held = model._default_manager.filter(pk__in=pks)
    held.filter(valid_from__gte=on).delete()
    held.update(valid_to=on - timedelta(days=1))
