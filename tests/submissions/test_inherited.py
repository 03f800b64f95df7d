"""A commune merges in mid-period: its open report goes over, draft included, and the successor sees why."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from submissions.actions.reorganise_units import reorganise_units
from submissions.actions.request_sign_off import request_sign_off
from submissions.actions.save_draft import save_draft
from submissions.actions.sign_and_submit import sign_and_submit
from submissions.actions.take_effect import take_effect
from submissions.models import Status
from tests.submissions.factories import GOOD, HIV, MEN, World
from units.actions.allow_one_person import allow_one_person
from units.errors import NotAllowed
from units.models import Role, User
from units.queries import find_unit
from units.reorganisations.plan import Kind, NewUnit, Part, Plan

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
TYPED = timezone.now() - timedelta(days=2)


@pytest.fixture
def merged(world: World) -> World:
    """son of xã Tiên Lữ had typed two cells; today the commune became part of phường Tiên Lữ."""
    cast = world.cast
    save_draft(submission=world.report_of(cast.tien_lu), cells={HIV: "12", MEN: "9"}, by=cast.son, at=TYPED)
    plan = Plan(
        kind=Kind.MERGE,
        effective_on=TODAY,
        sources=(cast.tien_lu.pk, cast.hoang_hoa_tham.pk),
        document="Nghị quyết số 12/NQ-HĐND",
        parts=(Part(new=NewUnit(code="12361", name="Tiên Lữ", kind="phuong", parent=cast.province.pk)),),
    )
    reorganise_units(plan=plan, by=cast.quan, at=timezone.now())
    return world


def page(world: World, user: User, path: str = "") -> str:
    client = Client()
    client.force_login(user)
    report = world.report_of(world.cast.tien_lu)
    return client.get(path or f"/bao-cao/{report.assignment_id}/").content.decode()


def test_the_successors_clerk_reads_why_and_finds_what_was_typed(merged: World) -> None:
    clerk = merged.cast.fresh("son")
    shown = page(merged, clerk)
    assert "Vì sao có báo cáo này: Xã Tiên Lữ không còn từ ngày" in shown
    assert "chuyển cho Phường Tiên Lữ" in shown
    assert "Căn cứ: Nghị quyết số 12/NQ-HĐND" in shown
    assert "2 ô Phạm Hồng Sơn đã nhập được giữ nguyên" in shown
    assert 'value="12"' in shown
    eve = TODAY - timedelta(days=1)
    assert f"(đơn vị cũ, đến {eve:%d/%m/%Y})" in page(merged, clerk, "/")


def test_the_successor_sends_it_about_the_old_unit(merged: World) -> None:
    clerk, report = merged.cast.fresh("son"), merged.report_of(merged.cast.tien_lu)
    at = timezone.now()
    save_draft(submission=report, cells=GOOD, by=clerk, at=at)
    request_sign_off(submission=report, by=clerk, at=at)
    with pytest.raises(NotAllowed, match="một người vừa lập biểu vừa ký"):  # the new unit says so anew
        sign_and_submit(submission=report, by=clerk, at=at)
    allow_one_person(unit=find_unit("12361", on=TODAY), by=clerk, at=at)
    sent = sign_and_submit(submission=report, by=clerk, at=at)
    assert sent.status == Status.SUBMITTED
    assert sent.assignment.subject == merged.cast.tien_lu
    assert sent.assignment.responsible == find_unit("12361", on=TODAY)
    assert "2 ô" not in page(merged, clerk)


def test_what_waited_for_a_signature_is_signed_by_the_successors_head(world: World) -> None:
    cast = world.cast
    report = world.report_of(cast.tien_lu)
    save_draft(submission=report, cells=GOOD, by=cast.son, at=TYPED)
    request_sign_off(submission=report, by=cast.son, at=TYPED)
    tomorrow = TODAY + timedelta(days=1)
    plan = Plan(
        kind=Kind.MERGE,
        effective_on=tomorrow,
        sources=(cast.tien_lu.pk, cast.hoang_hoa_tham.pk),
        document="",
        parts=(Part(new=NewUnit(code="12361", name="Tiên Lữ", kind="phuong", parent=cast.province.pk)),),
    )
    reorganise_units(plan=plan, by=cast.quan, at=timezone.now())
    assert world.report_of(cast.tien_lu).assignment.responsible == cast.tien_lu
    take_effect(at=datetime(tomorrow.year, tomorrow.month, tomorrow.day, 1, tzinfo=UTC))
    report = world.report_of(cast.tien_lu)
    assert report.status == Status.AWAITING_SIGN_OFF
    new = report.assignment.responsible
    assert new != cast.tien_lu
    assert new.memberships.filter(user=cast.son, role=Role.HEAD).exists()


def test_a_report_of_a_unit_that_goes_on_says_nothing_of_it(world: World) -> None:
    assert "Vì sao có báo cáo này" not in page(world, world.cast.son)
