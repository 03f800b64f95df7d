"""Answered once: the quarter is filled in from its months, locked, told, and never counted twice."""

import json
from typing import Any

import pytest
from django.test import Client

from indicators.actions.ask_again import ask_again
from indicators.answers import plain
from indicators.models import Assignment, Regime
from submissions.actions.accept import accept
from submissions.actions.nothing_to_report import nothing_to_report
from submissions.actions.request_sign_off import request_sign_off
from submissions.actions.save_draft import save_draft
from submissions.actions.sign_and_submit import sign_and_submit
from submissions.background import working_sheet
from submissions.models import Figure, Submission
from submissions.queries import todo_of
from submissions.reuse_words import corrected_since, source_lines
from submissions.revisions import digest_of, document_of, reused_in, sheet_of_revision
from submissions.rules import check
from tests.indicators.repeating import COMPUTED
from tests.submissions.reusing import AT, FLOW, LATER, OWN, STOCK, Reusing, build_reusing
from units.actions.grant_membership import grant_membership
from units.errors import Conflict
from units.models import Role, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def reusing() -> Reusing:
    return build_reusing()


def said_in(report: Submission) -> dict[str, str]:
    return {address: plain(answer) for address, answer in working_sheet(report).cells.items()}


def as_person(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_quarter_is_filled_in_from_its_months(reusing: Reusing) -> None:
    reusing.answered()
    sheet = working_sheet(reusing.report_of())
    assert said_in(reusing.report_of()) == {FLOW: "42", STOCK: "7"}
    assert sheet.typed == (OWN,)
    [flow, stock] = source_lines(sheet)
    assert (flow.form, flow.how, [part.period for part in flow.parts]) == (
        "M/01", "cộng lại", ["Tháng 7/2026", "Tháng 8/2026", "Tháng 9/2026"],
    )  # fmt: skip
    assert [part.period for part in stock.parts] == ["Tháng 9/2026"]
    assert not flow.is_missing


def test_none_and_not_collected_add_up_as_in_formulas(reusing: Reusing) -> None:
    reusing.accepted("2026-07", "10", "-")
    reusing.accepted("2026-08", "-", "-")
    reusing.accepted("2026-09", "-", "…")
    assert said_in(reusing.report_of()) == {FLOW: "10", STOCK: "…"}
    reusing.corrected("2026-08", "…", "-")
    assert said_in(reusing.report_of())[FLOW] == "…"


def test_what_is_missing_is_told_with_who_has_to_answer_and_does_not_block(reusing: Reusing) -> None:
    reusing.accepted("2026-07", "10", "5")
    reusing.sent("2026-08", "20", "6")
    report = reusing.report_of()
    assert said_in(report) == {}
    [flow, _stock] = source_lines(working_sheet(report))
    assert [part.waits for part in flow.parts] == [
        "", "đã gửi, chờ Sở Y tế tỉnh Hưng Yên duyệt", "Xã Đông Hưng chưa gửi",
    ]  # fmt: skip
    page = as_person(reusing.made.cast.lan).get(f"/bao-cao/{report.assignment_id}/").content.decode()
    assert "Xã Đông Hưng chưa gửi" in page
    assert "Chưa có số: để trống, vẫn gửi được." in page
    sent = reusing.quarter_sent()
    assert sent.sent is not None
    assert set(sheet_of_revision(sent.sent).cells) == {OWN}


def test_no_figure_is_written_twice(reusing: Reusing) -> None:
    reusing.answered()
    before = Figure.objects.count()
    grant_membership(
        user=reusing.made.phuc, unit=reusing.made.cast.province, role=Role.REVIEWER,
        from_=AT.date(), by=None, at=AT,
    )  # fmt: skip
    accept(submission=reusing.quarter_sent(), by=reusing.made.phuc, at=AT)
    assert Figure.objects.count() == before + 2  # P1.3 and P1.4, its own


def test_another_value_said_for_a_reused_cell_is_told_and_not_kept(reusing: Reusing) -> None:
    reusing.answered()
    saved = save_draft(
        submission=reusing.report_of(), cells={FLOW: "43", STOCK: "7", OWN: "1"},
        by=reusing.made.cast.lan, at=AT,
    )  # fmt: skip
    [problem] = [found for found in saved.problems if found.address == FLOW]
    assert (problem.code, problem.severity) == ("reused_otherwise", "note")
    assert said_in(reusing.report_of()) == {FLOW: "42", STOCK: "7", OWN: "1", COMPUTED: "43"}
    assert FLOW not in json.loads(reusing.report_of().draft.cells)


def test_a_value_said_while_the_source_is_missing_is_not_taken_either(reusing: Reusing) -> None:
    saved = save_draft(submission=reusing.report_of(), cells={FLOW: "43"}, by=reusing.made.cast.lan, at=AT)
    assert [found.code for found in saved.problems if found.address == FLOW] == ["reused_not_there"]


def test_the_api_shows_where_a_cell_comes_from_and_tells_the_same(reusing: Reusing) -> None:
    reusing.answered()
    duty, lan = reusing.report_of().assignment_id, as_person(reusing.made.cast.lan)
    sheet: Any = lan.get(f"/api/v1/assignments/{duty}/sheet").json()
    assert sheet["cells"][FLOW] == "42"
    assert sheet["reused"][FLOW]["form"] == "M/01"
    assert [part["state"] for part in sheet["reused"][FLOW]["parts"]] == ["accepted"] * 3
    kept: Any = lan.put(
        f"/api/v1/assignments/{duty}/sheet", json.dumps({"cells": {FLOW: "43"}}),
        content_type="application/json", headers={"If-Match": '"0"'},
    ).json()  # fmt: skip
    [problem] = [found for found in kept["problems"] if found["address"] == FLOW]
    assert "số lấy từ biểu M/01 là “42”, đã ghi “43”" in problem["message"]


def test_a_correction_at_the_source_refills_the_draft_and_is_flagged(reusing: Reusing) -> None:
    reusing.answered()
    report = reusing.report_of()
    save_draft(submission=report, cells={OWN: "3"}, by=reusing.made.cast.lan, at=AT)
    reusing.corrected("2026-08", "25", "6")
    assert said_in(reusing.report_of())[FLOW] == "47"
    lan = as_person(reusing.made.cast.lan)
    page = lan.get(f"/bao-cao/{report.assignment_id}/").content.decode()
    assert "Nguồn đã sửa sau lần lưu trước" in page
    assert "trước là “42”, nay là “47”" in page
    save_draft(submission=reusing.report_of(), cells={OWN: "4"}, by=reusing.made.cast.lan, at=LATER)
    assert "Nguồn đã sửa" not in lan.get(f"/bao-cao/{report.assignment_id}/").content.decode()


def test_nobody_signs_what_was_refilled_after_they_read_it(reusing: Reusing) -> None:
    reusing.answered()
    report = reusing.report_of()
    read = digest_of(document_of(working_sheet(report), report))
    save_draft(submission=report, cells={OWN: "3"}, by=reusing.made.cast.lan, at=AT)
    reusing.corrected("2026-08", "25", "6")
    report = request_sign_off(submission=reusing.report_of(), by=reusing.made.cast.lan, at=LATER)
    with pytest.raises(Conflict):
        sign_and_submit(submission=report, by=reusing.made.cast.minh, at=LATER, seen_digest=read)


def test_a_correction_after_sealing_marks_the_report_with_both_values(reusing: Reusing) -> None:
    reusing.answered()
    sent = reusing.quarter_sent()
    assert sent.sent is not None
    assert reused_in(sent.sent) == {FLOW, STOCK}
    assert corrected_since(reusing.report_of()) == []
    reusing.corrected("2026-09", "12", "9")
    [corrected] = corrected_since(reusing.report_of())
    assert (corrected.address, corrected.before, corrected.now) == (STOCK, "7", "9")
    assert sheet_of_revision(sent.sent).cells[STOCK].scaled == 7
    page = as_person(reusing.made.cast.lan).get(f"/bao-cao/{sent.assignment_id}/").content.decode()
    assert "đã gửi “7”, nguồn nay là “9”" in page


def test_a_unit_that_is_not_asked_there_types(reusing: Reusing) -> None:
    reusing.answered()
    Assignment.objects.filter(round=reusing.months["2026-08"], subject=reusing.made.cast.dong_hung).update(
        exempted_at=AT, exempted_by=reusing.made.cast.nga
    )
    assert working_sheet(reusing.report_of()).typed == (FLOW, OWN)


def test_a_round_that_is_not_open_yet_is_waited_for() -> None:
    reusing = build_reusing()
    months = reusing.months["2026-09"]
    Submission.objects.filter(assignment__round=months).delete()
    Assignment.objects.filter(round=months).delete()
    months.delete()
    [flow, _stock] = source_lines(working_sheet(reusing.report_of()))
    assert flow.parts[-1].waits == "Sở Y tế tỉnh Hưng Yên chưa mở đợt báo cáo"


def test_asking_again_opens_the_cell(reusing: Reusing) -> None:
    reusing.answered()
    ask_again(
        version=reusing.made.quarters, addresses=[FLOW], reason="Đối chiếu", by=reusing.made.phuc, at=AT
    )
    assert working_sheet(reusing.report_of()).typed == (FLOW, OWN)


def test_nothing_to_report_leaves_reused_cells_as_they_are(reusing: Reusing) -> None:
    reusing.answered()
    report = nothing_to_report(submission=reusing.report_of(), by=reusing.made.cast.lan, at=AT)
    assert said_in(report) == {FLOW: "42", STOCK: "7", OWN: "-", COMPUTED: "42"}
    assert [found for found in check(working_sheet(report)) if found.severity != "note"] == []


def test_pages_of_reports_that_reuse_nothing_ask_one_query_more(
    reusing: Reusing, django_assert_num_queries: Any
) -> None:
    report = reusing.report_of("2026-07")
    working_sheet(report)
    with django_assert_num_queries(1):
        working_sheet(report)


def test_who_enters_for_a_unit_finds_the_cell_filled_in_and_locked_too(reusing: Reusing) -> None:
    reusing.answered()
    Regime.objects.filter(code="Q").update(lets_others_enter=True)
    report, phuc = reusing.report_of(), as_person(reusing.made.phuc)
    address = f"/bao-cao/{report.assignment_id}/nhap-thay/"
    assert f'name="cell:{FLOW}"' not in phuc.get(address).content.decode()
    phuc.post(
        address,
        {f"cell:{OWN}": "3", f"cell:{FLOW}": "99", "told_by": "Bà Lan, văn phòng", "told_how": "phone"},
    )
    sent = reusing.report_of().sent
    assert sent is not None
    assert {a: plain(answer) for a, answer in sheet_of_revision(sent).cells.items()} == {
        FLOW: "42", STOCK: "7", OWN: "3", COMPUTED: "45",
    }  # fmt: skip
    assert reused_in(sent) == {FLOW, STOCK}


def test_what_was_sent_says_where_its_cells_came_from(reusing: Reusing) -> None:
    reusing.answered()
    sent = reusing.quarter_sent()
    for person, address in (
        (reusing.made.cast.lan, f"/bao-cao/{sent.assignment_id}/"),
        (reusing.made.phuc, f"/duyet-so-lieu/{sent.pk}/"),
    ):
        page = as_person(person).get(address).content.decode()
        assert "Số lấy từ báo cáo khác" in page
        assert "M/01, Tháng 7/2026 – Tháng 9/2026" in page


def test_the_to_do_counts_only_cells_that_are_typed(reusing: Reusing) -> None:
    reusing.answered()
    [duty] = [
        duty
        for duty in todo_of(reusing.made.cast.lan, at=AT)
        if duty.submission.assignment.round_id == reusing.quarter.pk
    ]
    assert (duty.answered, duty.asked) == (0, 1)
