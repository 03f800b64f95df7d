"""Bàn giao: all duties and drafts of a person who leaves, looked at, handed over, taken back."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from submissions.actions.hand_over_work import hand_over_work
from submissions.actions.take_back_work import take_back_work
from submissions.api_signing import PersonOut
from submissions.leaving import leaving, person_named
from submissions.models import Handover
from submissions.schemas import Strict, UnitOut
from units.api_auth import check_not_limited, check_scope, user_of
from units.errors import NotWithinReach, wrong_field
from units.models import User
from units.paging import Limit, Offset
from units.permissions import check_may_manage_people

router = Router(tags=["handovers"])
Username = Annotated[str, Query(max_length=150)]


class RoleOut(Schema):
    """`id` of the membership; `already_held`: whether the successor has the role there already."""

    id: int
    role: str
    unit: UnitOut
    already_held: bool


class LeavingOut(Schema):
    """What would move: `open` duties not sent, of them `drafts` with something typed; reports that wait
    `to_sign`; `comments` on unsent reports; `to_review`: sent reports that wait; `regimes` in force where the
    person is an officer, whose unit `is_steward` of the catalogue. `signing`: delegations that pass to
    nobody; `to_come`: roles that have not begun, and stay."""

    leaver: PersonOut
    roles: list[RoleOut]
    open: int
    drafts: int
    to_sign: int
    comments: int
    to_review: int
    regimes: int
    is_steward: bool
    signing: int
    to_come: int


class HandoverOut(Schema):
    id: int
    leaver: PersonOut
    successor: PersonOut
    last_day: date
    done_by: PersonOut
    done_at: datetime
    undone_at: datetime | None


class HandoverList(Schema):
    items: list[HandoverOut]
    count: int


class HandoverIn(Strict):
    """Log-in names; `roles`: the memberships that were looked at, 409 when others are held now."""

    leaver: str = Field(max_length=150)
    successor: str = Field(max_length=150)
    roles: list[Annotated[int, Field(ge=1, le=2**31 - 1)]] = Field(max_length=1000)


@router.get("/handovers", response=HandoverList, summary="What was handed over, the latest first")
def list_handovers(request: HttpRequest, limit: Limit = 50, offset: Offset = 0) -> dict[str, Any]:
    check_may_change_people(request, "read")
    done = Handover.objects.select_related("leaver", "successor", "done_by").order_by("-pk")
    return {"items": list(done[offset : offset + limit]), "count": done.count()}


@router.get("/handovers/preview", response=LeavingOut, summary="What a person who leaves would leave")
def preview_handover(request: HttpRequest, leaver: Username, successor: Username = "") -> dict[str, Any]:
    check_may_change_people(request, "read")
    person = find_person("leaver", leaver)
    found = leaving(person, find_person("successor", successor) if successor else None)
    return {
        "leaver": person,
        "roles": [
            {
                "id": role.pk,
                "role": role.role,
                "unit": {"code": unit.code, "name": unit.full_name},
                "already_held": held,
            }
            for role, unit, held in found.roles
        ],
        "open": found.open,
        "drafts": found.drafts,
        "to_sign": found.to_sign,
        "comments": found.comments,
        "to_review": found.to_review,
        "regimes": found.regimes,
        "is_steward": found.is_steward,
        "signing": found.signing,
        "to_come": found.to_come,
    }


@router.post("/handovers", response=HandoverOut, summary="Hand over all duties and drafts in one action")
def add_handover(request: HttpRequest, body: HandoverIn) -> Handover:
    """The leaver's roles end with today, the successor has them from today on; all of it or nothing."""
    check_may_change_people(request, "admin")
    return hand_over_work(
        leaver=find_person("leaver", body.leaver),
        successor=find_person("successor", body.successor),
        roles=set(body.roles),
        by=user_of(request),
        at=timezone.now(),
    )


@router.post("/handovers/{int:handover_id}/undo", response=HandoverOut, summary="Give the roles back")
def undo_handover(request: HttpRequest, handover_id: int) -> Handover:
    check_may_change_people(request, "admin")
    done = Handover.objects.filter(pk=handover_id).first()
    if done is None:
        raise NotWithinReach
    return take_back_work(handover=done, by=user_of(request), at=timezone.now())


def check_may_change_people(request: HttpRequest, scope: str) -> None:
    """An administrator, with a token of the scope that is not limited to a unit."""
    check_scope(request, scope)
    check_not_limited(request)
    check_may_manage_people(user_of(request))


def find_person(name: str, typed: str) -> User:
    """By log-in name; BadContent that names the field."""
    found = person_named(typed)
    if found is None:
        raise wrong_field(
            name, _("Không có tài khoản mang tên đăng nhập “%(name)s”.") % {"name": typed[:150]}
        )
    return found
