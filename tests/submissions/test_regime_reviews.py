"""The yearly review: kept or suspended with a reason; what is suspended opens no rounds and says so."""

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from indicators.actions.review_regime import review_regime
from indicators.models import Regime, RegimeReview, ReportingRound
from indicators.reviews import suspended_regimes
from submissions.actions.open_rounds import open_due_rounds, open_round
from submissions.actions.save_draft import save_draft
from tests.indicators.repeating import AT
from tests.submissions.reusing import Reusing, build_reusing
from units.errors import BadContent, Conflict, NotAllowed, NotWithinReach
from units.models import Event, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def reusing() -> Reusing:
    return build_reusing(reused=())


def as_person(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def review(reusing: Reusing, outcome: str, reason: str = "", *, by: User | None = None) -> RegimeReview:
    regime = Regime.objects.get(code="M")
    return review_regime(regime=regime, outcome=outcome, reason=reason, by=by or reusing.made.cast.nga, at=AT)


def test_a_suspended_regime_opens_no_rounds_by_itself_or_by_hand(reusing: Reusing) -> None:
    review(reusing, "suspended", "Đã có trong cơ sở dữ liệu quốc gia")
    before = ReportingRound.objects.filter(template__regime__code="M").count()
    open_due_rounds(at=AT)
    assert ReportingRound.objects.filter(template__regime__code="M").count() == before
    with pytest.raises(Conflict) as refused:
        open_round(template=reusing.made.months.template, period_code="2026-05", by=None, at=AT)
    assert "Đã có trong cơ sở dữ liệu quốc gia" in str(refused.value.message)
    assert "Vũ Thúy Nga" in str(refused.value.message)


def test_what_is_open_goes_on(reusing: Reusing) -> None:
    report = reusing.report_of("2026-07")
    review(reusing, "suspended", "Trùng")
    again = open_round(template=reusing.made.months.template, period_code="2026-07", by=None, at=AT)
    assert again == reusing.months["2026-07"]
    save_draft(submission=report, cells={"t1/r1:c1": "3"}, by=reusing.made.cast.lan, at=AT)


def test_it_opens_again_once_it_was_taken_up(reusing: Reusing) -> None:
    review(reusing, "suspended", "Trùng")
    review(reusing, "resumed", "Vẫn cần số tháng")
    assert suspended_regimes() == frozenset()
    assert open_round(template=reusing.made.months.template, period_code="2026-05", by=None, at=AT)
    kinds = Event.objects.filter(kind__in=["regime.suspended", "regime.resumed"]).order_by("pk")
    assert list(kinds.values_list("kind", flat=True)) == ["regime.suspended", "regime.resumed"]


def test_a_reason_is_needed_and_each_thing_is_done_once(reusing: Reusing) -> None:
    for outcome in ("suspended", "resumed", "?"):
        with pytest.raises(BadContent):
            review(reusing, outcome)
    with pytest.raises(Conflict):
        review(reusing, "resumed", "x")
    review(reusing, "suspended", "Trùng")
    for outcome in ("suspended", "kept"):
        with pytest.raises(Conflict):
            review(reusing, outcome, "x")
    with pytest.raises(IntegrityError), transaction.atomic():
        RegimeReview.objects.update(reason="")


def test_its_owner_and_the_unit_above_review_it(reusing: Reusing) -> None:
    review(reusing, "kept", by=reusing.made.phuc)
    review(reusing, "kept", by=reusing.made.cast.nga)
    with pytest.raises(NotAllowed):
        review(reusing, "kept", by=reusing.made.cast.hoa)
    with pytest.raises(NotWithinReach):
        review(reusing, "kept", by=reusing.made.cast.long)


def test_the_page_lists_what_is_due_with_its_burden(reusing: Reusing) -> None:
    with time_machine.travel(AT, tick=False):
        nga, regime = as_person(reusing.made.cast.nga), Regime.objects.get(code="M")
        page = nga.get("/chi-tieu/ra-soat/").content.decode()
        assert "Năm 2026 còn 2/2 chế độ chưa rà soát; 0 chế độ đang tạm dừng." in page
        refused = nga.post(
            f"/chi-tieu/ra-soat/?che_do={regime.pk}", {"outcome": "suspended"}, follow=True
        ).content.decode()
        assert "Hãy ghi lý do" in refused
        said = {"outcome": "suspended", "reason": "Trùng <b>hết</b>"}
        told = nga.post(f"/chi-tieu/ra-soat/?che_do={regime.pk}", said, follow=True).content.decode()
        assert "Năm 2026 còn 1/2 chế độ chưa rà soát; 1 chế độ đang tạm dừng." in told
        assert "Trùng &lt;b&gt;hết&lt;/b&gt;" in told
        form = nga.get(f"/bieu-mau/{reusing.made.months.template_id}/").content.decode()
        assert "Chế độ M tạm dừng từ ngày 01/10/2026 nên không mở đợt báo cáo" in form
