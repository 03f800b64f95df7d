"""Any two versions of a report cell by cell; who changed a cell, when, from what to what, why."""

from collections.abc import Callable

import pytest
from django.test import Client

from submissions.actions.accept import accept
from submissions.actions.request_sign_off import request_sign_off
from submissions.actions.return_for_changes import return_for_changes
from submissions.actions.save_draft import save_draft
from submissions.actions.sign_and_submit import sign_and_submit
from submissions.cell_history import history_of_cell
from submissions.models import Status, Submission
from tests.reporting.reading_html import words_of_page
from tests.submissions.factories import AT, LATE, MEN, NOTE, SENT, TOTAL, WOMEN, World, bring_to
from tests.submissions.test_pages import queries_of, signed_in

pytestmark = pytest.mark.django_db


def again(world: World, cells: dict[str, str]) -> Submission:
    """Typed, signed and sent once more."""
    save_draft(submission=world.again(), cells=cells, by=world.cast.lan, at=SENT)
    request_sign_off(submission=world.again(), by=world.cast.lan, at=SENT)
    return sign_and_submit(submission=world.again(), by=world.cast.minh, at=LATE)


@pytest.fixture
def corrected(world: World) -> World:
    """Sent (30), returned with a word on the cell, sent (31), accepted, corrected (33), and a draft (34)."""
    report = bring_to(world, Status.SUBMITTED)
    return_for_changes(submission=report, by=world.cast.hoa, at=SENT, comments={TOTAL: "Sổ ghi 31 người"})
    report = accept(submission=again(world, {TOTAL: "31", MEN: "11"}), by=world.cast.hoa, at=LATE)
    from submissions.actions.grant_correction import grant_correction
    from submissions.actions.request_correction import request_correction

    request_correction(submission=report, by=world.cast.lan, at=LATE, reason="Sót hai người")
    grant_correction(submission=report, by=world.cast.hoa, at=LATE)
    again(world, {TOTAL: "33", MEN: "13"})
    return_for_changes(submission=world.again(), by=world.cast.hoa, at=LATE, reason="Xem lại")
    save_draft(
        submission=world.again(), cells={TOTAL: "34"}, texts={NOTE: "đã đếm lại"}, by=world.cast.lan, at=LATE
    )
    return world


def test_a_cell_tells_who_changed_it_from_what_to_what_and_why(corrected: World) -> None:
    changes = history_of_cell(corrected.cast.lan, corrected.again(), TOTAL)
    assert [(one.number, one.before, one.after) for one in changes] == [
        (0, "33", "34"), (3, "31", "33"), (2, "30", "31"), (1, "", "30"),
    ]  # fmt: skip
    assert [one.by for one in changes] == ["Nguyễn Thị Lan"] * 4
    assert [one.signed_by for one in changes] == ["", *["Trần Văn Minh"] * 3]
    assert [one.counts for one in changes] == [False, False, True, False]
    assert changes[0].at == LATE
    assert changes[1].why == ["Đính chính: “Sót hai người”"]
    assert changes[2].why == ["Yêu cầu sửa: “Sổ ghi 31 người” (Lê Thị Hoa)"]
    assert changes[3].why == []


def test_a_cell_that_stayed_has_one_line_and_a_note_its_own(corrected: World) -> None:
    report = corrected.again()
    assert [(one.number, one.after) for one in history_of_cell(corrected.cast.lan, report, WOMEN)] == [
        (1, "20")
    ]
    assert [one.after for one in history_of_cell(corrected.cast.lan, report, NOTE)] == ["đã đếm lại"]
    assert history_of_cell(corrected.cast.hoa, report, NOTE) == []


def test_the_recipient_sees_what_was_sent_and_never_the_draft(corrected: World) -> None:
    duty = corrected.submission.assignment_id
    pages: list[Callable[[Client], str]] = [
        lambda client: client.get(f"/bao-cao/{duty}/o/lich-su/", {"o": TOTAL}).content.decode(),
        lambda client: client.get(f"/bao-cao/{duty}/so-sanh/", {"tu": "1", "den": "0"}).content.decode(),
    ]
    for page in pages:
        assert ">34<" in page(signed_in(corrected.cast.lan))
        assert ">34<" not in page(signed_in(corrected.cast.hoa))
        assert ">33<" in page(signed_in(corrected.cast.hoa))


def test_any_two_versions_are_compared_cell_by_cell(corrected: World) -> None:
    lan, address = signed_in(corrected.cast.lan), f"/bao-cao/{corrected.submission.assignment_id}/so-sanh/"

    def said(tu: str, den: str) -> str:
        return words_of_page(lan.get(address, {"tu": tu, "den": den}).content.decode())

    assert "2 ô khác nhau" in said("1", "3")
    assert "trước: 30" in said("1", "3")
    assert "trước: 33" in said("3", "1"), "the other way round too"
    assert "hai bản như nhau" in said("2", "2")
    assert "ghi chú ở ô F8" in said("3", "0")
    assert "trước: 33" in said("x", "9" * 50), "what cannot be read is the last against the one before"
    assert queries_of(lan, address) <= 16


@pytest.mark.parametrize("address", ["", "t1/r9:c1", "\x00", "x" * 5000])
def test_a_cell_that_is_none_has_no_history(corrected: World, address: str) -> None:
    duty = corrected.submission.assignment_id
    assert signed_in(corrected.cast.lan).get(f"/bao-cao/{duty}/o/lich-su/", {"o": address}).status_code == 404


def test_what_was_never_sent_is_compared_with_nothing(world: World) -> None:
    page = signed_in(world.cast.lan).get(f"/bao-cao/{world.submission.assignment_id}/so-sanh/")
    assert "Báo cáo chưa được gửi lần nào" in page.content.decode()
    save_draft(submission=world.submission, cells={TOTAL: "5"}, by=world.cast.lan, at=AT)
    page = signed_in(world.cast.lan).get(f"/bao-cao/{world.submission.assignment_id}/so-sanh/")
    assert "hai bản như nhau" in page.content.decode()


def test_the_panel_beside_a_cell_leads_to_its_history(corrected: World) -> None:
    duty = corrected.submission.assignment_id
    panel = signed_in(corrected.cast.hoa).get(f"/bao-cao/{duty}/o/", {"o": TOTAL}).content.decode()
    address = f"/bao-cao/{duty}/o/lich-su/?o=t1%2Fr1%3Ac1"
    assert f'href="{address}"' in panel
    assert signed_in(corrected.cast.hoa).get(address).status_code == 200
