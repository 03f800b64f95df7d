"""Delegations and handovers through the API."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from submissions.models import Delegation, Handover, Status
from submissions.permissions import may_edit
from tests.submissions.factories import AT, World, bring_to
from units.actions.create_token import create_token
from units.actions.create_user import create_user
from units.models import Event, Membership, User
from units.one_person import lets_one_person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def as_person(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def post(client: Client, path: str, body: Any = None) -> Any:
    return client.post(f"/api/v1/{path}", json.dumps(body), content_type="application/json")


def days(first: int, last: int, **said: str) -> dict[str, str]:
    today = timezone.localdate()
    dates = {"valid_from": str(today + first * DAY), "valid_to": str(today + last * DAY)}
    return {"person": "lan", "capacity": "KT"} | dates | said


def code_of(world: World) -> str:
    return f"units/{world.cast.dong_hung.codes.get().code}"


# ---- who signs --------------------------------------------------------------------------------------------


def test_a_head_lets_one_person_do_both_and_ends_it(world: World) -> None:
    minh, lan = as_person(world.cast.minh), as_person(world.cast.lan)
    address = f"/api/v1/{code_of(world)}/one-person"

    def say(client: Client, body: Any) -> Any:
        return client.put(address, json.dumps(body), content_type="application/json")

    assert lan.get(address).json() == {"allowed": False, "allowed_by": None, "allowed_at": None}
    for _twice in range(2):
        allowed = say(minh, {"allowed": True})
        assert (allowed.status_code, allowed.json()["allowed_by"]) == (200, "minh")
    assert lets_one_person(world.cast.dong_hung.pk)
    assert lan.get(address).json() == allowed.json()
    assert say(lan, {"allowed": False}).status_code == 403
    assert say(minh, {"allowed": "maybe"}).status_code == 422
    assert say(minh, {"allowed": False, "reason": "?"}).status_code == 422
    assert say(minh, {"allowed": False}).json()["allowed"] is False
    assert not lets_one_person(world.cast.dong_hung.pk)
    kinds = Event.objects.filter(kind__startswith="unit.one_person", unit=world.cast.dong_hung)
    assert list(kinds.order_by("pk").values_list("kind", flat=True)) == [
        "unit.one_person_allowed", "unit.one_person_ended",
    ]  # fmt: skip


def test_a_head_lets_somebody_sign_and_revokes_it(world: World) -> None:
    minh, unit = as_person(world.cast.minh), code_of(world)
    made = post(minh, f"{unit}/delegations", days(0, 3))
    assert made.status_code == 200, made.content
    assert made.json()["person"] == {"username": "lan", "full_name": world.cast.lan.full_name}
    signers = minh.get(f"/api/v1/{unit}/signers").json()
    assert [(one["person"]["username"], one["capacity"]) for one in signers] == [("minh", ""), ("lan", "KT")]
    gone = post(minh, f"delegations/{made.json()['id']}/revoke")
    assert gone.status_code == 200
    assert gone.json()["revoked_at"] is not None
    assert [one["capacity"] for one in minh.get(f"/api/v1/{unit}/signers").json()] == [""]
    assert post(minh, f"delegations/{made.json()['id']}/revoke").status_code == 409
    listed = minh.get(f"/api/v1/{unit}/delegations").json()
    assert (listed["count"], listed["items"][0]["id"]) == (1, made.json()["id"])


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (days(0, 3, person="son"), "person"),
        (days(0, 3, person="minh"), "person"),
        (days(0, 3, person="\x00"), "person"),
        (days(0, 3, capacity="Q"), "capacity"),
        (days(-1, 3), "from"),
        (days(3, 0), "until"),
    ],
)
def test_what_cannot_be_given_names_the_field(world: World, body: dict[str, str], field: str) -> None:
    answer = post(as_person(world.cast.minh), f"{code_of(world)}/delegations", body)
    assert answer.status_code == 422
    assert field in answer.content.decode()
    assert not Delegation.objects.exists()


def test_the_same_days_twice_conflict(world: World) -> None:
    minh = as_person(world.cast.minh)
    assert post(minh, f"{code_of(world)}/delegations", days(0, 3)).status_code == 200
    assert post(minh, f"{code_of(world)}/delegations", days(2, 5)).status_code == 409


def test_a_token_of_another_unit_sees_no_signers_here(world: World) -> None:
    token = create_token(
        user=world.cast.quan, name="t", scopes=["read"], unit=world.cast.tien_lu, by=None, at=timezone.now()
    )[1]
    client = Client(headers={"authorization": f"Bearer {token}"})
    assert client.get(f"/api/v1/{code_of(world)}/signers").status_code == 404


# ---- handing over -----------------------------------------------------------------------------------------


@pytest.fixture
def heir(world: World) -> User:
    return create_user(username="heir", full_name="Đỗ Thị Kế", password="demo-2026", by=None, at=AT)


def seen(client: Client) -> dict[str, Any]:
    answer = client.get("/api/v1/handovers/preview", {"leaver": "LAN", "successor": "heir"})
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = answer.json()
    return found


def test_all_duties_and_drafts_are_looked_at_handed_over_and_taken_back(world: World, heir: User) -> None:
    bring_to(world, Status.RETURNED)
    quan = as_person(world.cast.quan)
    found = seen(quan)
    assert (found["open"], found["drafts"], found["comments"]) == (1, 1, 1)
    roles = [role["id"] for role in found["roles"]]
    done = post(quan, "handovers", {"leaver": "lan", "successor": "heir", "roles": roles})
    assert done.status_code == 200, done.content
    assert may_edit(User.objects.get(pk=heir.pk), world.again())
    assert quan.get("/api/v1/handovers").json()["items"][0]["id"] == done.json()["id"]
    undone = post(quan, f"handovers/{done.json()['id']}/undo")
    assert undone.json()["undone_at"] is not None
    assert not may_edit(User.objects.get(pk=heir.pk), world.again())
    assert post(quan, f"handovers/{done.json()['id']}/undo").status_code == 409


def test_roles_that_changed_since_they_were_looked_at_stop_it(world: World, heir: User) -> None:
    quan = as_person(world.cast.quan)
    before = Membership.objects.count()
    answer = post(quan, "handovers", {"leaver": "lan", "successor": "heir", "roles": [999_999]})
    assert answer.status_code == 409
    assert (Membership.objects.count(), Handover.objects.count()) == (before, 0)


@pytest.mark.parametrize(
    "body",
    [
        {"leaver": "lan", "successor": "ai-do", "roles": [1]},
        {"leaver": "", "successor": "heir", "roles": [1]},
        {"leaver": "lan", "successor": "lan", "roles": [1]},
        {"leaver": "lan", "successor": "heir", "roles": [-1]},
        {"leaver": "lan", "successor": "heir", "roles": [1], "also": 1},
        {"leaver": "lan"},
    ],
)
def test_an_unreadable_handover_is_refused_whole(world: World, heir: User, body: dict[str, Any]) -> None:
    assert post(as_person(world.cast.quan), "handovers", body).status_code == 422
    assert not Handover.objects.exists()


def test_a_token_limited_to_a_unit_hands_nothing_over(world: World, heir: User) -> None:
    token = create_token(
        user=world.cast.quan, name="t", scopes=["read", "admin"], unit=world.cast.tien_lu, by=None,
        at=timezone.now(),
    )[1]  # fmt: skip
    client = Client(headers={"authorization": f"Bearer {token}"})
    assert client.get("/api/v1/handovers").status_code == 403
