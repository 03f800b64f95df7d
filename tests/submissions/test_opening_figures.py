"""Opening figures: typed where nothing is there to carry; their reason is sealed, reviewed, printed."""

import json

import pytest
from django.test import Client

from submissions.actions.request_sign_off import request_sign_off
from submissions.actions.save_draft import save_draft
from submissions.actions.sign_and_submit import sign_and_submit
from submissions.models import Submission
from submissions.revisions import sent_sheet
from tests.submissions.carrying import AT, CARRIED, DONE, LEFT, ONLINE, Quarters, build_quarters
from units.errors import BadContent
from units.models import User

pytestmark = pytest.mark.django_db
FIRST = {ONLINE: "10", CARRIED: "2", DONE: "9", LEFT: "3"}
WHY = "Số tồn theo sổ tay năm 2025"


@pytest.fixture
def quarters() -> Quarters:
    return build_quarters()


def page(user: User, address: str) -> str:
    client = Client()
    client.force_login(user, backend="units.backends.PasswordBackend")
    return client.get(address).content.decode()


def sent(quarters: Quarters) -> Submission:
    report, cast = quarters.report_of("2026-Q2"), quarters.cast
    save_draft(submission=report, cells=FIRST, explanations={CARRIED: WHY}, by=cast.lan, at=AT)
    report = request_sign_off(submission=report, by=cast.lan, at=AT)
    return sign_and_submit(submission=report, by=cast.minh, at=AT)


def test_a_report_with_opening_figures_waits_for_the_reason(quarters: Quarters) -> None:
    report = quarters.report_of("2026-Q2")
    save_draft(submission=report, cells=FIRST, by=quarters.cast.lan, at=AT)
    with pytest.raises(BadContent) as refused:
        request_sign_off(submission=report, by=quarters.cast.lan, at=AT)
    (problem,) = refused.value.problems
    assert problem["address"] == CARRIED
    assert problem["message"].endswith(
        "chưa có số để tự điền: 1 ô nhập tay là số đầu kỳ. Hãy ghi lý do, một lần cho cả cột."
    )
    shown = page(quarters.cast.lan, f"/bao-cao/{report.assignment_id}/")
    assert f'name="explain:{CARRIED}"' in shown


def test_none_before_needs_no_reason(quarters: Quarters) -> None:
    report = quarters.report_of("2026-Q2")
    cells = FIRST | {CARRIED: "-", LEFT: "1"}
    save_draft(submission=report, cells=cells, by=quarters.cast.lan, at=AT)
    assert request_sign_off(submission=report, by=quarters.cast.lan, at=AT).status == "awaiting_sign_off"


def test_the_reason_is_sealed_and_stands_at_review_and_on_paper(quarters: Quarters) -> None:
    report = sent(quarters)
    assert report.sent is not None
    document = json.loads(report.sent.document)
    assert (document["opened"], document["explanations"]) == ([CARRIED], {CARRIED: WHY})
    assert sent_sheet(report).opened == {CARRIED}
    review = page(quarters.cast.hoa, f"/duyet-so-lieu/{report.pk}/")
    assert f"“{WHY}”" in review
    for shown in (review, page(quarters.cast.minh, f"/bao-cao/{report.assignment_id}/")):
        assert f"Lý do: {WHY}" in shown
        assert 'class="opening-mark"' in shown


def test_what_is_carried_later_is_no_opening_figure(quarters: Quarters) -> None:
    quarters.accepted("2026-Q2", FIRST)
    report = quarters.report_of("2026-Q3")
    saved = save_draft(
        submission=report, cells={ONLINE: "1", DONE: "4", LEFT: "0"}, by=quarters.cast.lan, at=AT
    )
    assert "opening_figures" not in [problem.code for problem in saved.problems]
