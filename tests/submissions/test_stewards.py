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
from indicators.models import DataPoint, FirstSource, Regime, Steward
from indicators.reviews import unapproved_regimes
from indicators.stewards import is_steward
from submissions.actions.name_first_source import name_first_source
from submissions.actions.open_rounds import open_due_rounds, open_round
from tests.indicators.repeating import AT, FLOW, STOCK, Repeating, build_repeating
from tests.support.kept_worlds import kept
from units.errors import BadContent, Conflict, NotAllowed, NotWithinReach
from units.models import Event, User

pytestmark = pytest.mark.django_db


@pytest.fixture
@kept
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


def without_source(made: Repeating, code: str) -> DataPoint:
    """A data point both forms ask and no regime is the first source of."""
    point = DataPoint.objects.get(indicator__code=code)
    FirstSource.objects.filter(data_point=point).delete()
    return point


def test_the_steward_names_the_first_source_and_then_it_is_reused(made: Repeating) -> None:
    point = without_source(made, "P1.1")
    with pytest.raises(BadContent) as refused:
        reuse_answers(version=made.quarters, addresses=[FLOW], by=made.phuc, at=AT)
    assert "đề nghị chủ trì danh mục định nguồn chính" in refused.value.message
    months = made.months.template.regime
    for name in ("hoa", "lan", "long"):
        with pytest.raises(NotAllowed):
            name_first_source(points=[point], regime=months, by=made.cast.fresh(name), at=AT)
    name_first_source(points=[point], regime=months, by=made.phuc, at=AT)
    reuse_answers(version=made.quarters, addresses=[FLOW], by=made.phuc, at=AT)
    told = Event.objects.get(kind="indicator.source_named")
    assert (told.actor, "P1.1" in told.data) == (made.phuc, True)
    with pytest.raises(Conflict):
        name_first_source(points=[point], regime=made.quarters.template.regime, by=made.phuc, at=AT)
    assert FirstSource.objects.get(data_point=point).regime == months


def test_the_owner_of_the_indicator_may_name_it_too(made: Repeating) -> None:
    point = without_source(made, "P1.1")
    name_first_source(points=[point], regime=made.months.template.regime, by=made.cast.nga, at=AT)
    assert FirstSource.objects.filter(data_point=point).exists()


def test_the_source_is_named_on_the_page_of_what_is_asked_twice(made: Repeating) -> None:
    point, template = without_source(made, "P1.1"), made.quarters.template_id
    phuc, page = as_person(made.phuc), f"/bieu-mau/{template}/da-hoi/"
    seen = phuc.get(page).content.decode()
    assert "chưa có nguồn chính" in seen
    assert "Nơi đã hỏi là nguồn chính" in seen
    nothing = phuc.post(f"{page}nguon/", {"source": "other", "nv": [STOCK]}, follow=True).content.decode()
    assert "Hãy chọn ít nhất một ô chưa có nguồn chính." in nothing
    done = phuc.post(f"{page}nguon/", {"source": "other", "nv": [FLOW, STOCK]}, follow=True).content.decode()
    assert "Đã định nguồn chính cho 1 số." in done
    assert "chưa có nguồn chính" not in done
    assert FirstSource.objects.get(data_point=point).regime == made.months.template.regime


def test_the_form_s_own_regime_named_the_source_repeats_nothing_any_more(made: Repeating) -> None:
    without_source(made, "P1.1")
    phuc, page = as_person(made.phuc), f"/bieu-mau/{made.quarters.template_id}/da-hoi/"
    done = phuc.post(f"{page}nguon/", {"source": "own", "nv": [FLOW]}, follow=True).content.decode()
    assert "Đã định nguồn chính cho 1 số." in done
    assert "Chỉ tiêu P1.1" not in done
    assert "Chỉ tiêu P1.2" in done
