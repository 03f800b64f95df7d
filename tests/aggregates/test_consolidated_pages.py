"""Consolidated reports on their pages."""

import pytest
from django.test import Client

from indicators.models import Regime, Template
from submissions.actions.accept import accept
from tests.aggregates.middle import Middle, build_middle
from tests.submissions.factories import GOOD, MEN, SENT, TOTAL, build_world
from tests.support.kept_worlds import kept

pytestmark = pytest.mark.django_db


@pytest.fixture
@kept
def middle() -> Middle:
    return build_middle(build_world())


def test_the_page_shows_signed_beside_now_and_offers_a_correction(middle: Middle) -> None:
    cast = middle.world.cast
    middle.report(cast.dong_hung)
    accept(submission=middle.seal(middle.centre), by=cast.hoa, at=SENT)
    middle.report(cast.dong_hung, GOOD | {TOTAL: "31", MEN: "11"})
    client = Client()
    client.force_login(middle.fills[cast.health_centre.pk])
    page = client.get(f"/tong-hop/bao-cao/{middle.centre.assignment_id}/").content.decode()
    assert "Đã ký gửi" in page
    assert "▲ 1" in page
    assert "Xin đính chính để lấy số mới" in page


def test_a_refused_own_part_comes_back_as_it_was_typed(middle: Middle) -> None:
    client = Client()
    client.force_login(middle.fills[middle.world.cast.health_centre.pk])
    answer = client.post(
        f"/tong-hop/bao-cao/{middle.centre.assignment_id}/phan-rieng/",
        {f"so:{TOTAL}": "12", f"ly-do:{TOTAL}": ""},
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'value="12"' in page
    assert "cần lý do" in page


def test_a_consolidated_round_is_no_choice_among_the_totals(middle: Middle, world_page: Client) -> None:
    assert "T/01-TH" not in world_page.get("/tong-hop/").content.decode()


@pytest.fixture
def world_page(middle: Middle) -> Client:
    client = Client()
    client.force_login(middle.world.cast.dung)
    return client


def test_an_officer_makes_the_consolidated_form_on_a_page() -> None:
    world = build_world()
    regime = Regime.objects.create(
        code="T.TH", name="Tổng hợp", owner=world.cast.department, calendar=world.regime.calendar,
        frequency=world.regime.frequency, is_cumulative=True, starts_on=world.regime.starts_on,
    )  # fmt: skip
    client = Client()
    client.force_login(world.cast.nga)
    path = f"/bieu-mau/{world.template.pk}/tong-hop/"
    assert "T.TH" in client.get(path).content.decode()
    asked = {"regime": str(regime.pk), "code": "T/01-TH", "name": "Tổng hợp thử"}
    assert client.post(path, asked | {"regime": "0"}).status_code == 422
    made = client.post(path, asked, follow=True)
    assert made.status_code == 200
    assert Template.objects.get(code="T/01-TH").consolidates == world.template
