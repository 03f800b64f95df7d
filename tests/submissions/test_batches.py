"""Nạp hàng loạt: many workbooks at once, worked through in the background into the drafts of their units."""

import zipfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from submissions.actions.carry_on_batch import carry_on_batch
from submissions.actions.carry_on_batches import carry_on_silent, silent_batches
from submissions.actions.hand_out_workbook import hand_out_workbook
from submissions.actions.open_rounds import open_round
from submissions.actions.receive_files import MOST_FILES, receive_files
from submissions.actions.save_typed import save_typed
from submissions.actions.stop_batch import resume_batch, stop_batch
from submissions.drafts import sheet_of_draft
from submissions.filling_in import Enterer
from submissions.models import Batch, BatchFile, Submission, Upload
from submissions.permissions import may_enter_for
from submissions.provenance import filled_for
from tests.submissions.workbooks.conftest import AT, FormWorld, blank, form_world, forms, layout
from tests.submissions.workbooks.making import with_cell, without_marks
from units.errors import BadContent, Conflict
from units.models import Event, User

__all__ = ["blank", "form_world", "forms", "layout"]
pytestmark = pytest.mark.django_db
WOMEN, MORE = "t1/r01:c1", "t1/r02:c1"
File = tuple[str, bytes]


@pytest.fixture(autouse=True)
def uploads(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def lent(form_world: FormWorld) -> FormWorld:
    """The regime lets others enter."""
    regime = form_world.template.regime
    regime.lets_others_enter = True
    regime.save()
    return form_world


def filled(report: Submission, by: User, value: str, cell: str = "E8") -> bytes:
    _name, content = hand_out_workbook(submission=report, by=by, at=AT)
    return with_cell(content, cell, f'<c r="{cell}" s="10"><v>{value}</v></c>')


def packed(*files: File) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files:
            package.writestr(name, content)
    return target.getvalue()


def receive(by: User, *files: File, key: str = "k", part: int = 0, parts: int = 1) -> Batch:
    given = [(name, BytesIO(content), len(content)) for name, content in files]
    return receive_files(files=given, key=key, part=part, parts=parts, by=by, at=timezone.now())


def done(by: User, *files: File, key: str = "k") -> list[BatchFile]:
    batch = receive(by, *files, key=key)
    assert carry_on_batch(batch_id=batch.pk) is False
    batch.refresh_from_db()
    assert batch.finished_at is not None
    return list(batch.files.order_by("number"))


def women(report: Submission, cell: str = WOMEN) -> int | None:
    cells = sheet_of_draft(Submission.objects.get(pk=report.pk)).cells
    return cells[cell].amount if cell in cells else None


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="units.backends.PasswordBackend")
    return client


# ---- whose files ------------------------------------------------------------------------------------------


def test_a_clerk_s_zip_goes_into_the_drafts_of_her_own_reports(form_world: FormWorld) -> None:
    lan = form_world.cast.lan
    asked = open_round(template=form_world.template, period_code="2026-6M", by=None, at=AT)
    half = Submission.objects.get(assignment__round=asked, assignment__subject=form_world.cast.dong_hung)
    archive = packed(
        ("quý 2/a.xlsx", filled(half, lan, "6")), ("b.xlsx", filled(form_world.report, lan, "9"))
    )
    first, second = done(lan, ("tất cả.zip", archive))
    assert (first.state, first.name, first.submission) == ("saved", "quý 2/a.xlsx", half)
    assert (first.changed, first.content) == (1, None)
    assert (women(half), women(form_world.report)) == (6, 9)
    assert Upload.objects.get(submission=half).file_name == "a.xlsx"
    assert second.errors + second.warnings > 0

    again = done(lan, ("tất cả.zip", archive), key="k2")
    assert [one.state for one in again] == ["same", "same"]
    assert Upload.objects.count() == 2


def test_the_officer_s_files_fill_in_for_units_without_writing_over_what_they_typed(lent: FormWorld) -> None:
    cast = lent.cast
    typed, empty = lent.again(), lent.report_of_tien_lu
    ours, theirs = filled(typed, cast.lan, "9"), filled(empty, cast.son, "5")
    more = with_cell(theirs, "E9", '<c r="E9" s="10"><v>x1</v></c>')
    save_typed(submission=typed, cells={WOMEN: "7"}, by=cast.lan, at=AT)
    save_typed(submission=empty, cells={MORE: "3"}, by=cast.son, at=AT)
    lines = done(cast.nga, ("a.xlsx", ours), ("b.xlsx", theirs), ("c.xlsx", more))
    assert [one.state for one in lines] == ["refused", "saved", "refused"]
    assert lines[0].message == "Đơn vị đã tự nhập 1 ô khác với tệp; không ghi đè."
    assert women(typed) == 7
    assert (women(empty), women(empty, MORE)) == (5, 3)  # an empty cell of the file clears nothing
    said = filled_for(Submission.objects.get(pk=empty.pk))
    assert said is not None
    assert (said.who, said.file, said.cells) == (cast.nga.full_name, "b.xlsx", 1)
    assert Upload.objects.get(submission=empty).uploaded_by == cast.nga


def test_what_is_not_the_person_s_to_fill_says_so(form_world: FormWorld) -> None:
    cast = form_world.cast
    foreign, mine = (
        filled(form_world.report_of_tien_lu, cast.son, "5"),
        filled(form_world.report, cast.lan, "9"),
    )
    [line] = done(cast.lan, ("a.xlsx", foreign))
    assert line.message.startswith("Tệp này của Xã Tiên Lữ (biểu 4/BCH): không có báo cáo đó trong phạm vi")
    [line] = done(cast.nga, ("b.xlsx", mine))
    assert line.message.startswith("Chế độ báo cáo này không cho nhập thay")
    [line] = done(cast.fresh("long"), ("b.xlsx", mine))
    assert "không có báo cáo đó trong phạm vi" in line.message
    assert not Upload.objects.exists()


def test_whom_one_may_enter_for_is_the_same_for_one_report_and_for_many(lent: FormWorld) -> None:
    reports = [lent.again(), Submission.objects.get(pk=lent.report_of_tien_lu.pk)]
    for name in lent.cast.users:
        user = lent.cast.fresh(name)
        enterer = Enterer(user)
        assert [enterer.may_enter(one) for one in reports] == [may_enter_for(user, one) for one in reports]


# ---- files nobody can take --------------------------------------------------------------------------------


def test_each_file_that_is_not_taken_says_why_and_the_others_are(form_world: FormWorld) -> None:
    lan = form_world.cast.lan
    mine = filled(form_world.report, lan, "9")
    bomb = b"0" * (2 * 1024 * 1024)
    archive = packed(
        ("../../etc/passwd", b"root"), ("C:\\Users\\lan\\b.xlsx", without_marks(mine)),
        ("trong/nua.zip", packed(("a.xlsx", mine))), ("rong.xlsx", b""), ("bom.xlsx", bomb),
        ("qd.pdf", b"%PDF-1"),
        ("__MACOSX/._d.xlsx", b"x"), ("Thumbs.db", b"x"), ("~$d.xlsx", b"x"), ("thư mục/", b""),
        ("d.xlsx", mine), ("e/d.xlsx", mine),
    )  # fmt: skip
    lines = done(
        lan, ("tep.zip", archive), ("hong.zip", b"PK\x03\x04" + b"x" * 90), ("to.xlsx", bytes(10485761))
    )
    said = {one.name: one.message for one in lines}
    assert said.pop("etc/passwd").startswith("Tệp này không phải bảng tính")
    assert said.pop("Users/lan/b.xlsx").startswith("Tệp không có dấu nhận dạng")
    assert said.pop("trong/nua.zip").startswith("Tệp nén nằm trong tệp nén")
    assert said.pop("rong.xlsx").startswith("Tệp rỗng")
    assert said.pop("bom.xlsx").startswith("Tệp giải nén ra lớn bất thường")
    assert said.pop("qd.pdf").startswith("Tệp này không phải bảng tính")
    assert said.pop("d.xlsx") == ""
    assert said.pop("e/d.xlsx").startswith("Đã có tệp “d.xlsx” cho cùng báo cáo này.")
    assert said.pop("hong.zip").startswith("Tệp nén bị hỏng")
    assert said.pop("to.xlsx").startswith("Tệp lớn hơn 10 MB.")
    assert said == {}
    assert Batch.objects.get().passed_over == 4
    assert women(form_world.report) == 9


def test_a_locked_entry_and_a_period_to_be_confirmed_say_what_to_do(form_world: FormWorld) -> None:
    lan = form_world.cast.lan
    asked = open_round(template=form_world.template, period_code="2026-6M", by=None, at=AT)
    half = Submission.objects.get(assignment__round=asked, assignment__subject=form_world.cast.dong_hung)
    content = filled(half, lan, "6")
    asked.closed_at = AT
    asked.save()
    archive = bytearray(packed(("khoa.xlsx", content)))
    archive[6] |= 1
    archive[archive.index(b"PK\x01\x02") + 8] |= 1
    locked, earlier = done(lan, ("khoa.zip", bytes(archive)), ("ky-truoc.xlsx", content))
    assert locked.message.startswith("Tệp đang đặt mật khẩu")
    assert earlier.message.startswith("Tệp này của kỳ 6 tháng năm 2026;")
    assert earlier.message.endswith("Nếu đúng, hãy nạp tệp ở trang của báo cáo.")
    assert earlier.submission == form_world.report


def test_more_files_than_a_batch_takes_are_not_half_taken(form_world: FormWorld) -> None:
    archive = packed(*((f"{number}.xlsx", b"x") for number in range(MOST_FILES + 1)))
    with pytest.raises(BadContent, match="nhiều nhất"):
        receive(form_world.cast.lan, ("a.zip", archive))
    assert not Batch.objects.exists()


# ---- parts, stops, other workers --------------------------------------------------------------------------


def test_a_part_that_comes_twice_is_received_once_and_one_too_early_is_not(form_world: FormWorld) -> None:
    lan = form_world.cast.lan
    batch = receive(lan, ("a.txt", b"a"), parts=2)
    assert receive(lan, ("a.txt", b"a"), parts=2) == batch
    assert carry_on_batch(batch_id=batch.pk) is False
    batch.refresh_from_db()
    assert (batch.finished_at, batch.worker, batch.files.count()) == (None, "", 1)
    with pytest.raises(Conflict):
        receive(lan, ("c.txt", b"c"), key="l", part=1, parts=2)
    receive(lan, ("b.txt", b"b"), part=1, parts=2)
    carry_on_batch(batch_id=batch.pk)
    batch.refresh_from_db()
    assert batch.finished_at is not None
    assert list(batch.files.order_by("number").values_list("number", "name")) == [(1, "a.txt"), (2, "b.txt")]


def test_a_stopped_batch_waits_and_goes_on_where_it_was(form_world: FormWorld) -> None:
    lan = form_world.cast.lan
    batch = receive(lan, ("a.txt", b"a"), ("b.xlsx", filled(form_world.report, lan, "9")))
    stop_batch(batch=batch, by=lan, at=AT)
    stop_batch(batch=batch, by=lan, at=AT)
    assert carry_on_batch(batch_id=batch.pk) is False
    assert set(batch.files.values_list("state", flat=True)) == {"waiting"}
    resume_batch(batch=batch, by=lan, at=AT)
    assert carry_on_batch(batch_id=batch.pk) is False
    assert women(form_world.report) == 9
    kinds = Event.objects.filter(subject_type="batch").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["batch.received", "batch.stopped", "batch.resumed", "batch.finished"]


def test_what_nobody_gets_on_with_is_put_back_to_work(form_world: FormWorld) -> None:
    batch = receive(form_world.cast.lan, ("a.txt", b"a"))
    assert silent_batches(at=timezone.now()) == []
    later = timezone.now() + timezone.timedelta(minutes=1)
    assert carry_on_silent(at=later) == 1
    stop_batch(batch=batch, by=form_world.cast.lan, at=AT)
    assert carry_on_silent(at=later) == 0


def test_a_role_that_ended_meanwhile_keeps_nothing(form_world: FormWorld) -> None:
    lan = form_world.cast.lan
    batch = receive(lan, ("a.xlsx", filled(form_world.report, lan, "9")))
    User.objects.filter(pk=lan.pk).update(is_active=False)
    carry_on_batch(batch_id=batch.pk)
    assert "không có báo cáo đó trong phạm vi" in batch.files.get().message


# ---- pages ------------------------------------------------------------------------------------------------


def post(client: Client, files: Sequence[File], **more: str) -> Any:
    given = [SimpleUploadedFile(name, content) for name, content in files]
    data = {"khoa": "abc", "phan": "0", "so-phan": "1", "files": given, **more}
    return client.post("/nap-hang-loat/", data)


def test_the_page_takes_files_follows_them_and_hands_out_the_list(form_world: FormWorld) -> None:
    lan = form_world.cast.lan
    client = client_of(lan)
    assert "Chưa nạp lượt nào." in client.get("/nap-hang-loat/").content.decode()
    answer = post(client, [("=1+1.txt", b"a"), ("b.xlsx", filled(form_world.report, lan, "9"))])
    page = answer["Location"]
    said = client.get(page).content.decode()
    assert "Đang xử lý: 0/2 tệp" in said
    assert 'hx-trigger="every 2s"' in said
    carry_on_batch(batch_id=Batch.objects.get().pk)
    part = client.get(page, headers={"HX-Request": "true"}).content.decode()
    assert part.startswith('<section id="batch">')
    assert "Đã xong: 1/2 tệp vào bản nháp" in part
    assert "=1+1.txt" in part
    book = openpyxl.load_workbook(BytesIO(client.get(f"{page}ket-qua/").content))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert [row[1:3] for row in rows[1:]] == [
        ("'=1+1.txt", "không lưu"), ("b.xlsx", "đã lưu vào bản nháp")
    ]  # fmt: skip
    assert client_of(form_world.cast.minh).get(page).status_code == 404
    assert client.post(f"{page}khac/").status_code == 404


def test_the_page_says_what_is_wrong_with_what_was_sent(form_world: FormWorld) -> None:
    client = client_of(form_world.cast.lan)
    for answer in (
        client.post("/nap-hang-loat/", {"khoa": "abc", "phan": "0", "so-phan": "1"}),
        post(client, [("a.txt", b"a")], khoa="../x"),
        post(client, [("a.txt", b"a")], phan="-1"),
        post(client, [("a.txt", b"a")], phan="9" * 30),
    ):
        assert answer.status_code == 422
        assert 'role="alert"' in answer.content.decode()
    answer = client.post("/nap-hang-loat/", {"khoa": "abc"}, headers={"Accept": "application/json"})
    assert answer.json()["said"] == "Chưa chọn tệp nào. Hãy chọn tệp rồi nạp lại."
    assert not Batch.objects.exists()


def test_a_script_s_answer_names_the_page_and_folders_are_kept(form_world: FormWorld) -> None:
    client = client_of(form_world.cast.lan)
    files = [SimpleUploadedFile("a.txt", b"a"), SimpleUploadedFile("a.txt", b"b")]
    data = {"khoa": "abc", "phan": "0", "so-phan": "1", "files": files, "ten": ["x/a.txt", "y/a.txt"]}
    answer = client.post("/nap-hang-loat/", data, headers={"Accept": "application/json"})
    assert answer.json() == {"page": f"/nap-hang-loat/{Batch.objects.get().pk}/", "received": 1}
    assert list(BatchFile.objects.order_by("number").values_list("name", flat=True)) == ["x/a.txt", "y/a.txt"]
