"""⚑ in the bar: what changed for a person since the last look, and nothing of other units."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from indicators.actions.extend_deadline import extend_deadline
from submissions.actions.accept import accept
from submissions.actions.grant_correction import grant_correction
from submissions.actions.let_sign import let_sign
from submissions.actions.object_to_cells import object_to_cells
from submissions.actions.refuse_correction import refuse_correction
from submissions.actions.remind import remind
from submissions.actions.request_correction import request_correction
from submissions.actions.return_for_changes import return_for_changes
from submissions.actions.see_notices import see_notices
from submissions.actions.send_back import send_back
from submissions.models import NoticesSeen, Objection, Status
from submissions.notice_lines import SENTENCES, Notice, notices_from
from submissions.notices import (
    ABOUT_ONESELF,
    FOR_FILLERS,
    FOR_OFFICERS,
    FOR_REVIEWERS,
    MOST,
    count_of_new,
    forget_counts,
    new_notices,
    notices_of,
    seen_up_to,
)
from tests.submissions.factories import ARV, TOTAL, World, bring_to, build_world
from units.actions.record_event import NewEvent, record_events
from units.models import Event

pytestmark = pytest.mark.django_db
PEOPLE = ("lan", "minh", "son", "tien", "hoa", "nga", "binh", "dung", "quan", "thanh", "mai", "long")


def told(world: World, name: str) -> list[Notice]:
    user = world.cast.fresh(name)
    found = notices_of(user, at=timezone.now()).select_related("actor")
    return notices_from(found, seen=seen_up_to(user))


def sentences(world: World, name: str) -> list[str]:
    return [one.sentence for one in told(world, name)]


def page(world: World, name: str, address: str = "/thong-bao/") -> str:
    client = Client()
    client.force_login(world.cast.users[name])
    return client.get(address).content.decode()


def test_the_unit_is_told_what_became_of_its_report_by_whom_why_and_where(world: World) -> None:
    report = bring_to(world, Status.SUBMITTED)
    now = timezone.now()
    comments = {ARV: "Xem lại", TOTAL: "Cộng lại"}
    return_for_changes(submission=report, by=world.cast.hoa, at=now, comments=comments, reason="Sai hai ô")
    for name in ("lan", "minh"):
        (one,) = told(world, name)
        assert (one.sentence, one.words) == ("Bị trả lại để sửa", "2 ô cần sửa. “Sai hai ô”")
        assert one.about == "Biểu thử (T/01), 9 tháng/2026 · Xã Đông Hưng"
        assert (one.by, one.is_new, one.address) == (
            "Lê Thị Hoa", True, f"/bao-cao/{report.assignment_id}/",
        )  # fmt: skip
    assert {name for name in PEOPLE if told(world, name)} == {"lan", "minh"}


def test_each_thing_that_others_do_is_told_once_the_newest_first(world: World) -> None:
    cast, now = world.cast, timezone.now()
    report = accept(submission=bring_to(world, Status.SUBMITTED), by=cast.hoa, at=now)
    request_correction(submission=report, by=cast.lan, at=now, reason="Nhầm dòng")
    assert sentences(world, "hoa") == ["Xin đính chính số đã duyệt"]
    assert told(world, "hoa")[0].address == f"/duyet-so-lieu/{report.pk}/"
    refuse_correction(submission=world.again(), by=cast.hoa, at=now, reason="Chưa rõ lý do")
    request_correction(submission=world.again(), by=cast.lan, at=now, reason="Nhầm dòng 3.6")
    grant_correction(submission=world.again(), by=cast.hoa, at=now)
    assert sentences(world, "lan") == [
        "Đồng ý cho đính chính",
        "Không đồng ý cho đính chính",
        "Đã duyệt số liệu",
    ]
    assert [one.words for one in told(world, "lan")] == ["“Nhầm dòng 3.6”", "“Chưa rõ lý do”", ""]
    assert sentences(world, "nga") == []


def test_a_moved_deadline_a_reminder_and_a_delegation_are_told(world: World) -> None:
    cast, now, today = world.cast, timezone.now(), timezone.localdate()
    until = timezone.now() + timedelta(days=9)
    extend_deadline(assignments=[world.submission.assignment], until=until, reason="Bão", by=cast.nga, at=now)
    remind(assignments=[world.submission.assignment], by=cast.hoa, at=now)
    let_sign(
        unit=cast.dong_hung, user=cast.lan, capacity="KT", from_=today, until=today,
        by=cast.fresh("minh"), at=now,
    )  # fmt: skip
    assert sentences(world, "lan") == ["Anh/chị được ủy quyền ký", "Được đôn đốc", "Hạn gửi đổi"]
    assert sentences(world, "minh") == ["Được đôn đốc", "Hạn gửi đổi"], "who is not meant is not told"
    moved = told(world, "lan")[-1]
    assert moved.words == f"hạn gửi: {timezone.localtime(until):%H:%M %d/%m/%Y}"
    assert told(world, "lan")[0].address == f"/don-vi/{cast.dong_hung.pk}/nguoi-ky/"


def test_the_officer_is_told_what_a_unit_says_of_a_form(world: World) -> None:
    object_to_cells(
        submission=world.submission, addresses=[ARV], kind=Objection.Kind.REPEATED, word="Đã hỏi ở 13a",
        by=world.cast.lan, at=timezone.now(),
    )  # fmt: skip
    (one,) = told(world, "nga")
    assert (one.sentence, one.address) == (
        "Đơn vị nói có ô trùng, không cần",
        f"/bieu-mau/{world.template.pk}/khong-can/",
    )
    assert {name for name in PEOPLE if told(world, name)} == {"nga"}


def test_what_the_head_told_the_clerk_stays_in_the_unit_and_one_s_own_deeds_are_no_news(world: World) -> None:
    report = bring_to(world, Status.AWAITING_SIGN_OFF)
    send_back(submission=report, by=world.cast.minh, at=timezone.now(), reason="Dòng 5")
    assert {name for name in PEOPLE if told(world, name)} == {"lan"}


def test_an_acceptance_by_the_system_follows_the_sending_and_is_no_news() -> None:
    world = build_world(acceptance="automatic")
    assert bring_to(world, Status.SUBMITTED).status == Status.ACCEPTED
    assert told(world, "lan") == []


def test_what_is_older_than_two_months_is_in_the_history_only(world: World) -> None:
    past = timezone.now() - timedelta(days=61)
    return_for_changes(submission=bring_to(world, Status.SUBMITTED), by=world.cast.hoa, at=past, reason="Sửa")
    assert told(world, "lan") == []


def test_seen_is_up_to_what_was_shown_and_only_one_s_own(world: World) -> None:
    cast, now = world.cast, timezone.now()
    accept(submission=bring_to(world, Status.SUBMITTED), by=cast.hoa, at=now)
    shown = told(world, "lan")[0].event.pk
    until = now + timedelta(days=2)
    extend_deadline(assignments=[world.submission.assignment], until=until, reason="Bão", by=cast.nga, at=now)
    see_notices(by=cast.lan, up_to=shown, at=now)
    assert [one.is_new for one in told(world, "lan")] == [True, False]
    assert [one.is_new for one in told(world, "minh")] == [True, True]
    see_notices(by=cast.lan, up_to=shown - 1, at=now)
    assert seen_up_to(cast.lan) == shown, "what was seen stays seen"
    see_notices(by=cast.lan, up_to=2**62, at=now)
    assert seen_up_to(cast.lan) == Event.objects.latest("pk").pk, "what is yet to come is not seen"


def test_the_count_costs_one_query_and_then_none_for_a_while(
    world: World, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    accept(submission=bring_to(world, Status.SUBMITTED), by=world.cast.hoa, at=timezone.now())
    lan = world.cast.fresh("lan")
    count_of_new(lan)  # her roles are remembered on the user
    forget_counts()
    with django_assert_num_queries(1):
        assert count_of_new(lan) == 1
    with django_assert_num_queries(0):
        assert count_of_new(lan) == 1
    see_notices(by=lan, up_to=2**62, at=timezone.now())
    assert count_of_new(lan, seen=seen_up_to(lan)) == 0


def test_who_only_reads_has_no_flag(world: World) -> None:
    for name in ("thanh", "dung", "quan"):
        assert 'class="flag"' not in page(world, name, "/don-vi/")
        assert "Chưa có gì mới" in page(world, name)


def test_many_are_counted_to_a_hundred(world: World) -> None:
    about = {"at": timezone.now(), "subject": world.submission.assignment, "unit": world.cast.dong_hung}
    record_events(NewEvent("assignment.reminded", **about) for _n in range(MOST + 20))  # type: ignore[arg-type]
    assert "⚑ <b>99+</b>" in page(world, "lan", "/")
    listed = page(world, "lan")
    assert "1–50 trong 120" in listed
    assert "101–120 trong 120" in page(world, "lan", "/thong-bao/?trang=3")


def test_the_list_takes_few_queries_whatever_its_length(
    world: World, django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    about = {"at": timezone.now(), "subject": world.submission.assignment, "unit": world.cast.dong_hung}
    record_events(NewEvent("assignment.reminded", **about) for _n in range(40))  # type: ignore[arg-type]
    client = Client()
    client.force_login(world.cast.lan)
    with django_assert_max_num_queries(12):
        assert client.get("/thong-bao/").status_code == 200


def test_every_kind_has_its_sentence() -> None:
    assert set(SENTENCES) == {*FOR_FILLERS, *FOR_REVIEWERS, *FOR_OFFICERS, *ABOUT_ONESELF}


def test_the_flag_counts_leads_to_the_list_and_goes_out(world: World) -> None:
    lan = Client()
    lan.force_login(world.cast.lan)
    assert "⚑</span>" in lan.get("/").content.decode()
    forget_counts()
    accept(submission=bring_to(world, Status.SUBMITTED), by=world.cast.hoa, at=timezone.now())
    assert "⚑ <b>1</b>" in lan.get("/").content.decode()
    listed = lan.get("/thong-bao/").content.decode()
    assert "Đã duyệt số liệu" in listed
    assert "Đã xem tất cả" in listed
    newest = new_notices(world.cast.fresh("lan"), at=timezone.now()).first()
    assert newest is not None
    done = lan.post("/thong-bao/da-xem/", {"den": str(newest.pk)}, follow=True).content.decode()
    assert "Đã xem tất cả thông báo" in done
    assert "⚑</span>" in done
    assert "new-mark" not in done
    assert NoticesSeen.objects.get().event == newest.pk


@pytest.mark.parametrize("given", ["", "x", "-1", "9" * 40])
def test_a_number_that_cannot_be_read_marks_nothing(world: World, given: str) -> None:
    accept(submission=bring_to(world, Status.SUBMITTED), by=world.cast.hoa, at=timezone.now())
    lan = Client()
    lan.force_login(world.cast.lan)
    assert lan.post("/thong-bao/da-xem/", {"den": given}).status_code == 302
    assert count_of_new(world.cast.fresh("lan")) == 1


def test_what_was_said_is_text_on_the_page(world: World) -> None:
    bad = "<script>alert(1)</script>"
    return_for_changes(
        submission=bring_to(world, Status.SUBMITTED), by=world.cast.hoa, at=timezone.now(), reason=bad
    )
    listed = page(world, "lan")
    assert bad not in listed
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in listed
