"""Ủy quyền ký: who signs in the head's place, from – to, and what others are told."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from submissions.actions.let_sign import let_sign
from submissions.actions.request_sign_off import request_sign_off
from submissions.actions.save_draft import save_draft
from submissions.actions.send_back import send_back
from submissions.actions.sign_and_submit import sign_and_submit
from submissions.actions.sign_sent import sign_sent
from submissions.actions.stop_letting_sign import stop_letting_sign
from submissions.models import Delegation, Signature, Status, Submission
from submissions.permissions import actions_open_to, leads_above
from submissions.queries import todo_of
from submissions.signers import signers_of, units_signed_by
from submissions.transitions import Action
from submissions.views.to_do import grouped
from tests.submissions.factories import AT, GOOD, SENT, World, build_world
from units.actions.end_membership import end_membership
from units.actions.grant_membership import grant_membership
from units.errors import BadContent, Conflict, NotAllowed
from units.models import Event, Membership, Role, User

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def today() -> date:
    return timezone.localdate()


def delegated(world: World, *, first: int = 0, last: int = 3, capacity: str = "KT") -> Delegation:
    """Minh lets Lan sign, from and to so many days from today."""
    return let_sign(
        unit=world.cast.dong_hung, user=world.cast.lan, capacity=capacity, by=world.cast.fresh("minh"),
        from_=today() + first * DAY, until=today() + last * DAY, at=AT,
    )  # fmt: skip


def moved(given: Delegation, *, first: int, last: int) -> None:
    """Time passes: the same delegation as its days would lie then."""
    Delegation.objects.filter(pk=given.pk).update(
        valid_from=today() + first * DAY, valid_to=today() + last * DAY
    )


def signed_by(world: World, name: str, *, capacity: str = "KT") -> Submission:
    return sign_and_submit(submission=world.again(), by=world.cast.fresh(name), at=SENT, capacity=capacity)


def other_clerk(world: World) -> User:
    """Lan is let sign what somebody else filled in: Son helps out here."""
    son, from_ = world.cast.fresh("son"), date(2026, 1, 1)
    grant_membership(user=son, unit=world.cast.dong_hung, role=Role.CLERK, from_=from_, by=None, at=AT)
    return world.cast.fresh("son")


@pytest.fixture
def waiting(world: World) -> World:
    son = other_clerk(world)
    save_draft(submission=world.submission, cells=GOOD, by=son, at=AT)
    request_sign_off(submission=world.submission, by=son, at=AT)
    return world


def test_who_is_let_sign_signs_in_the_capacity_given_and_it_stays_with_the_revision(waiting: World) -> None:
    given = delegated(waiting)
    lan = waiting.cast.fresh("lan")
    assert {Action.SIGN_AND_SUBMIT, Action.SEND_BACK} <= set(actions_open_to(lan, waiting.again()))
    sent = signed_by(waiting, "lan").sent
    assert sent is not None
    assert (sent.signed_by, sent.signed_as) == (lan, "KT")
    stop_letting_sign(delegation=given, by=waiting.cast.fresh("minh"), at=SENT)
    again = waiting.again().sent
    assert again is not None
    assert (again.signed_by, again.signed_as) == (lan, "KT")
    kinds = Event.objects.filter(kind__startswith="signing.").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["signing.delegated", "signing.revoked"]


@pytest.mark.parametrize("capacity", ["head", "TL", "Q"])
def test_in_another_capacity_signing_is_refused_and_says_which(waiting: World, capacity: str) -> None:
    delegated(waiting)
    with pytest.raises(NotAllowed, match="với tư cách KT"):
        signed_by(waiting, "lan", capacity=capacity)
    assert waiting.again().status == Status.AWAITING_SIGN_OFF


@pytest.mark.parametrize(
    ("first", "last", "why"), [(1, 3, "bắt đầu từ ngày"), (-3, -1, "đã hết vào cuối ngày")]
)
def test_outside_its_days_signing_is_refused_with_why_and_who_can(
    waiting: World, first: int, last: int, why: str
) -> None:
    moved(delegated(waiting), first=first, last=last)
    with pytest.raises(NotAllowed, match=f"{why}.*Hôm nay ký được: Trần Văn Minh"):
        signed_by(waiting, "lan")
    assert Action.SIGN_AND_SUBMIT not in actions_open_to(waiting.cast.fresh("lan"), waiting.again())


@pytest.mark.parametrize(("first", "last"), [(0, 5), (-5, 0), (0, 0)])
def test_the_first_and_the_last_day_are_days_of_the_delegation(waiting: World, first: int, last: int) -> None:
    moved(delegated(waiting), first=first, last=last)
    assert signed_by(waiting, "lan").status == Status.SUBMITTED


def test_revoked_it_ends_at_once_and_only_once(waiting: World) -> None:
    given = delegated(waiting)
    stop_letting_sign(delegation=given, by=waiting.cast.fresh("minh"), at=SENT)
    with pytest.raises(NotAllowed, match="đã được thu hồi lúc"):
        signed_by(waiting, "lan")
    with pytest.raises(Conflict):
        stop_letting_sign(delegation=given, by=waiting.cast.fresh("minh"), at=SENT)
    assert delegated(waiting).pk != given.pk


def test_without_a_role_at_the_unit_a_delegation_is_worth_nothing(waiting: World) -> None:
    delegated(waiting)
    Membership.objects.filter(user=waiting.cast.lan).update(valid_to=today() - DAY)
    with pytest.raises(NotAllowed):
        signed_by(waiting, "lan")
    assert [one.user for one in signers_of(waiting.cast.dong_hung.pk)] == [waiting.cast.minh]


def test_who_is_let_sign_sends_back_and_signs_what_was_sent_before() -> None:
    world = build_world(sign_off="after")
    bring, son = world.submission, other_clerk(world)
    save_draft(submission=bring, cells=GOOD, by=son, at=AT)
    sign_and_submit(submission=bring, by=son, at=SENT)
    let_sign(
        unit=world.cast.dong_hung, user=world.cast.lan, capacity="TUQ", by=world.cast.fresh("quan"),
        from_=today(), until=today(), at=AT,
    )  # fmt: skip
    sign_sent(submission=world.again(), by=world.cast.fresh("lan"), at=SENT, capacity="TUQ")
    assert Signature.objects.get().signed_as == "TUQ"


def test_the_head_s_place_includes_sending_back(waiting: World) -> None:
    delegated(waiting)
    report = send_back(submission=waiting.again(), by=waiting.cast.fresh("lan"), at=SENT, reason="Sai dòng 5")
    assert report.status == Status.DRAFT


def test_what_waits_for_a_signature_is_in_the_to_do_of_who_may_sign(waiting: World) -> None:
    def to_sign() -> int:
        lan = waiting.cast.fresh("lan")
        return len(grouped(todo_of(lan, at=SENT), now=SENT, signs=units_signed_by(lan)).to_sign)

    assert to_sign() == 0
    given = delegated(waiting)
    assert to_sign() == 1
    stop_letting_sign(delegation=given, by=waiting.cast.fresh("minh"), at=SENT)
    assert to_sign() == 0


# ---- who may ----------------------------------------------------------------------------------------------


def let_by(world: World, user: User) -> Delegation:
    return let_sign(
        unit=world.cast.dong_hung, user=world.cast.lan, capacity="KT", by=user,
        from_=today(), until=today() + DAY, at=AT,
    )  # fmt: skip


@pytest.mark.parametrize("name", ["lan", "son", "hoa", "nga", "binh", "tien", "dung", "thanh", "mai"])
def test_nobody_else_says_who_signs_while_the_unit_has_a_head(world: World, name: str) -> None:
    with pytest.raises(NotAllowed):
        let_by(world, world.cast.fresh(name))
    assert not Delegation.objects.exists()


def test_who_is_let_sign_lets_nobody_sign(world: World) -> None:
    delegated(world)
    with pytest.raises(NotAllowed):
        let_by(world, world.cast.fresh("lan"))


def test_while_nobody_of_the_unit_can_sign_its_superior_names_one(waiting: World) -> None:
    Membership.objects.filter(user=waiting.cast.minh).update(valid_to=today() - DAY)
    with pytest.raises(NotAllowed, match="không ai của đơn vị ký được"):
        signed_by(waiting, "lan")
    for name in ("hoa", "nga", "dung", "son", "mai"):
        with pytest.raises(NotAllowed):
            let_by(waiting, waiting.cast.fresh(name))
    given = let_by(waiting, waiting.cast.fresh("binh"))
    assert [one.user for one in signers_of(waiting.cast.dong_hung.pk)] == [waiting.cast.lan]
    with pytest.raises(NotAllowed, match="đang có người ký"):
        let_by(waiting, waiting.cast.fresh("binh"))
    assert signed_by(waiting, "lan").status == Status.SUBMITTED
    stop_letting_sign(delegation=given, by=waiting.cast.fresh("binh"), at=SENT)


def test_only_the_level_that_checks_its_reports_is_above(world: World) -> None:
    unit = world.cast.dong_hung.pk
    above = {name for name in ("lan", "minh", "hoa", "binh", "mai", "dung") if
             leads_above(world.cast.fresh(name), unit)}  # fmt: skip
    assert above == {"binh"}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"capacity": "head"}, "capacity"),
        ({"capacity": "Q"}, "capacity"),
        ({"from_": date(2026, 1, 1)}, "from"),
        ({"until": date(2026, 1, 1)}, "until"),
        ({"user": "minh"}, "user"),
        ({"user": "hoa"}, "user"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(world: World, change: dict[str, object], field: str) -> None:
    asked = {"user": "lan", "capacity": "KT", "from_": today(), "until": today() + DAY} | change
    with pytest.raises(BadContent) as refused:
        let_sign(
            unit=world.cast.dong_hung, by=world.cast.fresh("minh"), at=AT,
            **(asked | {"user": world.cast.fresh(str(asked["user"]))}),  # type: ignore[arg-type]
        )  # fmt: skip
    assert refused.value.problems[0]["field"] == field
    assert not Delegation.objects.exists()


def test_the_same_days_are_given_once(world: World) -> None:
    delegated(world, first=2, last=4)
    with pytest.raises(Conflict):
        delegated(world, first=0, last=2)
    delegated(world, first=0, last=1)


# ---- the pages --------------------------------------------------------------------------------------------


@pytest.fixture
def minh(world: World) -> Client:
    client = Client()
    client.force_login(world.cast.minh)
    return client


def test_a_head_lets_a_clerk_sign_on_the_page_and_revokes_it(world: World, minh: Client) -> None:
    address = f"/don-vi/{world.cast.dong_hung.pk}/nguoi-ky/"
    form = {"user": world.cast.lan.pk, "capacity": "KT", "from": f"{today():%d/%m/%Y}", "until": "31/02/2030"}
    refused = minh.post(f"{address}uy-quyen/", form)
    assert refused.status_code == 422
    assert "31/02/2030" in refused.content.decode()
    form["until"] = f"{today() + DAY:%d/%m/%Y}"
    made = minh.post(f"{address}uy-quyen/", form, follow=True).content.decode()
    assert "đang ký được" in made
    assert "Nguyễn Thị Lan (KT., đến hết" in made
    given = Delegation.objects.get()
    assert minh.post(f"{address}uy-quyen/", form).status_code == 409
    gone = minh.post(f"{address}{given.pk}/thu-hoi/", follow=True).content.decode()
    assert "Báo cáo đã ký giữ nguyên" in gone
    assert minh.post(f"{address}{given.pk}/thu-hoi/").status_code == 409


def test_a_delegation_is_revoked_only_at_its_own_unit(world: World, minh: Client) -> None:
    given = delegated(world)
    client = Client()
    client.force_login(world.cast.son)
    answer = client.post(f"/don-vi/{world.cast.tien_lu.pk}/nguoi-ky/{given.pk}/thu-hoi/")
    assert answer.status_code == 404
    assert Delegation.objects.filter(revoked_at__isnull=True).exists()


def test_the_page_of_a_report_tells_the_clerk_who_can_sign_or_that_nobody_can(waiting: World) -> None:
    client = Client()
    client.force_login(waiting.cast.lan)
    address = f"/bao-cao/{waiting.submission.assignment_id}/"
    assert "ký được hôm nay: Trần Văn Minh (thủ trưởng)" in client.get(address).content.decode()
    end_membership(membership=Membership.objects.get(user=waiting.cast.minh), until=today(), by=None, at=AT)
    Membership.objects.filter(user=waiting.cast.minh).update(valid_to=today() - DAY)
    told = client.get(address).content.decode()
    assert "Hôm nay không ai của đơn vị ký được báo cáo này. Lãnh đạo Sở Y tế" in told
    delegated_by_admin = let_by(waiting, waiting.cast.fresh("quan"))
    page = client.get(address).content.decode()
    assert f"ký được hôm nay: {delegated_by_admin.user.full_name} (KT., đến hết" in page
    assert '<option value="KT">' in page
    assert '<option value="head">' not in page


def test_a_signer_with_another_role_at_the_unit_finds_what_waits(waiting: World) -> None:
    grant_membership(
        user=waiting.cast.dung, unit=waiting.cast.dong_hung, role=Role.OFFICER, from_=today(), by=None, at=AT
    )
    let_sign(
        unit=waiting.cast.dong_hung, user=waiting.cast.fresh("dung"), capacity="TL",
        by=waiting.cast.fresh("minh"), from_=today(), until=today(), at=AT,
    )  # fmt: skip
    client = Client()
    client.force_login(waiting.cast.dung)
    assert "1 báo cáo chờ ký" in client.get("/").content.decode()
    assert signed_by(waiting, "dung", capacity="TL").status == Status.SUBMITTED
