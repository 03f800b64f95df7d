"""Groups of units (ven biển, miền núi …): who is in one on a day, and in which groups a unit is.

A successor of a member is not a member by itself (docs/decisions/012): `heirs_outside` names those to offer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from units.errors import NotWithinReach
from units.models import GroupMember, Unit, UnitGroup
from units.queries import UnitView, describe_units, in_order, terminals_of, valid_on


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group on a day, with as many members as somebody may see."""

    id: int
    code: str
    name: str
    description: str
    count: int


@dataclass(frozen=True, slots=True)
class MemberView:
    """A unit as it was called on the day, and since when and until when it is in the group."""

    unit: UnitView
    valid_from: date
    valid_to: date | None


def members_on(group: UnitGroup | int, *, on: date) -> frozenset[int]:
    """Return the units that are in the group and exist on a day. One query."""
    return frozenset(_held(on).filter(group=group).values_list("unit_id", flat=True))


def all_groups() -> list[UnitGroup]:
    """Return every group, in Vietnamese order. One query."""
    return list(UnitGroup.objects.order_by("sort_key", "code"))


def find_group(code: str) -> UnitGroup:
    """Return the group of a code, however its letters are written; NotWithinReach when there is none."""
    # PostgreSQL takes no NUL in text; no code has one.
    found = UnitGroup.objects.filter(code=code.upper().replace("\x00", "\ufffd")).first()
    if found is None:
        raise NotWithinReach(_("Không có nhóm đơn vị mang mã %(code)s.") % {"code": code[:40]})
    return found


def list_groups(*, on: date, within: frozenset[int]) -> list[GroupView]:
    """Return all groups in Vietnamese order, with how many members of the day are within reach."""
    counts: dict[int, int] = {}
    for group_id, unit_id in _held(on).values_list("group_id", "unit_id"):
        if unit_id in within:
            counts[group_id] = counts.get(group_id, 0) + 1
    return [view_group(group, count=counts.get(group.pk, 0)) for group in all_groups()]


def view_group(group: UnitGroup, *, count: int) -> GroupView:
    return GroupView(group.pk, group.code, group.name, group.description, count)


def list_members(
    group: UnitGroup, *, on: date, within: frozenset[int], offset: int = 0, limit: int | None = None
) -> tuple[list[MemberView], int]:
    """Return a page of the members of a day within reach, in Vietnamese order, and how many there are."""
    held = {
        unit_id: (start, end)
        for unit_id, start, end in _held(on)
        .filter(group=group)
        .values_list("unit_id", "valid_from", "valid_to")
        if unit_id in within
    }
    views = in_order(describe_units(held, on=on).values())
    end = None if limit is None else offset + limit
    return [MemberView(view, *held[view.id]) for view in views[offset:end]], len(views)


def heirs_outside(group: UnitGroup, *, on: date) -> list[UnitView]:
    """Return where the descent of members that have ended ends, outside the group: whom an administrator may
    want to add. A member that had left before it ended has no say. Vietnamese order."""
    gone = set(
        GroupMember.objects.filter(group=group, unit__ends__lt=on)
        .exclude(valid_to__lt=F("unit__ends"))
        .values_list("unit_id", flat=True)
    )
    heirs = {heir for ends in terminals_of(gone).values() for heir in ends} - gone if gone else set()
    later = set(GroupMember.objects.filter(group=group, unit__in=heirs).values_list("unit_id", flat=True))
    return in_order(describe_units(_alive(heirs - later, on=on), on=on).values())


def _alive(units: Iterable[int], *, on: date) -> list[int]:
    alive = Unit.objects.filter(valid_on(on, start="begins", end="ends"), pk__in=list(units))
    return list(alive.values_list("pk", flat=True))


def _held(on: date) -> QuerySet[GroupMember]:
    return GroupMember.objects.filter(valid_on(on), valid_on(on, start="unit__begins", end="unit__ends"))
