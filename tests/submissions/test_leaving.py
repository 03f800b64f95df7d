"""A clerk leaves: all duties, drafts and comments pass to a successor in one action, and can come back."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from submissions.actions.hand_over_work import hand_over_work
from submissions.actions.request_sign_off import request_sign_off
from submissions.actions.save_draft import save_draft
from submissions.actions.take_back_work import take_back_work
from submissions.leaving import leaving
from submissions.models import Handover, Status
from submissions.permissions import may_edit
from submissions.queries import todo_of
from tests.submissions.factories import AT, GOOD, World, bring_to
from units.actions.create_user import create_user
from units.actions.end_membership import end_membership
from units.actions.grant_membership import grant_membership
from units.errors import BadContent, Conflict, NotAllowed
from units.models import Event, Membership, Role, User

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def today() -> date:
    return timezone.localdate()


@pytest.fixture
def heir(world: World) -> User:
    return create_user(username="heir", full_name="Đỗ Thị Kế", password="demo-2026", by=None, at=AT)


def held_by(user: User) -> set[int]:
    return set(Membership.objects.filter(user=user).values_list("pk", flat=True))


def handed_over(world: World, heir: User, *, leaver: str = "lan") -> Handover:
    person = world.cast.fresh(leaver)
    return hand_over_work(
        leaver=person, successor=heir, roles=held_by(person), by=world.cast.fresh("quan"), at=AT
    )


def tomorrow_comes() -> None:
    """Whatever ended with today has ended."""
    Membership.objects.filter(valid_to=today()).update(valid_to=today() - DAY)


def test_drafts_and_comments_pass_with_the_roles_and_history_stays(world: World, heir: User) -> None:
    bring_to(world, Status.RETURNED)
    handed_over(world, heir)
    tomorrow_comes()
    fresh = User.objects.get(pk=heir.pk)
    assert [duty.submission for duty in todo_of(fresh, at=AT)] == [world.again()]
    assert todo_of(fresh, at=AT)[0].open_comments == world.again().comments.count() > 0
    assert may_edit(fresh, world.again())
    assert not may_edit(world.cast.fresh("lan"), world.again())
    sent = world.again().sent
    assert sent is not None
    assert sent.prepared_by == world.cast.lan
    save_draft(submission=world.again(), cells=GOOD, by=fresh, at=AT)
    assert request_sign_off(submission=world.again(), by=fresh, at=AT).prepared_by == heir


def test_the_leaver_works_to_the_end_of_the_day_and_the_successor_from_now(world: World, heir: User) -> None:
    handed_over(world, heir)
    assert may_edit(world.cast.fresh("lan"), world.again())
    assert may_edit(User.objects.get(pk=heir.pk), world.again())


def test_it_is_one_event_with_one_for_each_role(world: World, heir: User) -> None:
    handed_over(world, heir, leaver="son")
    kinds = Event.objects.filter(actor=world.cast.quan).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["membership.granted"] * 2 + ["membership.ended"] * 2 + ["work.handed_over"]


def test_what_the_successor_has_already_is_left_as_it_is(world: World) -> None:
    before = Membership.objects.filter(user=world.cast.minh).count()
    grant_membership(
        user=world.cast.lan, unit=world.cast.dong_hung, role=Role.HEAD, from_=today(), by=None, at=AT
    )
    handed_over(world, world.cast.minh)
    roles = Membership.objects.filter(user=world.cast.minh)
    assert set(roles.values_list("role", flat=True)) == {"head", "clerk"}
    assert roles.count() == before + 1


def test_a_role_with_a_last_day_passes_with_it(world: World, heir: User) -> None:
    last = today() + 9 * DAY
    Membership.objects.filter(user=world.cast.lan).update(valid_to=last)
    handed_over(world, heir)
    assert Membership.objects.get(user=heir).valid_to == last
    take_back_work(handover=Handover.objects.get(), by=world.cast.fresh("quan"), at=AT)
    assert Membership.objects.get(user=world.cast.lan).valid_to == last


def test_taken_back_everything_is_as_it_was(world: World, heir: User) -> None:
    columns = ("pk", "unit", "role", "valid_from", "valid_to")
    before = list(Membership.objects.filter(user=world.cast.son).order_by("pk").values_list(*columns))
    done = handed_over(world, heir, leaver="son")
    take_back_work(handover=done, by=world.cast.fresh("quan"), at=AT)
    assert list(Membership.objects.filter(user=world.cast.son).order_by("pk").values_list(*columns)) == before
    assert not Membership.objects.filter(user=heir).exists()
    with pytest.raises(Conflict):
        take_back_work(handover=done, by=world.cast.fresh("quan"), at=AT)


def test_taken_back_later_the_successor_s_days_stay_on_record(world: World, heir: User) -> None:
    done = handed_over(world, heir)
    Membership.objects.filter(user=heir).update(valid_from=today() - 5 * DAY)
    take_back_work(handover=done, by=world.cast.fresh("quan"), at=AT)
    role = Membership.objects.get(user=heir)
    assert (role.valid_from, role.valid_to) == (today() - 5 * DAY, today() - DAY)


@pytest.mark.parametrize("change", ["ended", "again"])
def test_after_another_change_of_the_roles_it_is_not_taken_back(
    world: World, heir: User, change: str
) -> None:
    done = handed_over(world, heir)
    if change == "ended":
        end_membership(membership=Membership.objects.get(user=heir), until=today(), by=None, at=AT)
    else:
        grant_membership(
            user=world.cast.lan,
            unit=world.cast.dong_hung,
            role=Role.CLERK,
            from_=today() + DAY,
            by=None,
            at=AT,
        )
    rows = list(Membership.objects.order_by("pk").values())
    with pytest.raises(Conflict, match="có thay đổi sau đó"):
        take_back_work(handover=done, by=world.cast.fresh("quan"), at=AT)
    assert list(Membership.objects.order_by("pk").values()) == rows


def test_what_changed_since_it_was_looked_at_stops_it(world: World, heir: User) -> None:
    seen = held_by(world.cast.lan)
    grant_membership(
        user=world.cast.lan, unit=world.cast.tien_lu, role=Role.CLERK, from_=today(), by=None, at=AT
    )
    rows = list(Membership.objects.order_by("pk").values())
    with pytest.raises(Conflict, match="vừa thay đổi"):
        hand_over_work(leaver=world.cast.lan, successor=heir, roles=seen, by=world.cast.fresh("quan"), at=AT)
    assert list(Membership.objects.order_by("pk").values()) == rows


def test_only_an_administrator_and_only_to_another_person_in_use(world: World, heir: User) -> None:
    for name in ("lan", "minh", "binh", "thanh"):
        with pytest.raises(NotAllowed):
            hand_over_work(
                leaver=world.cast.lan, successor=heir, roles=held_by(world.cast.lan),
                by=world.cast.fresh(name), at=AT,
            )  # fmt: skip
    with pytest.raises(BadContent):
        handed_over(world, world.cast.lan)
    heir.is_active = False
    heir.save()
    with pytest.raises(BadContent):
        handed_over(world, heir)


def test_the_preview_counts_what_moves(world: World, heir: User) -> None:
    def counts() -> tuple[int, int, int, int]:
        found = leaving(world.cast.fresh("lan"), heir)
        return found.open, found.drafts, found.to_sign, found.comments

    assert counts() == (1, 0, 0, 0)
    save_draft(submission=world.submission, cells=GOOD, by=world.cast.lan, at=AT)
    assert counts() == (1, 1, 0, 0)
    request_sign_off(submission=world.again(), by=world.cast.lan, at=AT)
    assert counts() == (0, 0, 1, 0)


def test_the_preview_counts_comments_and_what_a_reviewer_has_to_review(world: World) -> None:
    bring_to(world, Status.SUBMITTED)
    assert leaving(world.cast.fresh("hoa"), None).to_review == 1
    assert leaving(world.cast.fresh("lan"), None).to_review == 0


def test_a_returned_report_shows_its_comments_in_the_preview(world: World) -> None:
    bring_to(world, Status.RETURNED)
    assert leaving(world.cast.fresh("lan"), None).comments == world.again().comments.count() > 0


def test_on_the_page_it_is_looked_at_done_and_undone(world: World, heir: User) -> None:
    client = Client()
    client.force_login(world.cast.quan)
    address = f"/nguoi-dung/{world.cast.lan.pk}/ban-giao/"
    assert address in client.get("/nguoi-dung/").content.decode()
    assert "Không có tài khoản mang tên đăng nhập" in client.get(address, {"nhan": "x\x00"}).content.decode()
    shown = client.get(address, {"nhan": "HEIR"}).content.decode()
    assert "Bàn giao cho Đỗ Thị Kế" in shown
    seen = shown.partition('name="seen" value="')[2].partition('"')[0]
    stale = client.post(f"{address}lam/", {"nhan": "heir", "seen": "0"})
    assert stale.status_code == 409
    done = client.post(f"{address}lam/", {"nhan": "heir", "seen": seen}, follow=True).content.decode()
    assert "Đã bàn giao công việc của Nguyễn Thị Lan cho Đỗ Thị Kế." in done
    assert "không còn vai trò nào để bàn giao" in done
    assert client.post(f"{address}lam/", {"nhan": "heir", "seen": seen}).status_code == 409
    back = client.post(f"{address}{Handover.objects.get().pk}/hoan-tac/", follow=True).content.decode()
    assert "Đã hoàn tác bàn giao" in back
    assert not Membership.objects.filter(user=heir).exists()
