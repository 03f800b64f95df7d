"""The file that came in is kept with what was sent, once, and handed out within reach only."""

import hashlib
import unicodedata
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from submissions.actions.hand_out_workbook import hand_out_workbook
from submissions.actions.nothing_to_report import nothing_to_report
from submissions.actions.request_sign_off import request_sign_off
from submissions.actions.save_draft import save_draft
from submissions.actions.save_workbook import save_workbook
from submissions.actions.sign_and_submit import sign_and_submit
from submissions.actions.undo_upload import undo_upload
from submissions.drafts import sheet_of_draft
from submissions.models import Original, Upload
from submissions.originals import drop_unsent, file_name_kept, keep_original, standing_upload
from submissions.workbooks.kinds import FileKind
from submissions.workbooks.macros import without_macros
from tests.submissions.workbooks.conftest import AT, FormWorld
from tests.submissions.workbooks.making import package_of, parts_of, with_cell
from units.errors import Conflict, NotAllowed
from units.models import Event, User

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)
WOMEN, BIRTHS = "t1/r01:c1", "t1/r05:c1"


def number(reference: str, value: str) -> str:
    return f'<c r="{reference}" s="10"><v>{value}</v></c>'


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="units.backends.PasswordBackend")
    return client


@pytest.fixture
def filled(form_world: FormWorld) -> bytes:
    _name, content = hand_out_workbook(submission=form_world.again(), by=form_world.cast.lan, at=AT)
    for row in range(8, 29):
        content = with_cell(content, f"E{row}", number(f"E{row}", "5"))
    return content


def save(form_world: FormWorld, content: bytes, name: str = "Biểu 4.xlsx") -> Upload:
    reading = save_workbook(
        submission=form_world.again(), content=content, file_name=name, by=form_world.cast.lan, at=LATER
    )
    assert reading.is_saved
    return Upload.objects.latest("pk")


def send(form_world: FormWorld) -> None:
    request_sign_off(submission=form_world.again(), by=form_world.cast.lan, at=LATER)
    sign_and_submit(submission=form_world.again(), by=form_world.cast.minh, at=LATER)


def address_of(form_world: FormWorld, upload: Upload) -> str:
    return f"/bao-cao/{form_world.report.assignment_id}/tep/{upload.pk}/"


def test_the_file_is_kept_byte_by_byte_and_goes_out_with_the_revision(
    form_world: FormWorld, filled: bytes
) -> None:
    upload = save(form_world, filled, unicodedata.normalize("NFD", "Biểu của xã.xlsx"))
    send(form_world)
    upload.refresh_from_db()
    assert upload.revision == form_world.again().sent
    assert upload.file_name == "Biểu của xã.xlsx"
    assert (upload.sha256, upload.size) == (hashlib.sha256(filled).hexdigest(), len(filled))
    got = client_of(form_world.cast.lan).get(address_of(form_world, upload))
    assert got.content == filled
    assert got["Content-Type"].endswith("spreadsheetml.sheet")
    assert got["Content-Disposition"].startswith("attachment; filename*=utf-8''Bi%E1%BB%83u")
    assert got["X-Content-Type-Options"] == "nosniff"
    event = Event.objects.get(kind="submission.original_handed_out")
    assert (event.actor, event.subject_id) == (form_world.cast.lan, form_world.report.pk)


def test_the_reviewer_finds_the_file_beside_what_was_sent(form_world: FormWorld, filled: bytes) -> None:
    upload = save(form_world, filled, "biểu của xã.xlsx")
    send(form_world)
    address = address_of(form_world, upload)
    hoa = client_of(form_world.cast.hoa)
    page = hoa.get(f"/duyet-so-lieu/{form_world.report.pk}/").content.decode()
    assert f'tệp gốc: <a href="{address}" download>biểu của xã.xlsx</a>' in page
    assert hoa.get(address).content == filled


def test_the_same_file_twice_has_one_effect(form_world: FormWorld, filled: bytes) -> None:
    save(form_world, filled)
    version = form_world.again().draft.version
    save(form_world, filled, "cùng tệp, tên khác.xlsx")
    assert (Upload.objects.count(), Original.objects.count()) == (1, 1)
    assert form_world.again().draft.version == version


def test_the_same_bytes_in_two_reports_are_stored_once() -> None:
    first, second = keep_original(b"TT;1\n"), keep_original(b"TT;1\n")
    assert first is not None
    assert first == second


def test_before_it_is_sent_only_the_unit_has_it(form_world: FormWorld, filled: bytes) -> None:
    upload = save(form_world, filled)
    cast = form_world.cast
    address = address_of(form_world, upload)
    assert client_of(cast.minh).get(address).status_code == 200
    for person in (cast.hoa, cast.son, cast.fresh("mai"), cast.fresh("long")):
        assert client_of(person).get(address).status_code == 404, person
    assert Client().get(address).status_code == 302


def test_once_sent_its_recipient_has_it_and_no_other_agency_or_commune(
    form_world: FormWorld, filled: bytes
) -> None:
    upload = save(form_world, filled)
    send(form_world)
    cast = form_world.cast
    address = address_of(form_world, upload)
    for person in (cast.lan, cast.hoa):
        assert client_of(person).get(address).status_code == 200, person
    for person in (cast.son, cast.fresh("mai"), cast.fresh("long")):
        assert client_of(person).get(address).status_code == 404, person


def test_an_upload_of_one_report_is_not_found_under_another(form_world: FormWorld, filled: bytes) -> None:
    upload = save(form_world, filled)
    theirs = form_world.report_of_tien_lu.assignment_id
    answer = client_of(form_world.cast.son).get(f"/bao-cao/{theirs}/tep/{upload.pk}/")
    assert answer.status_code == 404


def test_the_history_names_it(form_world: FormWorld, filled: bytes) -> None:
    save(form_world, filled, "<script>alert(1)</script>.xlsx")
    page = client_of(form_world.cast.lan).get(f"/bao-cao/{form_world.report.assignment_id}/lich-su/")
    assert "&lt;script&gt;" not in page.content.decode()  # the name stops at the last slash
    assert "script&gt;.xlsx" in page.content.decode()
    assert "<script>alert" not in page.content.decode()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("C:\\Users\\lan\\bieu.xlsx", "bieu.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("a\u202excod.xlsx", "axcod.xlsx"),
        ("a\nb\x00.xlsx", "ab.xlsx"),
        ("", "workbook"),
        ("...", "workbook"),
        ("x" * 300 + ".xlsx", "x" * 195 + ".xlsx"),
    ],
)
def test_names_are_made_harmless(name: str, kept: str) -> None:
    assert file_name_kept(name) == kept


def test_what_was_never_sent_goes_after_a_month_and_what_stands_stays(
    form_world: FormWorld, filled: bytes
) -> None:
    lan = form_world.cast.lan
    undone = save(form_world, filled)
    undo_upload(submission=form_world.again(), upload=undone.pk, by=lan, at=LATER)
    stands = save(form_world, with_cell(filled, "E8", number("E8", "7")))
    assert drop_unsent(before=LATER) == 0
    assert drop_unsent(before=LATER + timedelta(days=1)) == 1
    assert list(Upload.objects.all()) == [stands]
    assert list(Original.objects.values_list("pk", flat=True)) == [stands.original_id]
    send(form_world)
    assert drop_unsent(before=LATER + timedelta(days=1)) == 0


def test_a_file_of_which_nothing_is_left_does_not_go_out(form_world: FormWorld, filled: bytes) -> None:
    upload = save(form_world, filled)
    nothing_to_report(submission=form_world.again(), by=form_world.cast.lan, at=LATER)
    sign_and_submit(submission=form_world.again(), by=form_world.cast.minh, at=LATER)
    upload.refresh_from_db()
    assert upload.revision is None


# ---- macros ------------------------------------------------------------------------------------------------


def with_macros(content: bytes) -> bytes:
    parts = parts_of(content)
    parts["xl/vbaProject.bin"] = b"\xd0\xcf\x11\xe0 evil"
    parts["[Content_Types].xml"] = (
        parts["[Content_Types].xml"]
        .replace(
            b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        )
        .replace(
            b"</Types>",
            b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>',
        )
    )
    rels = "xl/_rels/workbook.xml.rels"
    kind = b"http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    link = b'<Relationship Id="rIdV" Type="%s" Target="vbaProject.bin"/></Relationships>' % kind
    parts[rels] = parts[rels].replace(b"</Relationships>", link)
    return package_of(parts)


def test_of_a_file_with_macros_everything_else_is_kept(form_world: FormWorld, filled: bytes) -> None:
    came = with_macros(filled)
    upload = save(form_world, came, "biểu.xlsm")
    assert upload.sha256 == hashlib.sha256(came).hexdigest()
    got = client_of(form_world.cast.lan).get(address_of(form_world, upload))
    assert ".xlsx" in got["Content-Disposition"]
    old, new = parts_of(filled), parts_of(got.content)
    assert new.keys() == old.keys()
    changed = {name for name in old if old[name] != new[name]}
    assert not changed - {"[Content_Types].xml", "xl/_rels/workbook.xml.rels"}
    assert b"vba" not in b"".join(new.values()).lower()
    assert load_workbook(BytesIO(got.content)).sheetnames


def test_macros_that_cannot_be_taken_out_leave_only_the_name(form_world: FormWorld, filled: bytes) -> None:
    came = package_of(parts_of(filled) | {"xl/macrosheets/sheet1.xml": b"<m/>"})
    upload = save(form_world, came)
    assert upload.original is None
    assert client_of(form_world.cast.lan).get(address_of(form_world, upload)).status_code == 404
    page = client_of(form_world.cast.lan).get(f"/bao-cao/{form_world.report.assignment_id}/lich-su/")
    assert "có macro, không giữ tệp" in page.content.decode()


def test_old_and_open_formats_say_whether_they_have_macros(repository) -> None:  # type: ignore[no-untyped-def]
    folder = repository / "tests/submissions/workbooks/files"
    for name, kind in (("filled.xls", FileKind.XLS), ("filled.ods", FileKind.ODS)):
        content = (folder / name).read_bytes()
        assert without_macros(content) == (kind, content)
    old = (folder / "filled.xls").read_bytes()
    assert without_macros(old + "_VBA_PROJECT_CUR".encode("utf-16-le")) == (FileKind.XLS, None)


# ---- undo --------------------------------------------------------------------------------------------------


def test_an_upload_is_undone_in_one_step(form_world: FormWorld, filled: bytes) -> None:
    lan = form_world.cast.lan
    save_draft(submission=form_world.again(), cells={WOMEN: "120"}, by=lan, at=AT)
    before = sheet_of_draft(form_world.again()).cells
    upload = save(form_world, filled)
    assert undo_upload(submission=form_world.again(), upload=upload.pk, by=lan, at=LATER) == (21, 0)
    assert sheet_of_draft(form_world.again()).cells == before
    assert standing_upload(form_world.again()) is None
    with pytest.raises(Conflict):
        undo_upload(submission=form_world.again(), upload=upload.pk, by=lan, at=LATER)
    save(form_world, filled)
    assert Upload.objects.count() == 2


def test_what_was_changed_since_stays(form_world: FormWorld, filled: bytes) -> None:
    lan = form_world.cast.lan
    upload = save(form_world, filled)
    save_draft(submission=form_world.again(), cells={BIRTHS: "6"}, by=form_world.cast.minh, at=LATER)
    assert undo_upload(submission=form_world.again(), upload=upload.pk, by=lan, at=LATER) == (20, 1)
    assert {a: c.amount for a, c in sheet_of_draft(form_world.again()).cells.items()} == {BIRTHS: 6}


def test_nothing_to_report_comes_back_whole(form_world: FormWorld, filled: bytes) -> None:
    lan = form_world.cast.lan
    nothing_to_report(submission=form_world.again(), by=lan, at=AT)
    report = form_world.again()
    report.status = "draft"
    report.prepared_by = report.prepared_at = None
    report.save()
    upload = save(form_world, filled)
    assert not form_world.again().draft.nothing_to_report
    undo_upload(submission=form_world.again(), upload=upload.pk, by=lan, at=LATER)
    assert form_world.again().draft.nothing_to_report
    assert sheet_of_draft(form_world.again()).cells[WOMEN].sign.symbol == "-"


def test_what_was_sent_cannot_be_undone_nor_by_others(form_world: FormWorld, filled: bytes) -> None:
    upload = save(form_world, filled)
    with pytest.raises(NotAllowed):
        undo_upload(submission=form_world.again(), upload=upload.pk, by=form_world.cast.hoa, at=LATER)
    send(form_world)
    with pytest.raises(Conflict):
        undo_upload(submission=form_world.again(), upload=upload.pk, by=form_world.cast.lan, at=LATER)


def test_the_page_offers_the_undo(form_world: FormWorld, filled: bytes, settings, tmp_path) -> None:  # type: ignore[no-untyped-def]
    settings.MEDIA_ROOT = tmp_path
    lan = client_of(form_world.cast.lan)
    page = f"/bao-cao/{form_world.report.assignment_id}/"
    shown = lan.post(f"{page}nap-excel/", {"file": SimpleUploadedFile("b.xlsx", filled)})
    token = shown.context["token"]
    lan.post(f"{page}nap-excel/luu/", {"token": token, "keep": "1"})
    upload = Upload.objects.get()
    assert "Hoàn tác tệp này" in lan.get(page).content.decode()
    said = lan.post(f"{page}nap-excel/hoan-tac/", {"upload": upload.pk}, follow=True).content.decode()
    assert "21 ô trở lại như trước khi nạp" in said
    assert "Hoàn tác tệp này" not in said
