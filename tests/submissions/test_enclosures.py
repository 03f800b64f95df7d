"""Documents that come with a report: kept with the draft, sealed with the revision, had within reach only."""

import json
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from indicators.actions.publish_template import publish_template
from indicators.layout import Enclosure, to_json
from indicators.models import TemplateVersion
from submissions.actions.accept import accept
from submissions.actions.enclose import enclose
from submissions.actions.enter_for import enter_for
from submissions.actions.grant_correction import grant_correction
from submissions.actions.move_round import move_round
from submissions.actions.nothing_to_report import nothing_to_report
from submissions.actions.request_correction import request_correction
from submissions.actions.request_sign_off import request_sign_off
from submissions.actions.return_for_changes import return_for_changes
from submissions.actions.save_draft import save_draft
from submissions.actions.send_back import send_back
from submissions.actions.sign_and_submit import sign_and_submit
from submissions.actions.take_out_enclosure import put_back_enclosure, take_out_enclosure
from submissions.drafts import sheet_of_draft
from submissions.models import Enclosure as Kept
from submissions.models import Original, Status, Submission
from submissions.originals import drop_unsent
from submissions.revisions import document_of, sheet_of_revision
from submissions.sheet import sheet_from_typed
from tests.submissions.documents import JPG, PDF, docx
from tests.submissions.factories import AT, GOOD, SENT, World, build_world, small_layout
from tests.support.kept_worlds import kept
from units.errors import BadContent, Conflict, NotAllowed, NotWithinReach
from units.models import Event, User

pytestmark = pytest.mark.django_db

LIST = Enclosure("e1", "Danh sách có chữ ký", "Bản chụp có chữ ký, đóng dấu", is_required=True)
PHOTOS = Enclosure("e2", "Ảnh hiện trường")


@pytest.fixture
@kept
def world() -> World:
    return build_world(enclosures=(LIST, PHOTOS), lets_others_enter=True)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="units.backends.PasswordBackend")
    return client


def put(world: World, content: bytes = PDF, name: str = "ds.pdf", key: str = "e1") -> Kept:
    return enclose(
        submission=world.submission, key=key, content=content, file_name=name, by=world.cast.lan, at=AT
    )


def filled(world: World) -> None:
    save_draft(submission=world.submission, cells=GOOD, by=world.cast.lan, at=AT)


def send(world: World) -> Submission:
    request_sign_off(submission=world.again(), by=world.cast.lan, at=AT)
    return sign_and_submit(submission=world.again(), by=world.cast.minh, at=SENT)


def names(world: World) -> dict[str, list[str]]:
    return {at: [one.file for one in files] for at, files in sheet_of_draft(world.again()).enclosures.items()}


def test_a_required_document_that_did_not_come_is_named_and_keeps_the_report_here(world: World) -> None:
    filled(world)
    with pytest.raises(BadContent) as refused:
        request_sign_off(submission=world.again(), by=world.cast.lan, at=AT)
    (problem,) = refused.value.problems
    assert (problem["code"], problem["address"]) == ("no_enclosure", "enclosure/e1")
    assert problem["message"].startswith("Chưa kèm tài liệu “Danh sách có chữ ký”. Hãy chọn tệp ở mục này")
    put(world)
    assert send(world).status == Status.SUBMITTED


def test_nothing_to_report_asks_for_no_document(world: World) -> None:
    report = nothing_to_report(submission=world.submission, by=world.cast.lan, at=AT)
    assert report.status == Status.AWAITING_SIGN_OFF


def test_who_types_for_a_unit_that_is_cut_off_is_asked_for_none(world: World) -> None:
    typed = {address: said.replace(".", ",") for address, said in GOOD.items()}
    layout = replace(small_layout(), enclosures=(LIST,))
    report = enter_for(
        submission=world.submission, sheet=sheet_from_typed(layout, typed), by=world.cast.nga, at=SENT,
        told_by="Ông Sơn", told_how="phone",
    )  # fmt: skip
    assert report.sent is not None
    assert "enclosures" not in json.loads(report.sent.document)


def test_documents_are_sealed_with_the_revision_by_their_digest(world: World) -> None:
    filled(world)
    kept = put(world)
    report = send(world)
    assert report.sent is not None
    sealed = json.loads(report.sent.document)["enclosures"]
    assert sealed == {
        "enclosure/e1": [
            {
                "id": kept.pk,
                "file": "ds.pdf",
                "kind": "pdf",
                "size": len(PDF),
                "sha256": sha256(PDF).hexdigest(),
            }
        ]
    }
    assert sheet_of_revision(report.sent).enclosures["enclosure/e1"][0].file == "ds.pdf"
    kept.refresh_from_db()
    assert kept.revision == report.sent


def test_the_ending_of_a_name_says_what_the_content_is(world: World) -> None:
    put(world, docx(), "../ke hoach.pdf.exe")
    put(world, JPG, "Ảnh.JPEG", "e2")
    put(world, PDF, "\u202egpj.exe", "e2")
    assert names(world) == {
        "enclosure/e1": ["ke hoach.pdf.exe.docx"],
        "enclosure/e2": ["Ảnh.JPEG", "gpj.exe.pdf"],
    }


def test_the_same_file_twice_has_one_effect(world: World) -> None:
    first = put(world)
    version = world.again().draft.version
    assert put(world, name="tên khác.pdf") == first
    assert (world.again().draft.version, Kept.objects.count(), Original.objects.count()) == (version, 1, 1)
    put(world, key="e2")
    assert (Kept.objects.count(), Original.objects.count()) == (2, 1)


@pytest.mark.parametrize(
    ("content", "key", "code"),
    [(b"<script>", "e1", "not_document"), (docx({"word/vbaProject.bin": b"x"}), "e1", "macros"),
     (PDF, "e9", "unknown_enclosure"), (PDF, "", "unknown_enclosure")],
)  # fmt: skip
def test_what_is_not_taken_leaves_nothing_behind(world: World, content: bytes, key: str, code: str) -> None:
    with pytest.raises(BadContent) as refused:
        put(world, content, "a.pdf", key)
    assert refused.value.code == code
    assert (world.again().draft.version, Original.objects.count()) == (0, 0)


def test_so_many_files_and_no_more(world: World) -> None:
    kept = [put(world, PDF + b"%" * n, f"{n}.pdf") for n in range(10)]
    with pytest.raises(BadContent) as refused:
        put(world, PDF + b"%" * 11)
    assert refused.value.code == "too_many_enclosures"
    take_out_enclosure(enclosure=kept[0], by=world.cast.lan, at=AT)
    put(world, PDF + b"%" * 11)
    with pytest.raises(BadContent):
        put_back_enclosure(enclosure=kept[0], by=world.cast.lan, at=AT)


def test_what_was_taken_out_comes_back_until_the_report_is_sent(world: World) -> None:
    filled(world)
    gone, kept = put(world), put(world, JPG, "a.jpg")
    take_out_enclosure(enclosure=gone, by=world.cast.lan, at=AT)
    assert names(world) == {"enclosure/e1": ["a.jpg"]}
    put_back_enclosure(enclosure=gone, by=world.cast.lan, at=AT)
    assert names(world) == {"enclosure/e1": ["ds.pdf", "a.jpg"]}
    take_out_enclosure(enclosure=gone, by=world.cast.lan, at=AT)
    report = send(world)
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.revision, gone.revision) == (report.sent, None)
    return_for_changes(submission=report, by=world.cast.hoa, at=SENT, reason="Thiếu.", comments={})
    with pytest.raises(Conflict):
        put_back_enclosure(enclosure=Kept.objects.get(pk=gone.pk), by=world.cast.lan, at=SENT)


def test_a_sent_revision_keeps_what_a_correction_takes_out(world: World) -> None:
    filled(world)
    first = put(world)
    report = send(world)
    report = accept(submission=report, by=world.cast.hoa, at=SENT)
    with pytest.raises(Conflict):
        put(world, JPG, "sau.jpg")
    request_correction(submission=report, by=world.cast.lan, at=SENT, reason="Nhầm danh sách.")
    grant_correction(submission=world.again(), by=world.cast.hoa, at=SENT)
    take_out_enclosure(enclosure=Kept.objects.get(pk=first.pk), by=world.cast.lan, at=SENT)
    put(world, JPG, "dung.jpg")
    report = send(world)
    revisions = list(report.revisions.order_by("number"))
    assert [sheet_of_revision(one).enclosures["enclosure/e1"][0].file for one in revisions] == [
        "ds.pdf",
        "dung.jpg",
    ]
    read = signed_in(world.cast.hoa).get(f"/duyet-so-lieu/{report.pk}/").content.decode()
    assert "dung.jpg</a>" in read
    assert "mới so với lần gửi trước" in read
    assert "trước có: ds.pdf" in read
    assert signed_in(world.cast.hoa).get(address(world, first)).content == PDF


def address(world: World, kept: Kept) -> str:
    return f"/bao-cao/{world.submission.assignment_id}/kem/{kept.pk}/"


def test_it_is_had_within_reach_only_and_never_as_a_page(world: World) -> None:
    filled(world)
    kept = put(world)
    cast = world.cast
    for person in (cast.hoa, cast.son, cast.fresh("mai"), cast.fresh("long")):
        assert signed_in(person).get(address(world, kept)).status_code == 404, person
    assert Client().get(address(world, kept)).status_code == 302
    send(world)
    for person in (cast.son, cast.fresh("mai"), cast.fresh("long")):
        assert signed_in(person).get(address(world, kept)).status_code == 404, person
    got = signed_in(cast.hoa).get(address(world, kept))
    assert got.content == PDF
    assert got["Content-Disposition"] == 'attachment; filename="ds.pdf"'
    assert (got["X-Content-Type-Options"], got["Content-Security-Policy"]) == ("nosniff", "sandbox")
    assert got["Content-Type"] == "application/pdf"
    event = Event.objects.get(kind="submission.enclosure_handed_out")
    assert (event.actor, event.subject_id) == (cast.hoa, world.submission.pk)


def test_a_document_of_another_report_is_not_had_through_ones_own(world: World) -> None:
    kept = put(world)
    other = world.report_of(world.cast.tien_lu).assignment_id
    quan = signed_in(world.cast.fresh("quan"))
    assert quan.get(f"/bao-cao/{other}/kem/{kept.pk}/").status_code == 404


def test_only_who_fills_puts_and_takes(world: World) -> None:
    kept = put(world)
    for person in (world.cast.hoa, world.cast.fresh("quan")):
        with pytest.raises(NotAllowed):
            take_out_enclosure(enclosure=kept, by=person, at=AT)
        with pytest.raises(NotAllowed):
            enclose(submission=world.submission, key="e1", content=JPG, file_name="a", by=person, at=AT)


def test_the_clerk_adds_and_takes_out_on_the_page(world: World) -> None:
    filled(world)
    lan = signed_in(world.cast.lan)
    page = f"/bao-cao/{world.submission.assignment_id}/"
    files = [SimpleUploadedFile("ds.pdf", PDF), SimpleUploadedFile("x.pdf", b"<html>")]
    shown = lan.post(f"{page}kem/", {"file:e1": files}, follow=True).content.decode()
    assert "ds.pdf</a>" in shown
    assert "x.pdf: Tệp này không phải PDF" in shown
    kept = Kept.objects.get()
    said = lan.post(f"{page}kem/{kept.pk}/bo/", headers={"Accept": "application/json"}).json()
    assert "Đã bỏ ds.pdf." in said["html"]
    assert [one["code"] for one in said["problems"]] == ["no_enclosure"]
    said = lan.post(f"{page}kem/{kept.pk}/lay-lai/", headers={"Accept": "application/json"}).json()
    assert said["problems"] == []
    assert lan.post(f"{page}kem/{kept.pk}/xoa/").status_code == 404


def test_through_the_api_as_on_the_page(world: World) -> None:
    filled(world)
    lan = signed_in(world.cast.lan)
    path = f"/api/v1/assignments/{world.submission.assignment_id}/enclosures"
    (first, _second) = lan.post(path, {"key": "e1", "file": SimpleUploadedFile("a.exe", PDF)}).json()
    assert [one["file"] for one in first["files"]] == ["a.exe.pdf"]
    kept = Kept.objects.get()
    assert lan.get(f"{path}/{kept.pk}").content == PDF
    assert lan.delete(f"{path}/{kept.pk}").json()[0]["files"] == []
    assert lan.post(f"{path}/{kept.pk}/put-back").json()[0]["files"][0]["kind"] == "pdf"
    refused = lan.post(path, {"key": "e1", "file": SimpleUploadedFile("a.pdf", b"MZ")})
    assert (refused.status_code, refused.json()["code"]) == (422, "not_document")
    send(world)
    sheet = (
        signed_in(world.cast.hoa).get(f"/api/v1/assignments/{world.submission.assignment_id}/sheet").json()
    )
    assert sheet["enclosures"]["enclosure/e1"][0]["sha256"] == sha256(PDF).hexdigest()


def test_a_file_put_to_it_after_the_head_read_is_not_signed_unseen(world: World) -> None:
    filled(world)
    put(world)
    request_sign_off(submission=world.again(), by=world.cast.lan, at=AT)
    seen = world.again().draft.version
    send_back(submission=world.again(), by=world.cast.minh, at=AT, reason="Thêm ảnh.")
    put(world, JPG, "a.jpg", "e2")
    request_sign_off(submission=world.again(), by=world.cast.lan, at=AT)
    with pytest.raises(Conflict):
        sign_and_submit(submission=world.again(), by=world.cast.minh, at=SENT, seen_version=seen)


def test_what_was_never_sent_goes_after_a_while_and_what_stands_stays(world: World) -> None:
    gone, kept = put(world), put(world, JPG, "a.jpg")
    take_out_enclosure(enclosure=gone, by=world.cast.lan, at=AT)
    assert drop_unsent(before=AT + timedelta(days=1)) == 1
    assert list(Kept.objects.values_list("pk", flat=True)) == [kept.pk]
    assert Original.objects.count() == 1
    assert names(world) == {"enclosure/e1": ["a.jpg"]}
    with pytest.raises((Conflict, NotWithinReach)):
        put_back_enclosure(enclosure=gone, by=world.cast.lan, at=AT)


def test_files_stay_under_what_a_new_version_still_asks_and_the_others_are_named(world: World) -> None:
    filled(world)
    put(world)
    put(world, JPG, "a.jpg", "e2")
    old = sheet_of_draft(world.again()).layout
    layout = to_json(replace(old, enclosures=(replace(LIST, title="Danh sách"),)))
    version = TemplateVersion.objects.create(template=world.template, number=2, layout=layout)
    version = publish_template(version=version, by=world.cast.nga, at=AT)
    move_round(reporting_round=world.round, version=version, by=world.cast.nga, at=AT)
    assert names(world) == {"enclosure/e1": ["ds.pdf"]}
    moved = json.loads(Event.objects.get(kind="submission.moved", subject_id=world.submission.pk).data)
    assert moved["lost"] == ["Ảnh hiện trường: a.jpg"]


def test_forms_that_ask_for_none_cost_no_query_and_change_no_digest(world: World) -> None:
    plain = replace(sheet_of_draft(world.again()), layout=small_layout())
    assert "enclosures" not in document_of(plain, world.submission)
