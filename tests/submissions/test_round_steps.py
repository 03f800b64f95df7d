"""Pages by which an officer opens, extends, exempts, closes and re-opens: looked at first, then done."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django_tasks_db.models import DBTaskResult

from indicators.models import Assignment, ReportingRound
from submissions.models import Status, Submission
from tests.reporting.reading_html import words_of_page
from tests.submissions.factories import AT, World, bring_to, build_world
from units.actions.grant_membership import grant_membership
from units.models import Event, Role

pytestmark = pytest.mark.django_db
WHY = "Mưa lũ, mất mạng nhiều ngày"
NEW_DUE = datetime(2026, 10, 15, 10, 0, tzinfo=UTC)
UNTIL = {"until-day": "15/10/2026", "until-hour": "17:00", "reason": WHY}


@pytest.fixture
def world() -> World:
    return build_world()


@pytest.fixture
def nga(world: World) -> Any:
    client = Client()
    client.force_login(world.cast.fresh("nga"))
    with time_machine.travel(AT, tick=False):
        yield client


def words_of(page: HttpResponse) -> str:
    return " ".join(words_of_page(page.content.decode()).split())


def duty(world: World, unit: Any) -> Assignment:
    return Assignment.objects.get(round=world.round, subject=unit)


def step(client: Client, world: World, name: str, **given: Any) -> HttpResponse:
    address = f"/dot-bao-cao/{world.round.pk}/viec/{name}/"
    return client.post(address, {"buoc": "lam", **given}, follow=True)  # type: ignore[return-value]


# ---- opening by hand ---------------------------------------------------------------------------------------


def test_a_round_is_opened_by_hand_after_a_look_at_whom_it_asks(nga: Client, world: World) -> None:
    look = nga.get("/dot-bao-cao/mo/", {"bieu": world.template.pk, "ky": "2026-6M"})
    assert ReportingRound.objects.count() == 1
    for words in ("6 tháng năm 2026", "3 đơn vị"):
        assert words in words_of(look)
    done = nga.post("/dot-bao-cao/mo/", {"bieu": world.template.pk, "ky": "2026-6M"}, follow=True)
    opened = ReportingRound.objects.get(period_code="2026-6M")
    assert done.redirect_chain == [(f"/dot-bao-cao/{opened.pk}/", 302)]
    assert "Đợt báo cáo đang mở, hỏi 3 đơn vị." in words_of(done)
    assert Submission.objects.filter(assignment__round=opened, status=Status.DRAFT).count() == 3
    nga.post("/dot-bao-cao/mo/", {"bieu": world.template.pk, "ky": "2026-6M"})
    assert ReportingRound.objects.count() == 2


@pytest.mark.parametrize("period", ["2026-7M", "2026-Q9", "nd09:2026-Q3", "1999-6M", "rác", ""])
def test_a_period_the_regime_does_not_ask_opens_nothing(nga: Client, world: World, period: str) -> None:
    answer = nga.post("/dot-bao-cao/mo/", {"bieu": world.template.pk, "ky": period})
    assert answer.status_code == 200
    assert ReportingRound.objects.count() == 1


def test_a_form_of_another_agency_is_not_offered(world: World) -> None:

    cast = world.cast
    grant_membership(
        user=cast.long, unit=cast.foreign_department, role=Role.OFFICER, from_=AT.date(), by=None, at=AT
    )
    client = Client()
    client.force_login(cast.fresh("long"))
    with time_machine.travel(AT, tick=False):
        answer = client.post("/dot-bao-cao/mo/", {"bieu": world.template.pk, "ky": "2026-6M"})
    assert ReportingRound.objects.count() == 1
    assert "Hoạt động" not in words_of(answer)


# ---- extension ---------------------------------------------------------------------------------------------


def test_one_unit_is_given_more_time_with_a_reason_and_the_others_not(nga: Client, world: World) -> None:
    cast = world.cast
    one = duty(world, cast.tien_lu)
    look = nga.post(f"/dot-bao-cao/{world.round.pk}/viec/gia-han/", {"nv": one.pk})
    assert "Xã Tiên Lữ" in words_of(look)
    assert duty(world, cast.tien_lu).extended_to is None
    done = step(nga, world, "gia-han", nv=one.pk, **UNTIL)
    assert "Đã gia hạn cho 1 đơn vị đến" in words_of(done)
    assert duty(world, cast.tien_lu).extended_to == NEW_DUE
    assert duty(world, cast.dong_hung).extended_to is None
    assert WHY in Event.objects.get(kind="assignment.extended").data
    taken = step(nga, world, "bo-gia-han", ai="tat-ca")
    assert "Đã bỏ gia hạn của 1 đơn vị." in words_of(taken)
    assert duty(world, cast.tien_lu).extended_to is None


def test_all_are_given_more_time_but_those_that_have_sent(nga: Client, world: World) -> None:
    bring_to(world, Status.SUBMITTED)
    done = step(nga, world, "gia-han", ai="tat-ca", **UNTIL)
    assert "Đã gia hạn cho 2 đơn vị" in words_of(done)
    assert duty(world, world.cast.dong_hung).extended_to is None


@pytest.mark.parametrize(
    "given",
    [
        {"reason": ""},
        {"until-day": ""},
        {"until-day": "31/02/2026"},
        {"until-hour": "25:61"},
        {"until-day": "01/01/2020"},
        {"until-day": "01/10/20266"},
    ],
)
def test_an_extension_that_cannot_be_is_refused_with_all_that_was_typed(
    nga: Client, world: World, given: dict[str, str]
) -> None:
    one = duty(world, world.cast.tien_lu)
    answer = step(nga, world, "gia-han", nv=one.pk, **(UNTIL | given))
    assert answer.status_code == 422
    page = answer.content.decode()
    for kept in (UNTIL | given).values():
        assert kept in page
    assert f'name="nv" value="{one.pk}"' in page
    assert not Assignment.objects.exclude(extended_to=None).exists()


def test_duties_of_other_rounds_are_not_touched(nga: Client, world: World) -> None:
    nga.post("/dot-bao-cao/mo/", {"bieu": world.template.pk, "ky": "2026-6M"})
    other = Assignment.objects.filter(round__period_code="2026-6M").values_list("pk", flat=True)
    answer = step(nga, world, "gia-han", nv=[*other, "9" * 30, "x", "²"], **UNTIL)
    assert answer.status_code in (200, 422)
    assert not Assignment.objects.exclude(extended_to=None).exists()


# ---- exemption ---------------------------------------------------------------------------------------------


def test_a_unit_is_exempt_and_asked_again(nga: Client, world: World) -> None:
    one = duty(world, world.cast.tien_lu)
    done = step(nga, world, "mien", nv=one.pk, reason=WHY)
    assert "Đã miễn báo cáo cho 1 đơn vị." in words_of(done)
    one.refresh_from_db()
    assert one.exempted_at == AT
    assert Submission.objects.get(assignment=one).status == Status.DRAFT
    lifted = step(nga, world, "bo-mien", nv=one.pk)
    assert "1 đơn vị lại phải báo cáo." in words_of(lifted)
    one.refresh_from_db()
    assert one.exempted_at is None


def test_exempting_without_a_reason_is_refused_and_who_has_sent_is_not_exempt(
    nga: Client, world: World
) -> None:
    assert step(nga, world, "mien", ai="tat-ca", reason=" ").status_code == 422
    bring_to(world, Status.SUBMITTED)
    step(nga, world, "mien", ai="tat-ca", reason=WHY)
    assert Assignment.objects.filter(round=world.round, exempted_at__isnull=False).count() == 2
    assert duty(world, world.cast.dong_hung).exempted_at is None


# ---- closing -----------------------------------------------------------------------------------------------


def test_a_closed_round_takes_no_report_until_it_is_open_again(nga: Client, world: World) -> None:
    bring_to(world, Status.AWAITING_SIGN_OFF)
    minh = Client()
    minh.force_login(world.cast.fresh("minh"))
    signing = f"/bao-cao/{world.submission.assignment_id}/ky-va-gui/"
    assert "Đã khóa đợt báo cáo." in words_of(step(nga, world, "khoa", reason=WHY))
    assert "Đã ký và gửi báo cáo." not in words_of(minh.post(signing, follow=True))  # type: ignore[arg-type]
    assert world.again().status == Status.AWAITING_SIGN_OFF
    assert WHY in words_of(nga.get(f"/dot-bao-cao/{world.round.pk}/"))
    assert "Đã mở lại đợt báo cáo." in words_of(step(nga, world, "mo-lai", reason="Hết lũ"))
    assert "Đã ký và gửi báo cáo." in words_of(minh.post(signing, follow=True))  # type: ignore[arg-type]
    assert world.again().status == Status.SUBMITTED
    world.round.refresh_from_db()
    assert world.round.closed_at is None
    kinds = Event.objects.filter(subject_type="reportinground").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["round.opened", "round.closed", "round.reopened"]


def test_whom_the_closing_missed_sees_it_at_once_with_the_reason(
    nga: Client, world: World, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    bring_to(world, Status.SUBMITTED)
    with django_capture_on_commit_callbacks(execute=True):
        step(nga, world, "khoa", reason=WHY)
    pages = {name: Client() for name in ("son", "lan")}
    for name, client in pages.items():
        client.force_login(world.cast.fresh(name))
    words = {name: words_of(client.get("/thong-bao/")) for name, client in pages.items()}  # type: ignore[arg-type]
    assert "Đợt báo cáo đã khóa mà đơn vị chưa gửi" in words["son"]
    assert WHY in words["son"]
    assert "đã khóa mà đơn vị chưa gửi" not in words["lan"]
    mailing = DBTaskResult.objects.get(task_path="submissions.tasks.tell_of_closing")
    assert mailing.args_kwargs["args"] == [world.round.pk]


def test_closing_twice_says_so_and_closes_once(nga: Client, world: World) -> None:
    step(nga, world, "khoa", reason=WHY)
    again = step(nga, world, "khoa", reason="lần nữa")
    assert again.status_code == 200
    assert Event.objects.filter(kind="round.closed").count() == 1


def test_an_unknown_step_is_no_page(nga: Client, world: World) -> None:
    assert step(nga, world, "xoa").status_code == 404


def test_who_only_sees_the_round_takes_no_step(world: World) -> None:
    for name in ("hoa", "lan", "dung"):
        client = Client()
        client.force_login(world.cast.fresh(name))
        assert step(client, world, "khoa", reason=WHY).status_code == 403
    world.round.refresh_from_db()
    assert world.round.closed_at is None
