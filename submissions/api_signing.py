"""Who signs for a unit, and in whose place: delegations from – to, given and revoked."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router, Schema

from submissions.actions.let_sign import let_sign
from submissions.actions.stop_letting_sign import stop_letting_sign
from submissions.models import Delegation
from submissions.permissions import check_may_let_sign, check_may_see_signers
from submissions.schemas import Strict
from submissions.signers import candidates_of, signers_of
from units.api_auth import check_scope, user_of
from units.errors import NotWithinReach, wrong_field
from units.models import Unit
from units.paging import Limit, Offset
from units.queries import find_unit
from units.reach import check_within_reach

router = Router(tags=["signing"])


class PersonOut(Schema):
    """`username`: the log-in name."""

    username: str
    full_name: str


class SignerOut(Schema):
    """`capacity`: "" for the head, else KT, TL or TUQ until the day (included)."""

    person: PersonOut
    capacity: str
    until: date | None


class DelegationOut(Schema):
    id: int
    person: PersonOut
    capacity: str
    valid_from: date
    valid_to: date
    made_by: PersonOut
    made_at: datetime
    revoked_at: datetime | None


class DelegationList(Schema):
    items: list[DelegationOut]
    count: int


class DelegationIn(Strict):
    """`person`: log-in name of one of the unit's people; `capacity`: KT, TL, TUQ; both days included."""

    person: str
    capacity: str
    valid_from: date
    valid_to: date


@router.get("/units/{code}/signers", response=list[SignerOut], summary="Who can sign for a unit today")
def list_signers(request: HttpRequest, code: str) -> list[dict[str, Any]]:
    check_scope(request, "read")
    signers = signers_of(_unit(request, code).pk)
    return [{"person": one.user, "capacity": one.capacity, "until": one.until} for one in signers]


@router.get(
    "/units/{code}/delegations", response=DelegationList, summary="Who was let sign, the latest first"
)
def list_delegations(
    request: HttpRequest, code: str, limit: Limit = 50, offset: Offset = 0
) -> dict[str, Any]:
    check_scope(request, "read")
    given = Delegation.objects.filter(unit=_unit(request, code)).select_related("user", "made_by")
    page = given.order_by("-pk")[offset : offset + limit]
    return {"items": [_out(one) for one in page], "count": given.count()}


@router.post("/units/{code}/delegations", response=DelegationOut, summary="Let somebody sign from – to")
def add_delegation(request: HttpRequest, code: str, body: DelegationIn) -> dict[str, Any]:
    """By the unit's head or an administrator; by who leads the level above while nobody of the unit can."""
    check_scope(request, "submit")
    unit, by = _unit(request, code), user_of(request)
    check_may_let_sign(by, unit.pk)
    people = {one.username: one for one in candidates_of(unit.pk, on=timezone.localdate())}
    if body.person not in people:
        raise wrong_field("person", _("Hãy chọn người đang giữ vai trò tại đơn vị và không phải thủ trưởng."))
    given = let_sign(
        unit=unit,
        user=people[body.person],
        capacity=body.capacity,
        from_=body.valid_from,
        until=body.valid_to,
        by=by,
        at=timezone.now(),
    )
    return _out(given)


@router.post(
    "/delegations/{int:delegation_id}/revoke", response=DelegationOut, summary="Revoke; what was signed stays"
)
def revoke_delegation(request: HttpRequest, delegation_id: int) -> dict[str, Any]:
    check_scope(request, "submit")
    by = user_of(request)
    given = Delegation.objects.select_related("user", "made_by", "unit").filter(pk=delegation_id).first()
    if given is None:
        raise NotWithinReach
    _check_seen(request, given.unit)
    return _out(stop_letting_sign(delegation=given, by=by, at=timezone.now()))


def _unit(request: HttpRequest, code: str) -> Unit:
    unit = find_unit(code, on=timezone.localdate(), scheme=None)
    _check_seen(request, unit)
    return unit


def _check_seen(request: HttpRequest, unit: Unit) -> None:
    """As the page; a token limited to a unit, within that unit only."""
    user = user_of(request)
    check_may_see_signers(user, unit.pk)
    if getattr(user, "limited_to_unit", None) is not None:
        check_within_reach(user, unit.pk)


def _out(given: Delegation) -> dict[str, Any]:
    return {
        "id": given.pk,
        "person": given.user,
        "capacity": given.capacity,
        "valid_from": given.valid_from,
        "valid_to": given.valid_to,
        "made_by": given.made_by,
        "made_at": given.made_at,
        "revoked_at": given.revoked_at,
    }
