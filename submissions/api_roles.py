"""Roles of a person: one of them ended, looked at first, and taken up again when that was a mistake."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from submissions.api_handovers import Username, check_may_change_people, find_person
from submissions.api_signing import PersonOut
from submissions.leaving import left_by, who_remains
from submissions.schemas import Strict, UnitOut
from units.actions.end_membership import end_membership
from units.actions.resume_membership import resume_membership
from units.api_auth import user_of
from units.ending import last_day_before
from units.errors import NotWithinReach
from units.models import EndedRole, Membership
from units.paging import Limit, Offset
from units.queries import describe_units, overlapping

router = Router(tags=["roles"])


class HeldRoleOut(Schema):
    """`valid_to` is the last day, null when there is none."""

    id: int
    role: str
    unit: UnitOut
    valid_from: date
    valid_to: date | None


class RoleList(Schema):
    items: list[HeldRoleOut]
    count: int


class RemainsOut(Schema):
    """What must go on at the unit, in words, and the names of those who can do it without the person."""

    what: str
    people: list[str]


class EndingOut(Schema):
    """What hangs on the role now (as in `/handovers/preview`), and who `remains` on the day."""

    open: int
    drafts: int
    to_sign: int
    comments: int
    to_review: int
    regimes: int
    is_steward: bool
    remains: list[RemainsOut]


class EndedOut(Schema):
    """`last_day` is null where the role had not been held on any day; `before` is the last day it had."""

    id: int
    user: PersonOut
    unit: UnitOut
    role: str
    last_day: date | None
    before: date | None
    successor: PersonOut | None
    ended_by: PersonOut | None
    ended_at: datetime
    undone_at: datetime | None


class EndedList(Schema):
    items: list[EndedOut]
    count: int


class EndIn(Strict):
    """`first_day_without`: today (lost at once) or later. `successor`: log-in name of who has it then."""

    first_day_without: date
    successor: str = Field("", max_length=150)


@router.get("/roles", response=RoleList, summary="Roles a person holds or will hold")
def list_roles(
    request: HttpRequest, person: Username, limit: Limit = 50, offset: Offset = 0
) -> dict[str, Any]:
    check_may_change_people(request, "read")
    today = timezone.localdate()
    held = Membership.objects.filter(overlapping(today, None), user=find_person("person", person))
    page = list(held.order_by("valid_from", "pk")[offset : offset + limit])
    names = describe_units({one.unit_id for one in page}, on=today)
    items = [
        {
            "id": one.pk,
            "role": one.role,
            "unit": {"code": names[one.unit_id].code, "name": names[one.unit_id].full_name},
            "valid_from": one.valid_from,
            "valid_to": one.valid_to,
        }
        for one in page
    ]
    return {"items": items, "count": held.count()}


@router.get("/roles/{int:role_id}/ending", response=EndingOut, summary="What hangs on a role")
def preview_ending(
    request: HttpRequest,
    role_id: int,
    first_day_without: date | None = None,
    successor: Annotated[str, Query(max_length=150)] = "",
) -> dict[str, Any]:
    """Today by default."""
    check_may_change_people(request, "read")
    role, today = _role(role_id), timezone.localdate()
    heir = find_person("successor", successor) if successor else None
    remains = who_remains(role, on=first_day_without or today, successor=heir)
    return asdict(left_by([role], on=today)) | {
        "remains": [{"what": what, "people": people} for what, people in remains]
    }


@router.post("/roles/{int:role_id}/end", response=EndedOut, summary="End a role")
def end(request: HttpRequest, role_id: int, body: EndIn) -> dict[str, Any]:
    """A role not held on any day till then never was. 409 for the last administrator."""
    check_may_change_people(request, "admin")
    ended = end_membership(
        membership=_role(role_id),
        until=last_day_before(body.first_day_without),
        successor=find_person("successor", body.successor) if body.successor else None,
        by=user_of(request),
        at=timezone.now(),
    )
    return _written([ended])[0]


@router.get("/ended-roles", response=EndedList, summary="Roles that were ended, the latest first")
def list_ended(
    request: HttpRequest, person: Username = "", limit: Limit = 50, offset: Offset = 0
) -> dict[str, Any]:
    check_may_change_people(request, "read")
    ended = EndedRole.objects.select_related("user", "successor", "ended_by").order_by("-pk")
    if person:
        ended = ended.filter(user=find_person("person", person))
    return {"items": _written(list(ended[offset : offset + limit])), "count": ended.count()}


@router.post("/ended-roles/{int:ended_id}/undo", response=EndedOut, summary="Let the role go on")
def undo(request: HttpRequest, ended_id: int) -> dict[str, Any]:
    check_may_change_people(request, "admin")
    ended = EndedRole.objects.filter(pk=ended_id).first()
    if ended is None:
        raise NotWithinReach
    resume_membership(ended=ended, by=user_of(request), at=timezone.now())
    ended.refresh_from_db()
    return _written([ended])[0]


def _role(role_id: int) -> Membership:
    role = Membership.objects.filter(pk=role_id).select_related("user").first()
    if role is None:
        raise NotWithinReach
    return role


def _written(rows: list[EndedRole]) -> list[dict[str, Any]]:
    names = describe_units({one.unit_id for one in rows}, on=timezone.localdate())
    return [
        {
            "id": one.pk,
            "user": one.user,
            "unit": {"code": names[one.unit_id].code, "name": names[one.unit_id].full_name},
            "role": one.role,
            "last_day": one.last_day,
            "before": one.before,
            "successor": one.successor,
            "ended_by": one.ended_by,
            "ended_at": one.ended_at,
            "undone_at": one.undone_at,
        }
        for one in rows
    ]
