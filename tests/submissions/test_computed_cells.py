"""Computed and carried cells on their way: saved, signed, accepted, carried into the next period."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from indicators.layout import Check
from indicators.models import DataPoint
from submissions.actions.accept import accept
from submissions.actions.grant_correction import grant_correction
from submissions.actions.nothing_to_report import nothing_to_report
from submissions.actions.request_correction import request_correction
from submissions.actions.request_sign_off import request_sign_off
from submissions.actions.save_draft import save_draft
from submissions.actions.save_typed import save_typed
from submissions.actions.sign_and_submit import sign_and_submit
from submissions.background import working_sheet
from submissions.models import Figure, Submission
from submissions.presenting import cells_as_dict
from submissions.revisions import digest_of, document_of, sheet_of_revision
from submissions.sheet import Sheet
from tests.submissions.carrying import (
    AT,
    CARRIED,
    DONE,
    LEFT,
    ONLINE,
    PENDING,
    RESOLVED,
    TOTAL,
    Quarters,
    build_quarters,
)
from tests.submissions.test_pages import signed_in
from units.errors import BadContent, Conflict

pytestmark = pytest.mark.django_db
SECOND = {ONLINE: "10", CARRIED: "2", DONE: "9", LEFT: "3"}
WHY = {CARRIED: "Kỳ đầu tiên"}
THIRD = {ONLINE: "20", DONE: "19", LEFT: "4"}


@pytest.fixture
def quarters() -> Quarters:
    return build_quarters()


def as_it_is(submission: Submission) -> Sheet:
    return working_sheet(Submission.objects.get(pk=submission.pk))


def shown(submission: Submission) -> dict[str, str]:
    return {address: text for address, text in cells_as_dict(as_it_is(submission)).items() if text}


def digest(submission: Submission) -> str:
    return digest_of(document_of(as_it_is(submission), submission))


def codes(problems: list[Any]) -> list[tuple[str, str, str]]:
    return [
        (p.code, p.severity, p.address) for p in problems if p.code not in ("empty_cells", "opening_figures")
    ]


def test_a_first_report_types_what_later_ones_carry(quarters: Quarters) -> None:
    report = quarters.report_of("2026-Q2")
    saved = save_draft(submission=report, cells=SECOND, by=quarters.cast.lan, at=AT)
    assert [problem.code for problem in saved.problems] == ["opening_figures"]
    assert (saved.sheet.answered, saved.sheet.asked) == (4, 4)
    assert shown(report) == SECOND | {TOTAL: "12", RESOLVED: "9", PENDING: "3"}


def test_what_was_accepted_is_carried_into_the_next_quarter(quarters: Quarters) -> None:
    quarters.accepted("2026-Q2", SECOND)
    report = quarters.report_of("2026-Q3")
    assert shown(report) == {CARRIED: "3"}
    save_draft(submission=report, cells=THIRD, by=quarters.cast.lan, at=AT)
    assert shown(report) == THIRD | {CARRIED: "3", TOTAL: "23", RESOLVED: "19", PENDING: "4"}


def test_what_is_only_sent_does_not_count_yet(quarters: Quarters) -> None:
    report = quarters.report_of("2026-Q2")
    save_draft(submission=report, cells=SECOND, explanations=WHY, by=quarters.cast.lan, at=AT)
    report = request_sign_off(submission=report, by=quarters.cast.lan, at=AT)
    sign_and_submit(submission=report, by=quarters.cast.minh, at=AT)
    assert working_sheet(quarters.report_of("2026-Q3")).opened == {CARRIED}


def test_computed_cells_count_as_figures_and_are_sealed(quarters: Quarters) -> None:
    report = quarters.accepted("2026-Q2", SECOND)
    assert report.accepted is not None
    points = dict(DataPoint.objects.values_list("pk", "indicator__code"))
    amounts = {points[row.data_point]: row.amount for row in Figure.objects.all()}
    assert amounts == {"P1.3": 12, "P1.4": 10, "P1.6": 2, "P1.7": 9, "P1.8": 9, "P1.11": 3, "P1.12": 3}
    assert json.loads(report.accepted.document)["cells"][TOTAL] == "12"
    assert set(sheet_of_revision(report.accepted).cells) == set(SECOND) | {TOTAL, RESOLVED, PENDING}


def test_what_is_said_of_a_computed_cell_is_compared_and_not_kept(quarters: Quarters) -> None:
    report = quarters.report_of("2026-Q2")
    saved = save_draft(
        submission=report, cells=SECOND | {TOTAL: "99", RESOLVED: "9"}, by=quarters.cast.lan, at=AT
    )
    assert codes(saved.problems) == [("computed_otherwise", "note", TOTAL)]
    assert set(json.loads(quarters.report_of("2026-Q2").draft.cells)) == set(SECOND)
    again = save_typed(submission=report, cells={TOTAL: "1.200"}, by=quarters.cast.lan, at=AT)
    assert codes(again.problems) == [("computed_otherwise", "note", TOTAL)]
    assert codes(save_draft(submission=report, cells={}, by=quarters.cast.lan, at=AT).problems) == []


def test_a_carried_cell_that_was_typed_gives_way_to_what_counts(quarters: Quarters) -> None:
    report = quarters.report_of("2026-Q3")
    save_draft(submission=report, cells=THIRD | {CARRIED: "9"}, by=quarters.cast.lan, at=AT)
    assert shown(report)[TOTAL] == "29"
    quarters.accepted("2026-Q2", SECOND)
    saved = save_draft(submission=report, cells={ONLINE: "21"}, by=quarters.cast.lan, at=AT)
    assert shown(report)[CARRIED] == "3"
    assert ("carried_otherwise", "note", CARRIED) in codes(saved.problems)


def test_a_form_that_does_not_balance_is_not_sent(quarters: Quarters) -> None:
    report = quarters.report_of("2026-Q2")
    save_draft(submission=report, cells=SECOND | {LEFT: "4"}, explanations=WHY, by=quarters.cast.lan, at=AT)
    with pytest.raises(BadContent) as refused:
        request_sign_off(submission=report, by=quarters.cast.lan, at=AT)
    (problem,) = refused.value.problems
    assert problem["message"].startswith("Ô B10 (dòng 1, cột 3): 12 khác cột 7 + cột 11 (13).")


def test_nobody_signs_carried_numbers_they_did_not_see(quarters: Quarters) -> None:
    first = quarters.accepted("2026-Q2", SECOND)
    report = quarters.report_of("2026-Q3")
    save_draft(submission=report, cells=THIRD, by=quarters.cast.lan, at=AT)
    report = request_sign_off(submission=report, by=quarters.cast.lan, at=AT)
    seen = digest(report)
    _correct(quarters, first, {ONLINE: "11", LEFT: "4"})
    with pytest.raises(Conflict) as refused:
        sign_and_submit(submission=report, by=quarters.cast.minh, at=AT, seen_digest=seen)
    assert refused.value.code == "draft_changed"
    with pytest.raises(BadContent):  # 20 + 4 is no longer 19 + 4
        sign_and_submit(submission=report, by=quarters.cast.minh, at=AT, seen_digest=digest(report))


def _correct(quarters: Quarters, report: Submission, cells: dict[str, str]) -> None:
    cast = quarters.cast
    report = request_correction(submission=report, by=cast.lan, at=AT, reason="Cộng nhầm một hồ sơ")
    report = grant_correction(submission=report, by=cast.hoa, at=AT)
    save_draft(submission=report, cells=cells, by=cast.lan, at=AT)
    report = request_sign_off(submission=report, by=cast.lan, at=AT)
    report = sign_and_submit(submission=report, by=cast.minh, at=AT)
    accept(submission=report, by=cast.hoa, at=AT)


def test_nothing_to_report_is_none_everywhere_and_cannot_hide_what_is_pending(quarters: Quarters) -> None:
    report = nothing_to_report(submission=quarters.report_of("2026-Q2"), by=quarters.cast.lan, at=AT)
    sheet = as_it_is(report)
    assert {answer.sign.symbol for answer in sheet.cells.values()} == {"-"}
    assert len(sheet.cells) == 7
    quarters.accepted("2025-Q4", SECOND)
    with pytest.raises(BadContent):
        nothing_to_report(submission=quarters.report_of("2026-Q1"), by=quarters.cast.lan, at=AT)


# ---- pages and API ----------------------------------------------------------------------------------------


def test_the_page_shows_computed_cells_and_opens_carried_ones(quarters: Quarters) -> None:
    lan = signed_in(quarters.cast.lan)
    first = quarters.report_of("2026-Q2")
    page = lan.get(f"/bao-cao/{first.assignment_id}/").content.decode()
    assert f'name="cell:{CARRIED}"' in page
    assert f'name="cell:{TOTAL}"' not in page
    quarters.accepted("2026-Q2", SECOND)
    second = quarters.report_of("2026-Q3")
    page = lan.get(f"/bao-cao/{second.assignment_id}/").content.decode()
    assert f'name="cell:{CARRIED}"' not in page
    assert '<span class="figure">3</span>' in page


def test_the_form_takes_at_most_twelve_queries(quarters: Quarters) -> None:
    quarters.accepted("2026-Q2", SECOND)
    report = quarters.report_of("2026-Q3")
    address = f"/bao-cao/{report.assignment_id}/"
    client = signed_in(quarters.cast.lan)
    assert _queries(client, address) <= 12
    save_draft(submission=report, cells=THIRD, by=quarters.cast.lan, at=AT)
    request_sign_off(submission=report, by=quarters.cast.lan, at=AT)
    assert _queries(signed_in(quarters.cast.minh), address) <= 12


def _queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_page_of_what_awaits_signing_carries_its_digest(quarters: Quarters) -> None:
    report = quarters.report_of("2026-Q2")
    save_draft(submission=report, cells=SECOND, explanations=WHY, by=quarters.cast.lan, at=AT)
    request_sign_off(submission=report, by=quarters.cast.lan, at=AT)
    minh = signed_in(quarters.cast.minh)
    address = f"/bao-cao/{report.assignment_id}/"
    seen = digest(report)
    assert f'name="seen_digest" value="{seen}"' in minh.get(address).content.decode()
    answer = minh.post(f"{address}ky-va-gui/", {"capacity": "head", "seen_digest": "0" * 64})
    assert answer.status_code == 409
    answer = minh.post(f"{address}ky-va-gui/", {"capacity": "head", "seen_digest": seen}, follow=True)
    assert "Đã ký và gửi báo cáo." in answer.content.decode()


def test_the_api_reads_all_cells_and_tells_what_it_overwrote(quarters: Quarters) -> None:
    report = quarters.report_of("2026-Q2")
    lan = signed_in(quarters.cast.lan)
    path = f"/api/v1/assignments/{report.assignment_id}/sheet"
    body = json.dumps({"cells": SECOND | {TOTAL: "99"}})
    answer = lan.put(path, body, content_type="application/json", headers={"If-Match": "0"})
    assert answer.status_code == 200, answer.content
    read = lan.get(path).json()
    assert read["cells"][TOTAL] == "12"
    assert read["asked"] == 4


def test_background_saving_tells_problems_of_computed_cells(quarters: Quarters) -> None:
    report = quarters.report_of("2026-Q2")
    answer = signed_in(quarters.cast.lan).post(
        f"/bao-cao/{report.assignment_id}/luu/",
        json.dumps({"seen_version": 0, "cells": SECOND | {LEFT: "7"}}),
        content_type="application/json",
    )
    assert ("rule_not_held", TOTAL) in [(p["code"], p["address"]) for p in answer.json()["problems"]]


def test_words_on_a_warning_at_a_computed_cell_travel_with_the_report() -> None:
    quarters = build_quarters(
        Check("change", "change", parts=(TOTAL,), severity="warning", limit="50", against="previous")
    )
    quarters.accepted("2026-Q2", SECOND)
    report = quarters.report_of("2026-Q3")
    saved = save_draft(submission=report, cells=THIRD, by=quarters.cast.lan, at=AT)
    assert codes(saved.problems) == [("changed_much", "warning", TOTAL)]
    with pytest.raises(BadContent):
        request_sign_off(submission=report, by=quarters.cast.lan, at=AT)
    save_draft(
        submission=report, cells={}, explanations={TOTAL: "Thêm dịch vụ mới"}, by=quarters.cast.lan, at=AT
    )
    report = request_sign_off(submission=report, by=quarters.cast.lan, at=AT)
    report = sign_and_submit(submission=report, by=quarters.cast.minh, at=AT)
    page = signed_in(quarters.cast.hoa).get(f"/duyet-so-lieu/{report.pk}/").content.decode()
    assert "Thêm dịch vụ mới" in page
    assert "tăng 91,7% so với kỳ trước (12), quá 50%" in page
