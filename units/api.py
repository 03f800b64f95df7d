"""`/units`: the tree of a date, a unit, its history. Auth is set at the root."""

from datetime import date
from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from units.actions.allow_one_person import allow_one_person
from units.actions.require_two_people import require_two_people
from units.api_auth import check_scope, user_of
from units.browsing import UnitFilter, list_units
from units.descent import history_of
from units.groups import find_group, list_groups, list_members, members_on, view_group
from units.models import Placement, Unit
from units.one_person import one_person_rule
from units.paging import Limit, Offset
from units.queries import describe_unit, describe_units, find_unit, valid_on
from units.reach import check_within_reach, reachable_unit_ids
from units.schemas import UnitDetail, UnitHistory, UnitList, UnitOut
from units.schemas_groups import GroupDetail, GroupList, GroupOut, MemberOut
from units.schemas_one_person import OnePersonIn, OnePersonOut

router = Router(tags=["units"])
PlacementKind = Literal["administrative", "vertical", "located_in"]
Code = Annotated[str, Query(max_length=35)]


@router.get("/units", response=UnitList, summary="Units of a date within reach")
def get_units(
    request: HttpRequest,
    as_of: date | None = None,
    parent: Code = "",
    kind: Annotated[str, Query(max_length=30)] = "",
    placement: PlacementKind = "administrative",
    q: Annotated[str, Query(max_length=200)] = "",
    group: Annotated[str, Query(max_length=40)] = "",
    limit: Limit = 100,
    offset: Offset = 0,
) -> UnitList:
    """Today's by default. `parent` is a code: the units directly below it by `placement`.
    `q` finds words of a name, with or without accents, or a code. `group` is the code of a group of units."""
    check_scope(request, "read")
    on = as_of or timezone.localdate()
    above = _unit(request, parent, on=on).pk if parent else None
    chosen = UnitFilter(on=on, parent=above, kind=kind, placement=placement, q=q)
    within = reachable_unit_ids(user_of(request))
    if group:
        within &= members_on(find_group(group), on=on)
    views, count = list_units(chosen, within=within, offset=offset, limit=limit)
    return UnitList(items=[UnitOut.of(view) for view in views], count=count)


@router.get("/units/{code}", response=UnitDetail, summary="The unit that a code names on a date")
def get_unit(request: HttpRequest, code: str, as_of: date | None = None) -> UnitDetail:
    """Today by default. `parents` says what it stands under, by kind of placement."""
    check_scope(request, "read")
    on = as_of or timezone.localdate()
    unit = _unit(request, code, on=on)
    places = Placement.objects.filter(valid_on(on), unit=unit, until__isnull=True)
    parents = dict(places.values_list("kind", "parent_id"))
    views = describe_units([unit.pk, *parents.values()], on=on)
    return UnitDetail(
        **UnitOut.of(views[unit.pk]).model_dump(),
        parents={kind: UnitOut.of(views[parent_id]) for kind, parent_id in parents.items()},
    )


@router.get("/units/{code}/one-person", response=OnePersonOut, summary="Whether one person may do both")
def get_one_person(request: HttpRequest, code: str) -> OnePersonOut:
    """Whether one person may both fill in and sign the unit's reports, and who allowed it since when."""
    check_scope(request, "read")
    return OnePersonOut.of(one_person_rule(_unit(request, code, on=timezone.localdate()).pk))


@router.put("/units/{code}/one-person", response=OnePersonOut, summary="Let one person do both, or end it")
def put_one_person(request: HttpRequest, code: str, body: OnePersonIn) -> OnePersonOut:
    """By the unit's head or an administrator; what was signed stays. The same again changes nothing."""
    check_scope(request, "submit")
    unit, by = _unit(request, code, on=timezone.localdate()), user_of(request)
    say = allow_one_person if body.allowed else require_two_people
    say(unit=unit, by=by, at=timezone.now())
    return OnePersonOut.of(one_person_rule(unit.pk))


@router.get("/units/{code}/history", response=UnitHistory, summary="Names, places, predecessors, successors")
def get_history(request: HttpRequest, code: str, as_of: date | None = None) -> UnitHistory:
    """`as_of` chooses which unit the code means; the history is whole whatever the date."""
    check_scope(request, "read")
    unit = _unit(request, code, on=as_of or timezone.localdate())
    return UnitHistory.of(describe_unit(unit.pk), history_of(unit.pk))


@router.get("/unit-groups", response=GroupList, summary="Groups of units")
def get_groups(
    request: HttpRequest, as_of: date | None = None, limit: Limit = 100, offset: Offset = 0
) -> GroupList:
    """`members` counts the units within reach that are in the group on the day, today by default."""
    check_scope(request, "read")
    within = reachable_unit_ids(user_of(request))
    groups = list_groups(on=as_of or timezone.localdate(), within=within)
    page = groups[offset : offset + limit]
    return GroupList(items=[GroupOut.of(group) for group in page], count=len(groups))


@router.get("/unit-groups/{code}", response=GroupDetail, summary="A group and its members on a date")
def get_group(
    request: HttpRequest, code: str, as_of: date | None = None, limit: Limit = 100, offset: Offset = 0
) -> GroupDetail:
    """Today by default; `items` are the members within reach, `count` says how many there are."""
    check_scope(request, "read")
    group, on = find_group(code), as_of or timezone.localdate()
    within = reachable_unit_ids(user_of(request))
    members, count = list_members(group, on=on, within=within, offset=offset, limit=limit)
    return GroupDetail(
        **GroupOut.of(view_group(group, count=count)).model_dump(),
        as_of=on,
        items=[MemberOut.of(member) for member in members],
        count=count,
    )


def _unit(request: HttpRequest, code: str, *, on: date) -> Unit:
    unit = find_unit(code, on=on, scheme=None)
    check_within_reach(user_of(request), unit.pk)
    return unit
