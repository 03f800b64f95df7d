"""A role ends from a day on, looked at first; it can pass to somebody, and come back after a mistake."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from indicators.models import Steward
from submissions.actions.save_draft import save_draft
from submissions.leaving import Left, left_by, who_remains
from submissions.models import Status
from submissions.permissions import may_edit
from tests.submissions.factories import AT, GOOD, World, bring_to
from units.actions.create_token import create_token
from units.actions.create_user import create_user
from units.actions.end_membership import end_membership
from units.actions.grant_membership import grant_membership
from units.actions.resume_membership import resume_membership
from units.errors import BadContent, Conflict, NotAllowed
from units.models import EndedRole, Event, Membership, Role, User

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def today() -> date:
    return timezone.localdate()


@pytest.fixture
def heir(world: World) -> User:
    return create_user(username="heir", full_name="Đỗ Thị Kế", password="demo-2026", by=None, at=AT)


def role_of(user: User) -> Membership:
    return Membership.objects.get(user=user)


def rows() -> list[dict[str, Any]]:
    """All roles by their content: one that was taken away and came back has another number."""
    columns = ("user", "unit", "role", "valid_from", "valid_to")
    return sorted(Membership.objects.values(*columns), key=str)


def ended(world: World, person: User, *, until: date, successor: User | None = None) -> EndedRole:
    return end_membership(
        membership=role_of(person), until=until, successor=successor, by=world.cast.fresh("quan"), at=AT
    )


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


# ---- what ending does -------------------------------------------------------------------------------------


def test_an_open_session_loses_the_role_at_once(world: World) -> None:
    lan = signed_in(world.cast.lan)
    address = f"/bao-cao/{world.submission.assignment_id}/"
    assert lan.get(address).status_code == 200
    ended(world, world.cast.lan, until=today() - DAY)
    assert lan.get(address).status_code == 404
    saved = lan.post(f"{address}luu/", json.dumps({"cells": {}}), content_type="application/json")
    assert saved.status_code == 404
    assert "hiện không giữ vai trò nào" in lan.get("/").content.decode()


def test_from_a_later_day_the_person_works_till_then(world: World) -> None:
    ended(world, world.cast.lan, until=today())
    assert may_edit(world.cast.fresh("lan"), world.again())
    assert role_of(world.cast.lan).valid_to == today()


def test_what_is_left_passes_to_whom_is_named_from_that_day(world: World, heir: User) -> None:
    bring_to(world, Status.RETURNED)
    done = ended(world, world.cast.lan, until=today() - DAY, successor=heir)
    assert may_edit(User.objects.get(pk=heir.pk), world.again())
    assert not may_edit(world.cast.fresh("lan"), world.again())
    assert (role_of(heir).valid_from, role_of(heir).valid_to) == (today(), None)
    assert done.given == role_of(heir)
    kinds = Event.objects.filter(actor=world.cast.quan).order_by("pk").values_list("kind", flat=True)
    assert list(kinds)[-2:] == ["membership.granted", "membership.ended"]


def test_a_role_with_a_last_day_ends_earlier_but_not_later(world: World, heir: User) -> None:
    last = today() + 9 * DAY
    Membership.objects.filter(user=world.cast.lan).update(valid_to=last)
    with pytest.raises(Conflict, match="ngày kết thúc sớm hơn"):
        ended(world, world.cast.lan, until=last)
    done = ended(world, world.cast.lan, until=today(), successor=heir)
    assert (done.before, role_of(world.cast.lan).valid_to) == (last, today())
    assert (role_of(heir).valid_from, role_of(heir).valid_to) == (today() + DAY, last)


@pytest.mark.parametrize("begins", [0, 5])
def test_a_role_not_held_on_any_day_never_was(world: World, heir: User, begins: int) -> None:
    first = today() + begins * DAY
    grant_membership(
        user=heir, unit=world.cast.tien_lu, role=Role.CLERK, from_=first, by=None, at=AT
    )  # fmt: skip
    before = rows()
    done = ended(world, heir, until=today() - DAY)
    assert not Membership.objects.filter(user=heir).exists()
    assert Event.objects.latest("pk").kind == "membership.withdrawn"
    resume_membership(ended=done, by=world.cast.fresh("quan"), at=AT)
    assert rows() == before


def test_a_successor_who_has_the_role_keeps_it_as_it_is(world: World) -> None:
    given = grant_membership(
        user=world.cast.minh, unit=world.cast.dong_hung, role=Role.CLERK, from_=today(), by=None, at=AT
    )
    done = ended(world, world.cast.lan, until=today() - DAY, successor=world.cast.minh)
    assert done.given is None
    resume_membership(ended=done, by=world.cast.fresh("quan"), at=AT)
    assert Membership.objects.get(pk=given.pk).valid_to is None


def test_a_day_before_today_the_person_alone_or_a_stopped_account_is_refused(
    world: World, heir: User
) -> None:
    before = rows()
    with pytest.raises(BadContent, match="lùi ngày"):
        ended(world, world.cast.lan, until=today() - 2 * DAY)
    with pytest.raises(BadContent, match="người khác"):
        ended(world, world.cast.lan, until=today(), successor=world.cast.lan)
    User.objects.filter(pk=heir.pk).update(is_active=False)
    with pytest.raises(BadContent, match="đã ngừng"):
        ended(world, world.cast.lan, until=today(), successor=User.objects.get(pk=heir.pk))
    assert rows() == before
    assert not EndedRole.objects.exists()


def test_the_last_administrator_stays(world: World, heir: User) -> None:
    with pytest.raises(Conflict, match="quản trị cuối cùng"):
        ended(world, world.cast.quan, until=today() - DAY)
    ended(world, world.cast.quan, until=today() - DAY, successor=heir)
    assert role_of(heir).role == Role.ADMINISTRATOR


def test_only_an_administrator_ends_and_undoes(world: World) -> None:
    done = ended(world, world.cast.lan, until=today())
    for name in ("minh", "binh", "thanh"):
        by = world.cast.fresh(name)
        with pytest.raises(NotAllowed):
            end_membership(membership=role_of(world.cast.hoa), until=today(), by=by, at=AT)
        with pytest.raises(NotAllowed):
            resume_membership(ended=done, by=by, at=AT)


# ---- undone -----------------------------------------------------------------------------------------------


def test_undone_everything_is_as_it_was(world: World, heir: User) -> None:
    before = rows()
    done = ended(world, world.cast.lan, until=today() - DAY, successor=heir)
    resume_membership(ended=done, by=world.cast.fresh("quan"), at=AT)
    assert rows() == before
    assert may_edit(world.cast.fresh("lan"), world.again())
    assert not may_edit(User.objects.get(pk=heir.pk), world.again())
    with pytest.raises(Conflict, match="đã được hoàn tác"):
        resume_membership(ended=done, by=world.cast.fresh("quan"), at=AT)


def test_undone_later_the_successor_s_days_stay_on_record(world: World, heir: User) -> None:
    done = ended(world, world.cast.lan, until=today() - DAY, successor=heir)
    Membership.objects.filter(user=heir).update(valid_from=today() - 5 * DAY)
    resume_membership(ended=done, by=world.cast.fresh("quan"), at=AT)
    role = role_of(heir)
    assert (role.valid_from, role.valid_to) == (today() - 5 * DAY, today() - DAY)


@pytest.mark.parametrize("change", ["granted again", "ended again", "given ended"])
def test_after_another_change_it_is_not_undone(world: World, heir: User, change: str) -> None:
    done = ended(world, world.cast.lan, until=today() + DAY, successor=heir)
    if change == "granted again":
        grant_membership(
            user=world.cast.lan, unit=world.cast.dong_hung, role=Role.CLERK, from_=today() + 3 * DAY, by=None,
            at=AT,
        )  # fmt: skip
    elif change == "ended again":
        ended(world, world.cast.lan, until=today())
    else:
        ended(world, heir, until=today() + 4 * DAY)
    before = rows()
    with pytest.raises(Conflict, match="đã thay đổi"):
        resume_membership(ended=done, by=world.cast.fresh("quan"), at=AT)
    assert rows() == before


# ---- looked at first --------------------------------------------------------------------------------------


def test_what_hangs_on_a_role_is_counted_for_that_role_alone(world: World) -> None:
    save_draft(submission=world.submission, cells=GOOD, by=world.cast.lan, at=AT)
    nothing = Left(0, 0, 0, 0, 0, 0, is_steward=False)
    assert left_by([role_of(world.cast.lan)], on=today()) == Left(1, 1, 0, 0, 0, 0, is_steward=False)
    assert left_by([role_of(world.cast.dung)], on=today()) == nothing
    Steward.objects.create(unit=world.regime.owner, valid_from=today(), named_at=AT, named_by=world.cast.quan)
    found = left_by([role_of(world.cast.nga)], on=today())
    assert (found.open, found.regimes, found.is_steward) == (0, 1, True)
    bring_to(world, Status.SUBMITTED)
    assert left_by([role_of(world.cast.hoa)], on=today()).to_review == 1


def test_who_can_still_do_it_is_named(world: World, heir: User) -> None:
    def remains(person: User, successor: User | None = None) -> dict[str, list[str]]:
        return dict(who_remains(role_of(person), on=today(), successor=successor))

    assert remains(world.cast.lan) == {"Lập báo cáo": [world.cast.minh.full_name]}
    assert remains(world.cast.minh)["Ký báo cáo"] == []
    assert remains(world.cast.minh, heir)["Ký báo cáo"] == [heir.full_name]
    assert remains(world.cast.dung) == {}


def test_on_the_page_it_is_looked_at_done_and_undone(world: World, heir: User) -> None:
    quan, lan = signed_in(world.cast.quan), world.cast.lan
    address = f"/nguoi-dung/{lan.pk}/vai-tro/"
    assert address in quan.get("/nguoi-dung/").content.decode()
    assert "Kết thúc…" in quan.get(address).content.decode()
    asked = {"vai": str(role_of(lan).pk), "tu": f"{today():%d/%m/%Y}", "nhan": "HEIR"}
    for wrong, said in (
        ({"tu": "31/02/2026"}, "chưa đọc được"),
        ({"tu": "01/01/0001"}, "lùi ngày"),
        ({"nhan": "x\x00"}, "Không có tài khoản mang tên đăng nhập"),
        ({"nhan": "lan"}, "phải là người khác"),
    ):
        assert said in quan.get(address, asked | wrong).content.decode()
        answer = quan.post(f"{address}ket-thuc/", asked | wrong)
        assert (answer.status_code, said in answer.content.decode()) == (422, True)
    shown = quan.get(address, asked).content.decode()
    assert "giao cho Đỗ Thị Kế" in shown
    assert "<b>1</b> báo cáo chưa gửi" in shown
    done = quan.post(f"{address}ket-thuc/", asked, follow=True).content.decode()
    assert f"thôi vai trò từ {today():%d/%m/%Y}; Đỗ Thị Kế giữ vai trò đó từ ngày ấy." in done
    assert quan.post(f"{address}ket-thuc/", asked).status_code == 409
    back = quan.post(f"{address}{EndedRole.objects.get().pk}/hoan-tac/", follow=True).content.decode()
    assert "Đã hoàn tác: vai trò tiếp tục" in back
    assert not Membership.objects.filter(user=heir).exists()
    assert quan.post(f"{address}{EndedRole.objects.get().pk}/hoan-tac/").status_code == 409


# ---- through the API --------------------------------------------------------------------------------------


def post(client: Client, path: str, body: Any = None) -> Any:
    return client.post(f"/api/v1/{path}", json.dumps(body), content_type="application/json")


def test_through_the_api_it_is_looked_at_done_and_undone(world: World, heir: User) -> None:
    quan = signed_in(world.cast.quan)
    held = quan.get("/api/v1/roles", {"person": "LAN"}).json()
    assert (held["count"], held["items"][0]["role"]) == (1, "clerk")
    path = f"roles/{held['items'][0]['id']}"
    found = quan.get(f"/api/v1/{path}/ending", {"successor": "heir"}).json()
    assert (found["open"], found["remains"][0]["people"]) == (1, [world.cast.minh.full_name, heir.full_name])
    done = post(quan, f"{path}/end", {"first_day_without": str(today()), "successor": "heir"})
    assert done.status_code == 200, done.content
    assert (done.json()["last_day"], done.json()["successor"]["username"]) == (str(today() - DAY), "heir")
    assert post(quan, f"{path}/end", {"first_day_without": str(today())}).status_code == 409
    listed = quan.get("/api/v1/ended-roles", {"person": "lan"}).json()
    assert listed["items"] == [done.json()]
    undone = post(quan, f"ended-roles/{done.json()['id']}/undo")
    assert undone.json()["undone_at"] is not None
    assert post(quan, f"ended-roles/{done.json()['id']}/undo").status_code == 409
    assert quan.get("/api/v1/roles", {"person": "lan"}).json() == held


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"first_day_without": "0001-01-01"},
        {"first_day_without": "2199-01-01", "successor": "ai-do"},
        {"first_day_without": "2199-01-01", "successor": "lan"},
        {"first_day_without": "2199-01-01", "also": 1},
    ],
)
def test_an_unreadable_ending_is_refused_whole(world: World, body: dict[str, Any]) -> None:
    path = f"roles/{role_of(world.cast.lan).pk}/end"
    assert post(signed_in(world.cast.quan), path, body).status_code == 422
    assert not EndedRole.objects.exists()


def test_a_token_limited_to_a_unit_ends_no_role(world: World) -> None:
    token = create_token(
        user=world.cast.quan, name="t", scopes=["read", "admin"], unit=world.cast.tien_lu, by=None,
        at=timezone.now(),
    )[1]  # fmt: skip
    client = Client(headers={"authorization": f"Bearer {token}"})
    assert client.get("/api/v1/roles", {"person": "lan"}).status_code == 403
