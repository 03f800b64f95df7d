"""What a unit that is cut off phoned in is typed by somebody else, marked as such."""

import json
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from indicators.layout import Enclosure, ListColumn, RowList
from submissions.actions.accept import accept
from submissions.actions.enter_for import enter_for
from submissions.actions.put_aside_for import put_aside_for
from submissions.actions.report_itself import report_itself
from submissions.actions.request_sign_off import request_sign_off
from submissions.actions.save_draft import save_draft
from submissions.actions.sign_and_submit import sign_and_submit
from submissions.drafts import entries, layout_for, sheet_of_draft
from submissions.models import Enclosure as Kept
from submissions.models import Figure, PendingFigure, Revision, Status, Submission
from submissions.permissions import actions_open_to, may_enter_for
from submissions.revisions import digest_of
from submissions.sheet import Enclosed, Sheet, sheet_from_typed
from submissions.transitions import Action
from tests.submissions.factories import (
    ARV,
    AT,
    COST,
    GOOD,
    HIV,
    SENT,
    TOTAL,
    World,
    build_world,
    small_layout,
)
from tests.support.kept_worlds import kept
from units.errors import BadContent, Conflict, NotAllowed
from units.models import Event

pytestmark = pytest.mark.django_db

TYPED = {address: said.replace(".", ",") for address, said in GOOD.items()}


@pytest.fixture
def world() -> World:
    return build_world(lets_others_enter=True)


def typed(cells: dict[str, str]) -> Sheet:
    return sheet_from_typed(small_layout(), cells)


def entered(world: World, **said: str) -> Submission:
    words = {"told_by": "Ông Sơn, Chủ tịch UBND xã", "told_how": "phone"} | said
    return enter_for(submission=world.submission, sheet=typed(TYPED), by=world.cast.nga, at=SENT, **words)


def test_the_revision_says_who_typed_for_whom_and_how_it_was_learnt(world: World) -> None:
    report = entered(world)
    revision = Revision.objects.get()
    assert (report.status, report.sent) == (Status.SUBMITTED, revision)
    assert (revision.signed_by, revision.signed_as, revision.via) == (world.cast.nga, "", "for_unit")
    assert (revision.told_by, revision.told_how) == ("Ông Sơn, Chủ tịch UBND xã", "phone")
    document = json.loads(revision.document)
    assert (document["told_by"], document["told_how"]) == (revision.told_by, "phone")
    assert document["subject"] == world.cast.dong_hung.pk
    assert revision.sha256 == digest_of(revision.document)
    event = Event.objects.get(kind="submission.entered_for")
    assert (event.actor, event.unit) == (world.cast.nga, world.cast.dong_hung)
    assert json.loads(event.data)["told_by"] == revision.told_by
    assert PendingFigure.objects.count() == len(GOOD)


def test_it_is_accepted_at_once_where_acceptance_is_automatic_and_waits_for_no_signature() -> None:
    world = build_world(lets_others_enter=True, sign_off="after", acceptance="automatic")
    assert entered(world).status == Status.ACCEPTED
    assert Figure.objects.count() == len(GOOD)


def test_the_officer_the_recipient_and_those_above_may_and_nobody_else(world: World) -> None:
    may = {name for name in world.cast.users if may_enter_for(world.cast.fresh(name), world.submission)}
    assert may == {"nga", "hoa", "binh", "tien"}
    with pytest.raises(NotAllowed):
        enter_for(
            submission=world.submission, sheet=typed(TYPED), told_by="x", told_how="phone",
            by=world.cast.lan, at=AT,
        )  # fmt: skip


def test_only_where_the_regime_lets_others_enter() -> None:
    world = build_world()
    with pytest.raises(Conflict):
        entered(world)
    assert Action.ENTER_FOR not in actions_open_to(world.cast.nga, world.submission)


def test_who_said_it_and_how_are_asked_for(world: World) -> None:
    for field, said in (("told_by", {"told_by": "  "}), ("told_how", {"told_how": "pigeon"})):
        with pytest.raises(BadContent) as refused:
            entered(world, **said)
        assert refused.value.problems[0]["field"] == field
    with pytest.raises(BadContent) as refused:  # both at once
        entered(world, told_by="", told_how="")
    assert [problem["field"] for problem in refused.value.problems] == ["told_by", "told_how"]
    assert not Revision.objects.exists()


def test_the_rules_are_those_of_the_form_and_nothing_is_kept_when_they_are_broken(world: World) -> None:
    wrong = TYPED | {ARV: "20", HIV: "12", TOTAL: "ba mươi"}
    with pytest.raises(BadContent) as refused:
        enter_for(
            submission=world.submission, sheet=typed(wrong), told_by="Ông Sơn", told_how="radio",
            by=world.cast.nga, at=SENT,
        )  # fmt: skip
    assert {problem["code"] for problem in refused.value.problems} >= {"part_exceeds_whole", "unreadable"}
    assert world.again().status == Status.DRAFT
    assert world.again().draft.version == 0


def test_the_unit_s_own_draft_stays_its_own(world: World) -> None:
    save_draft(submission=world.submission, cells={TOTAL: "77"}, by=world.cast.lan, at=AT)
    entered(world)
    assert {address: entry["v"] for address, entry in entries(world.again().draft.cells).items()} == {
        TOTAL: "77"
    }


def test_a_unit_that_is_back_says_its_own_figures_and_the_entered_ones_count_until_then(world: World) -> None:
    cast = world.cast
    report = accept(submission=entered(world), by=cast.hoa, at=SENT)
    assert Action.REPORT_ITSELF in actions_open_to(cast.lan, report)
    report = report_itself(submission=report, by=cast.lan, at=SENT)
    assert report.status == Status.CORRECTING
    assert sheet_of_draft(report).answered == len(GOOD)  # goes on from what was typed
    save_draft(submission=report, cells={COST: "9.5"}, by=cast.lan, at=SENT)
    report = request_sign_off(submission=report, by=cast.lan, at=SENT)
    report = sign_and_submit(submission=report, by=cast.minh, at=SENT)
    assert sorted(Figure.objects.values_list("amount", flat=True))[-1] == 12345
    report = accept(submission=report, by=cast.hoa, at=SENT)
    assert 95 in set(Figure.objects.values_list("amount", flat=True))
    with pytest.raises(Conflict):  # its own figures are corrected by request
        report_itself(submission=report, by=cast.lan, at=SENT)


def test_the_page_keeps_what_was_typed_and_says_what_is_missing(world: World) -> None:
    client = Client()
    client.force_login(world.cast.nga)
    address = f"/bao-cao/{world.submission.assignment_id}/nhap-thay/"
    assert client.get(address).status_code == 200
    given = {f"cell:{cell}": text for cell, text in TYPED.items()} | {"told_how": "phone"}
    answer = client.post(address, given)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Hãy ghi ai báo số liệu" in page
    assert 'value="1.234,5"' in page
    answer = client.post(address, given | {"told_by": "Bà Hà, văn thư"})
    assert answer.status_code == 302
    seen = client.get(f"/duyet-so-lieu/{world.submission.pk}/").content.decode()
    assert "nhập thay" in seen
    assert "theo lời Bà Hà, văn thư (điện thoại)" in seen


# ---- lists and documents ----------------------------------------------------------------------------------

MINUTES = Enclosure("m1", "Biên bản", is_required=True)
PEOPLE = RowList(
    "l1", "Người bị nạn", columns=(ListColumn("name", "Họ tên"), ListColumn("age", "Tuổi", "number"))
)
SCAN = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
@kept
def asking() -> World:
    return build_world(lets_others_enter=True, enclosures=(MINUTES,), lists=(PEOPLE,))


def page_for(world: World) -> tuple[Client, str, dict[str, Any]]:
    client = Client()
    client.force_login(world.cast.nga, backend="units.backends.PasswordBackend")
    given: dict[str, Any] = {f"cell:{cell}": text for cell, text in TYPED.items()}
    given |= {"told_how": "phone", "told_by": "Ông Sơn", "text:list/l1": "Trần Văn A\t41\nLê B\t07"}
    return client, f"/bao-cao/{world.submission.assignment_id}/nhap-thay/", given


def pdf(name: str = "bien-ban.pdf", content: bytes = SCAN) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_lists_and_documents_go_out_with_what_is_entered(asking: World) -> None:
    client, address, given = page_for(asking)
    assert client.post(address, given | {"file:m1": pdf()}).status_code == 302
    revision = Revision.objects.get()
    document = json.loads(revision.document)
    assert document["lists"] == {
        "list/l1": [{"name": "Trần Văn A", "age": "41"}, {"name": "Lê B", "age": "7"}]
    }
    (sealed,) = document["enclosures"]["enclosure/m1"]
    kept = Kept.objects.get()
    assert (kept.pk, kept.revision, kept.added_by) == (sealed["id"], revision, asking.cast.nga)
    report = asking.again()
    sheet = sheet_of_draft(report)  # the unit goes on from it
    assert sheet.texts["list/l1"] == "Trần Văn A\t41\nLê B\t7"
    assert [one.file for one in sheet.enclosures["enclosure/m1"]] == ["bien-ban.pdf"]
    review = client.get(f"/duyet-so-lieu/{report.pk}/").content.decode()
    assert "bien-ban.pdf" in review
    assert "Trần Văn A" in review


def test_files_stay_while_something_else_is_missing_and_can_be_left_out(asking: World) -> None:
    client, address, given = page_for(asking)
    answer = client.post(address, given | {"told_by": "", "file:m1": pdf()})
    assert answer.status_code == 422
    kept = Kept.objects.get()
    page = answer.content.decode()
    assert f'name="file" value="{kept.pk}" checked' in page
    assert "Trần Văn A" in page
    again = client.get(address).content.decode()  # left and come back to
    assert "bien-ban.pdf" in again
    told = given | {"shown_file": str(kept.pk)}
    assert client.post(address, told | {"file:m1": pdf("anh.exe", b"MZ\x90")}).status_code == 200
    assert client.post(address, told).status_code == 302  # unticked
    assert "enclosures" not in json.loads(Revision.objects.get().document)
    assert Kept.objects.get().revision is None


def test_what_was_put_aside_stays_out_of_the_unit_s_own_draft(asking: World) -> None:
    cast = asking.cast
    save_draft(submission=asking.submission, cells={TOTAL: "31"}, by=cast.lan, at=AT)
    client, address, given = page_for(asking)
    assert client.post(address, given | {"attach": "1", "file:m1": [pdf(), pdf()]}).status_code == 200
    assert Kept.objects.count() == 1  # the same bytes twice
    assert sheet_of_draft(asking.again()).enclosures == {}
    assert client.post(address, given).status_code == 302
    assert sheet_of_draft(asking.again()).cells.keys() == {TOTAL}


def test_a_list_that_cannot_be_read_is_told_and_stays(asking: World) -> None:
    client, address, given = page_for(asking)
    answer = client.post(address, given | {"text:list/l1": "Trần Văn A\tbốn mốt"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "“bốn mốt” không đọc được thành số" in page
    assert "Trần Văn A\tbốn mốt" in page
    assert not Revision.objects.exists()


def test_nobody_sends_files_that_another_put_aside(asking: World) -> None:
    kept = put_aside_for(
        submission=asking.submission, key="m1", content=SCAN, file_name="a.pdf", by=asking.cast.nga, at=AT
    )
    said = Enclosed(kept.pk, "a.pdf", "pdf", len(SCAN), kept.original.sha256)
    sheet = replace(
        sheet_from_typed(layout_for(asking.submission), TYPED), enclosures={"enclosure/m1": (said,)}
    )
    with pytest.raises(BadContent) as refused:
        enter_for(
            submission=asking.submission, sheet=sheet, told_by="Ông Sơn", told_how="phone",
            by=asking.cast.hoa, at=SENT,
        )  # fmt: skip
    assert refused.value.code == "unknown_enclosure"
    with pytest.raises(NotAllowed):
        put_aside_for(
            submission=asking.submission, key="m1", content=SCAN, file_name="a.pdf", by=asking.cast.lan, at=AT
        )
