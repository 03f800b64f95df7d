"""What an ad-hoc request adds up to: on `/tong-hop/`, day after day, reviewed where a person accepts."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from aggregates.actions.reconcile_totals import reconcile_totals
from aggregates.actions.refresh_totals import refresh_totals
from indicators.ad_hoc import AdHoc
from indicators.layout.quick import QuickLine, line_address
from indicators.models import ReportingRound
from submissions.actions.accept import accept
from submissions.actions.ask_ad_hoc import ask_ad_hoc
from submissions.actions.open_rounds import open_due_rounds
from submissions.actions.return_for_changes import return_for_changes
from submissions.actions.save_draft import save_draft
from submissions.actions.sign_and_submit import sign_and_submit
from submissions.models import Status, Submission
from tests.cast import Cast, build_cast
from units.models import Unit, User

pytestmark = pytest.mark.django_db

TWO = datetime(2026, 9, 10, 7, 0, tzinfo=UTC)
"""14:00 in Việt Nam."""
LINES = (QuickLine("Nhà tốc mái", "nhà"), QuickLine("Người phải sơ tán", "người"))


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def asked(cast: Cast, **changed: Any) -> ReportingRound:
    units = [cast.dong_hung.pk, cast.tien_lu.pk, cast.hoang_hoa_tham.pk]
    storm = AdHoc("Thiệt hại do bão", LINES, cast.department, units, TWO + timedelta(hours=3))
    return ask_ad_hoc(asked=replace(storm, **changed), by=cast.nga, at=TWO)


def send(round_: ReportingRound, unit: Unit, by: User, *amounts: str, at: datetime = TWO) -> Submission:
    report = Submission.objects.get(assignment__round=round_, assignment__subject=unit)
    cells = {line_address(number): amount for number, amount in enumerate(amounts, 1)}
    save_draft(submission=report, cells=cells, by=by, at=at)
    return sign_and_submit(submission=report, by=by, at=at)


def page(cast: Cast, round_: ReportingRound, *, user: str = "dung", **more: str) -> str:
    client = Client()
    client.force_login(cast.fresh(user))
    given = {"template": round_.template.code, "period": round_.period_code} | more
    with time_machine.travel(TWO + timedelta(days=2), tick=False):
        answer = client.get("/tong-hop/", given)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_first_day_is_set_against_nothing(cast: Cast) -> None:
    today = asked(cast)
    send(today, cast.dong_hung, cast.lan, "12", "-")
    refresh_totals(at=TWO)
    said = page(cast, today)
    assert "Toàn tỉnh có 12 nhà tốc mái; 0 người phải sơ tán." in said
    assert "cùng kỳ" not in said
    assert "<b>1/3</b> đơn vị đã báo cáo" in said
    assert ">10/09<" in said
    assert ('"name": "2025"' in said, '"name": "2026"' in said) == (False, True)  # the line of the days
    assert reconcile_totals() == []


def test_the_review_of_an_ad_hoc_round_compares_with_no_last_year(cast: Cast) -> None:
    today = asked(cast)
    send(today, cast.dong_hung, cast.lan, "12", "-")
    client = Client()
    client.force_login(cast.fresh("hoa"))
    with time_machine.travel(TWO + timedelta(hours=1), tick=False):
        seen = client.get("/duyet-so-lieu/", {"round": today.pk}).content.decode()
    assert "Xã Đông Hưng" in seen
    assert "Cùng kỳ" not in seen


def test_the_next_day_is_set_against_the_day_before(cast: Cast) -> None:
    first = asked(cast, repeats_until=date(2026, 9, 12))
    [second] = open_due_rounds(at=TWO + timedelta(hours=10, minutes=5))
    later = TWO + timedelta(days=1)
    for unit, by, before, now in (
        (cast.dong_hung, cast.lan, "12", "15"),
        (cast.tien_lu, cast.son, "8", "15"),
    ):
        send(first, unit, by, before, "4")
        send(second, unit, by, now, "2", at=later)
    refresh_totals(at=later)
    said = page(cast, second)
    assert "Toàn tỉnh có 30 nhà tốc mái, tăng 50,0% so với ngày 10/09/2026" in said
    assert "cùng kỳ" not in said
    assert ">10/09<" in said
    assert ">11/09<" in said


def test_a_request_alone_is_set_against_no_other_request_of_the_day_before(cast: Cast) -> None:
    asked(cast)
    another = asked(cast, title="Ngộ độc thực phẩm")
    send(another, cast.dong_hung, cast.lan, "3", "1")
    refresh_totals(at=TWO)
    assert "Toàn tỉnh có 3 nhà tốc mái; 1 người phải sơ tán." in page(cast, another)


def test_where_a_person_accepts_figures_are_provisional_until_then(cast: Cast) -> None:
    today = asked(cast, acceptance="person")
    report = send(today, cast.dong_hung, cast.lan, "12", "3")
    assert report.status == Status.SUBMITTED
    refresh_totals(at=TWO)
    assert "Chưa có số liệu được duyệt" in page(cast, today)
    assert "Toàn tỉnh có 12 nhà tốc mái" in page(cast, today, basis="provisional")
    report = return_for_changes(
        submission=report, by=cast.hoa, at=TWO, comments={line_address(1): "Tính cả nhà kho?"}
    )
    save_draft(submission=report, cells={line_address(1): "14"}, by=cast.lan, at=TWO)
    report = sign_and_submit(submission=report, by=cast.lan, at=TWO)
    accept(submission=report, by=cast.hoa, at=TWO)
    refresh_totals(at=TWO)
    assert "Toàn tỉnh có 14 nhà tốc mái; 3 người phải sơ tán." in page(cast, today)
    assert reconcile_totals() == []


def test_a_reviewer_finds_the_reports_of_a_request_and_accepts_them_on_the_page(cast: Cast) -> None:
    today = asked(cast, acceptance="person")
    report = send(today, cast.dong_hung, cast.lan, "12", "3")
    client = Client()
    client.force_login(cast.fresh("hoa"))
    with time_machine.travel(TWO, tick=False):
        listed = client.get(f"/duyet-so-lieu/?round={today.pk}").content.decode()
        assert "Thiệt hại do bão" in listed
        assert f"/duyet-so-lieu/{report.pk}/" in listed
        review = client.get(f"/duyet-so-lieu/{report.pk}/").content.decode()
    assert "Nhà tốc mái" in review
    assert "Báo cáo ngày 10/09/2026" in review


def test_a_stranger_sees_nothing_of_a_request(cast: Cast) -> None:
    today = asked(cast)
    client = Client()
    client.force_login(cast.fresh("long"))
    assert client.get(f"/dot-bao-cao/{today.pk}/").status_code == 404
    listed = client.get("/tong-hop/", {"template": today.template.code, "period": today.period_code})
    assert "Thiệt hại do bão" not in listed.content.decode()
