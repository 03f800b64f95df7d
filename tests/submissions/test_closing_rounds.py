"""Rounds that close by themselves after the deadline, and what becomes of reports then."""

from datetime import timedelta

import pytest
from django.test import Client

from indicators.actions.close_round import reopen_round
from indicators.actions.extend_deadline import extend_deadline
from indicators.closings import closes_at
from indicators.models import Assignment, ReportingRound
from reporting.actions.run_job import run_job
from submissions.actions.accept import accept
from submissions.actions.close_due_rounds import close_due_rounds
from submissions.actions.close_round import close_round
from submissions.actions.exempt import exempt
from submissions.actions.save_draft import save_draft
from submissions.actions.sign_and_submit import sign_and_submit
from submissions.actions.sign_sent import sign_sent
from submissions.actions.withdraw import withdraw
from submissions.models import Status
from submissions.queries import todo_of, waiting_for
from tests.submissions.factories import AT, GOOD, World, bring_to, build_world
from units.errors import Conflict
from units.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build_world(closes_days_after=3)


def again(world: World) -> ReportingRound:
    return ReportingRound.objects.select_related("template__regime").get(pk=world.round.pk)


def test_a_round_closes_so_many_days_after_the_last_due_time_and_only_once(world: World) -> None:
    closing = world.round.due_at + timedelta(days=3)
    assert closes_at(again(world)) == closing
    assert close_due_rounds(at=closing - timedelta(seconds=1)) == []
    assert close_due_rounds(at=closing) == [world.round]
    assert close_due_rounds(at=closing + timedelta(minutes=5)) == []
    shut = again(world)
    assert (shut.closed_at, shut.closed_by) == (closing, None)
    told = Event.objects.get(kind="round.closed")
    assert told.actor is None
    assert "Tự khóa theo chế độ." in told.data


def test_what_was_not_closed_while_nothing_ran_is_closed_by_the_next_run(world: World) -> None:
    late = world.round.due_at + timedelta(days=40)
    run = run_job(name="close_rounds", slot=late)
    assert run is not None
    assert run.summary == "Đã khóa 1 đợt báo cáo."
    assert again(world).closed_at == late


def test_regimes_that_say_nothing_leave_closing_to_a_person() -> None:
    world = build_world()
    assert closes_at(again(world)) is None
    assert close_due_rounds(at=world.round.due_at + timedelta(days=400)) == []


def test_an_extension_of_one_unit_keeps_the_round_open_for_it(world: World) -> None:
    duty, due = world.submission.assignment, world.round.due_at
    until = due + timedelta(days=10)
    extend_deadline(assignments=[duty], until=until, reason="Lũ", by=world.cast.nga, at=AT)
    assert close_due_rounds(at=until + timedelta(days=2)) == []
    exempt(assignments=[duty], reason="Cô lập", by=world.cast.nga, at=AT)
    assert close_due_rounds(at=due + timedelta(days=3)) == [world.round]


def test_a_round_of_which_all_are_exempt_closes_by_its_own_due_time(world: World) -> None:
    Assignment.objects.filter(round=world.round).update(exempted_at=AT, exempted_by=world.cast.nga)
    assert close_due_rounds(at=world.round.due_at + timedelta(days=3)) == [world.round]


def test_who_would_send_after_closing_is_told_whom_to_ask_and_nothing_is_lost(world: World) -> None:
    bring_to(world, Status.AWAITING_SIGN_OFF)
    closing = world.round.due_at + timedelta(days=3)
    close_due_rounds(at=closing)
    with pytest.raises(Conflict) as refused:
        sign_and_submit(submission=world.again(), by=world.cast.minh, at=closing)
    assert refused.value.code == "duty_closed"
    assert refused.value.message == (
        "Đợt báo cáo đã khóa lúc 17:00 10/10/2026 nên không gửi, sửa được nữa; số đã lưu vẫn còn. "
        "Hãy đề nghị Sở Y tế tỉnh Hưng Yên mở lại đợt (và gia hạn nếu cần), rồi gửi tiếp."
    )
    assert world.again().status == Status.AWAITING_SIGN_OFF
    lan = Client()
    lan.force_login(world.cast.fresh("lan"))
    page = lan.get(f"/bao-cao/{world.submission.assignment_id}/").content.decode()
    assert "Hãy đề nghị Sở Y tế tỉnh Hưng Yên mở lại đợt" in page


def test_what_was_sent_in_time_is_still_accepted_and_else_nothing_moves(world: World) -> None:
    report = bring_to(world, Status.SUBMITTED)
    closing = world.round.due_at + timedelta(days=3)
    close_due_rounds(at=closing)
    with pytest.raises(Conflict):
        withdraw(submission=report, by=world.cast.lan, at=closing)
    assert list(waiting_for(world.cast.hoa)) == [report]
    hoa = Client()
    hoa.force_login(world.cast.fresh("hoa"))
    assert "Xã Đông Hưng" in hoa.get("/").content.decode()
    assert accept(submission=world.again(), by=world.cast.hoa, at=closing).status == Status.ACCEPTED


def test_a_round_that_a_person_opened_again_waits_for_a_person(world: World) -> None:
    closing = world.round.due_at + timedelta(days=3)
    close_due_rounds(at=closing)
    reopen_round(reporting_round=world.round, by=world.cast.nga, at=closing, reason="Gửi bù")
    assert closes_at(again(world)) is None
    assert close_due_rounds(at=closing + timedelta(days=30)) == []
    close_round(reporting_round=world.round, by=world.cast.nga, at=closing + timedelta(days=30))
    assert again(world).closed_by == world.cast.nga


def test_a_head_still_signs_what_was_sent_before_and_nothing_else_is_left_to_do() -> None:
    world = build_world(closes_days_after=0, sign_off="after")
    lan, minh = world.cast.lan, world.cast.minh
    save_draft(submission=world.submission, cells=GOOD, by=lan, at=AT)
    sent = sign_and_submit(submission=world.again(), by=lan, at=AT)
    closing = world.round.due_at
    assert close_due_rounds(at=closing) == [world.round]
    assert todo_of(lan, at=closing) == []
    assert [duty.submission for duty in todo_of(minh, at=closing)] == [sent]
    sign_sent(submission=world.again(), by=minh, at=closing)
    assert accept(submission=world.again(), by=world.cast.hoa, at=closing).status == Status.ACCEPTED


def test_nobody_is_reminded_of_a_closed_round(world: World) -> None:
    close_due_rounds(at=world.round.due_at + timedelta(days=3))
    nga = Client()
    nga.force_login(world.cast.fresh("nga"))
    page = nga.get(f"/dot-bao-cao/{world.round.pk}/").content.decode()
    assert "tự khóa lúc" in page
    assert "Đôn đốc" not in page
