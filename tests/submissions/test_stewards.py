"""The steward of the catalogue: chosen by an administrator, approves regimes, settles what is asked twice."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from indicators.actions.ask_again import ask_again
from indicators.actions.name_steward import end_steward, name_steward
from indicators.actions.publish_template import publish_template
from indicators.actions.reuse_answers import reuse_answers
from indicators.actions.review_regime import review_regime
from indicators.models import Regime, Steward
from indicators.reviews import unapproved_regimes
from indicators.stewards import is_steward
from submissions.actions.open_rounds import open_due_rounds, open_round
from tests.indicators.repeating import AT, FLOW, STOCK, Repeating, build_repeating
from units.errors import Conflict, NotAllowed, NotWithinReach
from units.models import Event, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Repeating:
    """phuc is officer at the province, which stands as steward; M (nga's) has never been used."""
    made = build_repeating()
    name_steward(unit=made.cast.province, by=made.cast.quan, at=AT)
    return made


@pytest.fixture(autouse=True)
def _on_the_day() -> object:
    with time_machine.travel(AT + timedelta(days=1), tick=False):
        yield


def as_person(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def approve(made: Repeating, by: User) -> object:
    return review_regime(regime=Regime.objects.get(code="M"), outcome="approved", reason="", by=by, at=AT)


def test_a_new_regime_opens_no_rounds_before_it_is_approved(made: Repeating) -> None:
    open_due_rounds(at=AT)
    assert not made.months.template.rounds.exists()
    with pytest.raises(Conflict) as refused:
        open_round(template=made.months.template, period_code="2026-05", by=made.cast.nga, at=AT)
    assert "chưa được chủ trì danh mục duyệt" in str(refused.value.message)
    with pytest.raises(NotAllowed):
        approve(made, made.cast.nga)
    review_regime(regime=Regime.objects.get(code="M"), outcome="kept", reason="", by=made.cast.nga, at=AT)
    assert made.months.template.regime_id in unapproved_regimes()  # its owner's word is not enough
    approve(made, made.phuc)
    open_round(template=made.months.template, period_code="2026-05", by=made.cast.nga, at=AT)
    assert Event.objects.filter(kind="regime.approved", actor=made.phuc).exists()


def test_what_is_in_use_needs_no_approval_nor_does_anything_without_a_steward() -> None:
    made = build_repeating()
    open_round(template=made.months.template, period_code="2026-05", by=None, at=AT)
    assert unapproved_regimes() == frozenset()
    steward = name_steward(unit=made.cast.province, by=made.cast.quan, at=AT)
    assert unapproved_regimes() == {made.quarters.template.regime_id}
    end_steward(steward=steward, by=made.cast.quan, at=AT + timedelta(days=1))
    assert unapproved_regimes() == frozenset()
    assert not is_steward(made.phuc)


def test_the_steward_settles_what_is_asked_twice_by_others(made: Repeating) -> None:
    Regime.objects.filter(code="Q").update(owner=made.cast.foreign_department)
    made.quarters.refresh_from_db()
    quarters = made.quarters.__class__.objects.get(pk=made.quarters.pk)
    quarters.template.regime.subject_scope = Regime.SubjectScope.LISTED
    quarters.template.regime.save()
    quarters.template.regime.units.create(unit=made.cast.dong_hung)
    reuse_answers(version=quarters, addresses=[FLOW], by=made.phuc, at=AT)
    ask_again(version=quarters, addresses=[STOCK], reason="Đối chiếu", by=made.phuc, at=AT)
    with pytest.raises(NotWithinReach):  # publishing stays the owner's
        publish_template(version=quarters, by=made.phuc, at=AT)


def test_only_an_administrator_chooses_and_only_once(made: Repeating) -> None:
    with pytest.raises(NotAllowed):
        name_steward(unit=made.cast.department, by=made.phuc, at=AT)
    with pytest.raises(Conflict):
        name_steward(unit=made.cast.province, by=made.cast.quan, at=AT)
    steward = Steward.objects.get()
    with pytest.raises(NotAllowed):
        end_steward(steward=steward, by=made.phuc, at=AT)
    end_steward(steward=steward, by=made.cast.quan, at=AT + timedelta(days=3))
    assert Steward.objects.get().valid_to == date(2026, 10, 3)
    with pytest.raises(Conflict):
        end_steward(steward=steward, by=made.cast.quan, at=AT)


def test_chosen_and_approved_on_the_page(made: Repeating) -> None:
    quan, phuc = as_person(made.cast.quan), as_person(made.phuc)
    regime = Regime.objects.get(code="M")
    told = quan.post("/chi-tieu/chu-tri/", {"unit": "không có"}, follow=True).content.decode()
    assert "Không có đơn vị “không có”" in told
    named = quan.post("/chi-tieu/chu-tri/", {"unit": "H33.08"}, follow=True).content.decode()
    assert "Sở Y tế tỉnh Hưng Yên (từ ngày 02/10/2026)" in named
    assert "chờ chủ trì danh mục duyệt" in named
    page = phuc.post(
        f"/chi-tieu/ra-soat/?che_do={regime.pk}", {"outcome": "approved"}, follow=True
    ).content.decode()
    assert "Chế độ M: duyệt cho dùng." in page
    assert "chờ chủ trì danh mục duyệt" not in page
