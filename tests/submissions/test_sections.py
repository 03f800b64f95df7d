"""Sections of free text that a form asks for: written, required, sealed, read, carried to a new version."""

import json
from dataclasses import replace

import pytest
from django.test import Client

from indicators.actions.publish_template import publish_template
from indicators.layout import Section, to_json
from indicators.models import TemplateVersion
from submissions.actions.enter_for import enter_for
from submissions.actions.move_round import move_round
from submissions.actions.nothing_to_report import nothing_to_report
from submissions.actions.request_sign_off import request_sign_off
from submissions.actions.return_for_changes import return_for_changes
from submissions.actions.save_draft import save_draft
from submissions.actions.sign_and_submit import sign_and_submit
from submissions.drafts import sheet_of_draft
from submissions.messages import problem_as_dict
from submissions.models import Revision, Status
from submissions.moving import losses_in_words
from submissions.revisions import sheet_of_revision
from submissions.rules import check
from submissions.sheet import sheet_from_typed
from tests.submissions.factories import ARV, AT, GOOD, SENT, World, build_world, small_layout
from tests.support.kept_worlds import kept
from units.errors import BadContent
from units.models import User

pytestmark = pytest.mark.django_db

GENERAL = Section("s1", "Đánh giá chung", "Kết quả nổi bật, tồn tại", is_required=True)
WISHES = Section("s2", "Kiến nghị")
SAID = "Kết quả tốt.\n\nCòn thiếu thuốc ở hai thôn."


@pytest.fixture
@kept
def world() -> World:
    return build_world(sections=(GENERAL, WISHES), lets_others_enter=True)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="units.backends.PasswordBackend")
    return client


def fill(world: World, text: str = SAID) -> None:
    save_draft(
        submission=world.submission, cells=GOOD, texts={GENERAL.address: text}, by=world.cast.lan, at=AT
    )


def test_a_required_section_that_is_empty_is_named_and_keeps_the_report_here(world: World) -> None:
    saved = save_draft(submission=world.submission, cells=GOOD, by=world.cast.lan, at=AT)
    (found,) = [problem for problem in saved.problems if problem.code == "empty_section"]
    told = problem_as_dict(found, saved.sheet.layout)
    assert (told["address"], told["severity"], told["cell"]) == ("section/s1", "error", "")
    assert told["message"] == "Phần “Đánh giá chung” chưa viết. Biểu này cần có phần đó."
    with pytest.raises(BadContent):
        request_sign_off(submission=world.submission, by=world.cast.lan, at=AT)
    fill(world)
    assert request_sign_off(submission=world.submission, by=world.cast.lan, at=AT).status == (
        Status.AWAITING_SIGN_OFF
    )


def test_nothing_to_report_asks_for_no_words(world: World) -> None:
    report = nothing_to_report(submission=world.submission, by=world.cast.lan, at=AT)
    assert report.status == Status.AWAITING_SIGN_OFF


def test_words_are_sealed_with_the_figures(world: World) -> None:
    fill(world)
    request_sign_off(submission=world.submission, by=world.cast.lan, at=AT)
    report = sign_and_submit(submission=world.submission, by=world.cast.minh, at=SENT)
    assert report.sent is not None
    assert json.loads(report.sent.document)["texts"] == {GENERAL.address: SAID}
    assert sheet_of_revision(report.sent).texts[GENERAL.address] == SAID


@pytest.mark.parametrize("text", ["a" * 5001, "chuông \x07"])
def test_words_that_cannot_be_kept_are_refused(world: World, text: str) -> None:
    with pytest.raises(BadContent):
        fill(world, text)
    assert world.again().draft.version == 0


def test_a_section_the_form_does_not_ask_is_refused(world: World) -> None:
    with pytest.raises(BadContent) as refused:
        save_draft(submission=world.submission, cells={}, texts={"section/s9": "x"}, by=world.cast.lan, at=AT)
    assert refused.value.problems[0]["code"] == "unknown_cell"


def test_the_clerk_writes_on_the_page_and_the_reviewer_reads_what_changed(world: World) -> None:
    lan, hoa = signed_in(world.cast.lan), signed_in(world.cast.hoa)
    address = f"/bao-cao/{world.submission.assignment_id}/"
    page = lan.get(address).content.decode()
    assert '<textarea id="cell-section-s1" name="text:section/s1"' in page
    assert "Kết quả nổi bật, tồn tại" in page
    posted = {"seen_version": "0", "shown": "{}", "text:section/s1": SAID} | {
        f"cell:{at}": said.replace(".", ",") for at, said in GOOD.items()
    }
    assert lan.post(f"{address}luu/", posted).status_code == 302
    assert sheet_of_draft(world.again()).texts == {GENERAL.address: SAID}
    request_sign_off(submission=world.submission, by=world.cast.lan, at=AT)
    report = sign_and_submit(submission=world.submission, by=world.cast.minh, at=SENT)
    read = hoa.get(f"/duyet-so-lieu/{report.pk}/").content.decode()
    assert "<p>Còn thiếu thuốc ở hai thôn.</p>" in read
    assert "chưa viết" in read
    return_for_changes(submission=report, by=world.cast.hoa, at=SENT, comments={ARV: "Xem lại."})
    fill(world, "Đã đủ thuốc.")
    request_sign_off(submission=world.submission, by=world.cast.lan, at=SENT)
    report = sign_and_submit(submission=world.submission, by=world.cast.minh, at=SENT)
    again = hoa.get(f"/duyet-so-lieu/{report.pk}/").content.decode()
    assert "<p>Đã đủ thuốc.</p>" in again
    assert "trước: Kết quả tốt." in again


def test_who_types_for_a_unit_writes_its_words_too(world: World) -> None:
    typed = {address: said.replace(".", ",") for address, said in GOOD.items()}
    layout = replace(small_layout(), sections=(GENERAL, WISHES))
    told = {"told_by": "Ông Sơn, Chủ tịch UBND xã", "told_how": "phone"}
    with pytest.raises(BadContent):
        enter_for(
            submission=world.submission, sheet=sheet_from_typed(layout, typed), by=world.cast.nga, at=SENT,
            **told,
        )  # fmt: skip
    nga = signed_in(world.cast.nga)
    address = f"/bao-cao/{world.submission.assignment_id}/nhap-thay/"
    assert "Đánh giá chung" in nga.get(address).content.decode()
    posted = {f"cell:{at}": said for at, said in typed.items()} | {f"text:{GENERAL.address}": SAID} | told
    assert nga.post(address, posted).status_code == 302
    assert json.loads(Revision.objects.get().document)["texts"] == {GENERAL.address: SAID}
    assert sheet_of_draft(world.again()).texts == {GENERAL.address: SAID}


def test_words_follow_their_section_into_a_new_version_and_what_is_lost_is_named(world: World) -> None:
    fill(world)
    save_draft(
        submission=world.submission, cells={}, texts={WISHES.address: "Thêm thuốc"}, by=world.cast.lan, at=AT
    )
    old = sheet_of_draft(world.again()).layout
    new = replace(old, sections=(replace(GENERAL, title="Nhận xét"),))
    version = TemplateVersion.objects.create(template=world.template, number=2, layout=to_json(new))
    version = publish_template(version=version, by=world.cast.nga, at=AT)
    move_round(reporting_round=world.round, version=version, by=world.cast.nga, at=AT)
    moved = sheet_of_draft(world.again())
    assert moved.texts == {GENERAL.address: SAID}
    assert not [problem for problem in check(moved) if problem.code == "empty_section"]
    assert list(losses_in_words({WISHES.address: "Thêm thuốc"}, old)) == ["Kiến nghị: Thêm thuốc"]
