"""Một người vừa lập biểu vừa ký: only where the unit says so."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from submissions.actions.let_sign import let_sign
from submissions.actions.nothing_to_report import nothing_to_report
from submissions.actions.request_sign_off import request_sign_off
from submissions.actions.save_draft import save_draft
from submissions.actions.send_back import send_back
from submissions.actions.sign_and_submit import sign_and_submit
from submissions.actions.sign_sent import sign_sent
from submissions.models import Status, Submission
from submissions.permissions import actions_open_to
from submissions.transitions import Action
from tests.submissions.factories import AT, GOOD, SENT, TOTAL, World, build_world
from units.actions.allow_one_person import allow_one_person
from units.actions.require_two_people import require_two_people
from units.errors import NotAllowed
from units.models import Event, OnePersonRule
from units.one_person import lets_one_person

pytestmark = pytest.mark.django_db


def sent_to_sign(world: World, *, typed: str, asked: str) -> Submission:
    """Who typed all figures, and who asked for the signature."""
    report = world.submission
    save_draft(submission=report, cells=GOOD, by=world.cast.fresh(typed), at=AT)
    return request_sign_off(submission=report, by=world.cast.fresh(asked), at=AT)


def sign(world: World, name: str, capacity: str = "head") -> Submission:
    return sign_and_submit(submission=world.again(), by=world.cast.fresh(name), at=SENT, capacity=capacity)


def allow(world: World, name: str = "minh") -> OnePersonRule:
    return allow_one_person(unit=world.cast.dong_hung, by=world.cast.fresh(name), at=AT)


def let_lan_sign(world: World) -> None:
    today = timezone.localdate()
    let_sign(
        unit=world.cast.dong_hung, user=world.cast.lan, capacity="KT", from_=today, until=today,
        by=world.cast.fresh("minh"), at=AT,
    )  # fmt: skip


def page(world: World, name: str, address: str = "") -> str:
    client = Client()
    client.force_login(world.cast.users[name])
    return client.get(address or f"/bao-cao/{world.submission.assignment_id}/").content.decode()


def test_a_head_does_not_sign_what_he_filled_in_and_is_told_how_it_may_be_allowed(world: World) -> None:
    report = sent_to_sign(world, typed="minh", asked="minh")
    assert Action.SIGN_AND_SUBMIT not in actions_open_to(world.cast.fresh("minh"), report)
    with pytest.raises(NotAllowed, match=r"do chính anh/chị lập.*không ai khác của đơn vị.*cho phép ở trang"):
        sign(world, "minh")
    assert world.again().status == Status.AWAITING_SIGN_OFF
    assert not Event.objects.filter(kind="submission.submitted").exists()


def test_where_the_unit_says_so_he_signs_and_the_log_says_it_was_one_person(world: World) -> None:
    sent_to_sign(world, typed="minh", asked="minh")
    allow(world)
    sent = sign(world, "minh").sent
    assert sent is not None
    assert sent.is_by_one_person
    assert '"one_person": true' in Event.objects.get(kind="submission.submitted").data


def test_what_two_people_made_is_not_marked(world: World) -> None:
    sent_to_sign(world, typed="lan", asked="lan")
    allow(world)
    sent = sign(world, "minh").sent
    assert sent is not None
    assert not sent.is_by_one_person
    assert "one_person" not in Event.objects.get(kind="submission.submitted").data


def test_another_s_click_does_not_make_it_another_s_work(world: World) -> None:
    sent_to_sign(world, typed="minh", asked="lan")
    with pytest.raises(NotAllowed, match="do chính anh/chị lập"):
        sign(world, "minh")


def test_a_head_who_mends_one_figure_signs_what_the_clerk_asked_for(world: World) -> None:
    save_draft(submission=world.submission, cells=GOOD, by=world.cast.lan, at=AT)
    save_draft(submission=world.submission, cells={TOTAL: "30"}, by=world.cast.minh, at=AT)
    request_sign_off(submission=world.submission, by=world.cast.lan, at=AT)
    assert sign(world, "minh").status == Status.SUBMITTED


def test_asked_for_by_the_clerk_again_it_is_signed(world: World) -> None:
    sent_to_sign(world, typed="lan", asked="minh")
    with pytest.raises(NotAllowed):
        sign(world, "minh")
    send_back(submission=world.again(), by=world.cast.fresh("minh"), at=SENT, reason="Lan trình lại")
    request_sign_off(submission=world.again(), by=world.cast.fresh("lan"), at=SENT)
    assert sign(world, "minh").status == Status.SUBMITTED


def test_who_signs_in_the_head_s_place_does_not_sign_own_work_either(world: World) -> None:
    sent_to_sign(world, typed="lan", asked="lan")
    let_lan_sign(world)
    with pytest.raises(NotAllowed, match="Người khác ký được hôm nay: Trần Văn Minh"):
        sign(world, "lan", "KT")
    allow(world, "quan")
    assert sign(world, "lan", "KT").status == Status.SUBMITTED


def test_nothing_to_report_is_one_s_own_work_too(world: World) -> None:
    nothing_to_report(submission=world.submission, by=world.cast.fresh("minh"), at=AT)
    with pytest.raises(NotAllowed, match="do chính anh/chị lập"):
        sign(world, "minh")


def test_a_signature_after_the_sending_is_another_s_too() -> None:
    world = build_world(sign_off="after")
    save_draft(submission=world.submission, cells=GOOD, by=world.cast.minh, at=AT)
    sign_and_submit(submission=world.submission, by=world.cast.fresh("minh"), at=SENT)
    with pytest.raises(NotAllowed, match="do chính anh/chị lập"):
        sign_sent(submission=world.again(), by=world.cast.fresh("minh"), at=SENT)
    allow(world)
    sign_sent(submission=world.again(), by=world.cast.fresh("minh"), at=SENT)
    sent = world.again().sent
    assert sent is not None
    assert sent.is_by_one_person
    assert '"one_person": true' in Event.objects.get(kind="submission.signed").data


def test_where_no_signature_is_asked_whoever_filled_in_sends() -> None:
    world = build_world(sign_off="none")
    save_draft(submission=world.submission, cells=GOOD, by=world.cast.minh, at=AT)
    report = sign_and_submit(submission=world.submission, by=world.cast.fresh("minh"), at=SENT)
    assert report.status == Status.SUBMITTED


def test_it_waits_in_the_list_of_others_not_in_one_s_own(world: World) -> None:
    sent_to_sign(world, typed="minh", asked="minh")
    assert "báo cáo chờ ký" not in page(world, "minh", "/")
    allow(world)
    assert "1 báo cáo chờ ký" in page(world, "minh", "/")


# ---- the rule at the unit ---------------------------------------------------------------------------------


def test_it_is_set_once_and_ended_and_both_are_on_the_record(world: World) -> None:
    first = allow(world)
    assert allow(world, "quan") == first
    two_people = {"unit": world.cast.dong_hung, "by": world.cast.fresh("minh"), "at": SENT}
    require_two_people(**two_people)  # type: ignore[arg-type]
    require_two_people(**two_people)  # type: ignore[arg-type]
    kinds = (
        Event.objects.filter(kind__startswith="unit.one_person", unit=world.cast.dong_hung)
        .order_by("pk")
        .values_list("kind", flat=True)
    )
    assert list(kinds) == ["unit.one_person_allowed", "unit.one_person_ended"]
    assert allow(world).pk != first.pk
    sent_to_sign(world, typed="minh", asked="minh")
    require_two_people(**two_people)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        sign(world, "minh")


@pytest.mark.parametrize("name", ["lan", "son", "hoa", "nga", "binh", "tien", "dung", "thanh", "mai"])
def test_nobody_but_its_head_and_an_administrator_sets_it(world: World, name: str) -> None:
    with pytest.raises(NotAllowed):
        allow(world, name)
    with pytest.raises(NotAllowed):
        require_two_people(unit=world.cast.dong_hung, by=world.cast.fresh(name), at=AT)


def test_who_signs_in_the_head_s_place_does_not_set_it(world: World) -> None:
    let_lan_sign(world)
    with pytest.raises(NotAllowed):
        allow(world, "lan")


def test_another_unit_s_rule_is_no_leave_here(world: World) -> None:
    sent_to_sign(world, typed="minh", asked="minh")
    assert lets_one_person(world.cast.tien_lu.pk)
    with pytest.raises(NotAllowed):
        sign(world, "minh")


# ---- pages and API ----------------------------------------------------------------------------------------


def test_the_head_allows_it_on_the_unit_s_page_and_the_report_says_so_printed(world: World) -> None:
    sent_to_sign(world, typed="minh", asked="minh")
    minh = Client()
    minh.force_login(world.cast.minh)
    told = page(world, "minh")
    assert "Báo cáo này do chính anh/chị lập" in told
    assert 'id="sign-dialog"' not in told
    address = f"/don-vi/{world.cast.dong_hung.pk}/"
    assert "cần hai người" in page(world, "lan", address)
    allowed = minh.post(f"{address}mot-nguoi/", {"allow": "1"}, follow=True).content.decode()
    assert "Trần Văn Minh cho phép lúc" in allowed
    assert "Thôi cho một người vừa lập biểu vừa ký" in allowed
    seen = page(world, "minh")
    assert 'id="sign-dialog"' in seen
    duty = f"/bao-cao/{world.submission.assignment_id}/"
    minh.post(f"{duty}ky-va-gui/", {"capacity": "head"})
    printed = page(world, "hoa")
    assert "Trần Văn Minh vừa lập biểu vừa ký" in printed
    assert "(một người vừa lập biểu vừa ký)" in printed
    ended = minh.post(f"{address}mot-nguoi/", follow=True).content.decode()
    assert "Báo cáo đã ký giữ nguyên" in ended
    assert "cần hai người" in ended


def test_the_only_signer_is_told_before_filling_in(world: World) -> None:
    assert "Hôm nay chỉ anh/chị ký được" in page(world, "minh")
    assert "Hôm nay chỉ anh/chị ký được" not in page(world, "lan")
    allow(world)
    assert "Hôm nay chỉ anh/chị ký được" not in page(world, "minh")


def test_the_page_of_signers_says_which_rule_stands(world: World) -> None:
    address = f"/don-vi/{world.cast.dong_hung.pk}/nguoi-ky/"
    assert "không tự ký báo cáo của mình" in page(world, "minh", address)
    allow(world)
    assert "Một người được vừa lập biểu vừa ký" in page(world, "minh", address)


def test_through_the_api_it_is_refused_and_allowed_alike(world: World) -> None:
    sent_to_sign(world, typed="minh", asked="minh")
    minh = Client(enforce_csrf_checks=False)
    minh.force_login(world.cast.minh)
    address = f"/api/v1/assignments/{world.submission.assignment_id}"
    assert "sign_and_submit" not in minh.get(address).json()["actions"]
    refused = minh.post(f"{address}/sign-and-submit", {}, content_type="application/json")
    assert refused.status_code == 403
    assert "do chính anh/chị lập" in refused.json()["detail"]
    allow(world)
    assert "sign_and_submit" in minh.get(address).json()["actions"]
    assert minh.post(f"{address}/sign-and-submit", {}, content_type="application/json").status_code == 200


def test_somebody_else_s_request_meanwhile_is_seen_under_the_lock(world: World) -> None:
    """The report was read before the head himself asked for the signature anew."""
    stale = sent_to_sign(world, typed="lan", asked="lan")
    send_back(submission=world.again(), by=world.cast.fresh("minh"), at=SENT, reason="Sửa")
    request_sign_off(submission=world.again(), by=world.cast.fresh("minh"), at=SENT + timedelta(minutes=1))
    with pytest.raises(NotAllowed, match="do chính anh/chị lập"):
        sign_and_submit(submission=stale, by=world.cast.fresh("minh"), at=SENT + timedelta(minutes=2))
