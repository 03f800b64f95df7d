"""Several workbooks of one clerk at once: each recognised by its marks, whatever its name."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from submissions.actions.hand_out_workbook import hand_out_workbook
from submissions.actions.open_rounds import open_round
from submissions.drafts import sheet_of_draft
from submissions.models import Submission
from tests.submissions.workbooks.conftest import AT, FormWorld, blank, form_world, forms, layout
from tests.submissions.workbooks.making import with_cell, without_marks

__all__ = ["blank", "form_world", "forms", "layout"]
pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)
WOMEN = "t1/r01:c1"


@pytest.fixture(autouse=True)
def uploads(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def lan(form_world: FormWorld) -> Client:
    client = Client()
    client.force_login(form_world.cast.lan, backend="units.backends.PasswordBackend")
    return client


@pytest.fixture
def half_year(form_world: FormWorld) -> Submission:
    """Lan's second report: the same form for six months."""
    asked = open_round(template=form_world.template, period_code="2026-6M", by=None, at=AT)
    return Submission.objects.get(assignment__round=asked, assignment__subject=form_world.cast.dong_hung)


def filled(report: Submission, by: Any, value: str) -> bytes:
    _name, content = hand_out_workbook(submission=report, by=by, at=AT)
    return with_cell(content, "E8", f'<c r="E8" s="10"><v>{value}</v></c>')


def send(client: Client, *files: tuple[str, bytes]) -> Any:
    answer = client.post(
        "/nap-nhieu-tep/", {"files": [SimpleUploadedFile(name, data) for name, data in files]}
    )
    assert answer.status_code == 200
    return answer


def women(report: Submission) -> int | None:
    cells = sheet_of_draft(Submission.objects.get(pk=report.pk)).cells
    return cells[WOMEN].amount if WOMEN in cells else None


def test_each_file_finds_its_report_and_is_saved_when_ticked(
    form_world: FormWorld, lan: Client, half_year: Submission
) -> None:
    by = form_world.cast.lan
    answer = send(
        lan, ("x.xlsx", filled(half_year, by, "6")), ("y.xlsx", filled(form_world.again(), by, "9"))
    )
    lines = answer.context["lines"]
    assert [line["file"].submission for line in lines] == [half_year, form_world.report]
    assert [line["changed"] for line in lines] == [1, 1]
    assert women(half_year) is None
    ticked = [f"{line['report']['assignment'].pk}:{line['token']}" for line in lines]
    said = lan.post("/nap-nhieu-tep/luu/", {"file": ticked}, follow=True).content.decode()
    assert "Đã lưu 2 tệp vào bản nháp." in said
    assert (women(half_year), women(form_world.report)) == (6, 9)
    said = lan.post("/nap-nhieu-tep/luu/", {"file": ticked}, follow=True).content.decode()
    assert "Tệp đã xem trước không còn nữa" in said


def test_each_that_is_not_taken_says_why_and_the_others_are(
    form_world: FormWorld, lan: Client, half_year: Submission
) -> None:
    cast = form_world.cast
    mine = filled(form_world.again(), cast.lan, "9")
    theirs = filled(form_world.report_of_tien_lu, cast.son, "1")
    answer = send(
        lan, ("a.txt", b"hello"), ("b.xlsx", without_marks(mine)), ("c.xlsx", theirs), ("d.xlsx", mine),
        ("e.xlsx", mine), ("f.xlsx", bytes(10 * 1024 * 1024 + 1)),
    )  # fmt: skip
    said = [line["file"].refusal for line in answer.context["lines"]]
    assert said[0].startswith("Tệp này không phải bảng tính")
    assert said[1].startswith("Tệp không có dấu nhận dạng")
    assert said[2].startswith("Tệp này của Xã Tiên Lữ (biểu 4/BCH); anh/chị không lập")
    assert said[3] == ""
    assert said[4].startswith("Đã có tệp “d.xlsx” cho cùng báo cáo này.")
    assert said[5].startswith("Tệp lớn hơn 10 MB.")


def test_last_period_s_file_goes_to_the_only_open_report_and_asks(
    form_world: FormWorld, lan: Client, half_year: Submission
) -> None:
    content = filled(half_year, form_world.cast.lan, "6")
    asked = half_year.assignment.round
    asked.closed_at = AT
    asked.save()
    [line] = send(lan, ("cu.xlsx", content)).context["lines"]
    assert line["file"].submission == form_world.report
    assert line["question"].startswith("Tệp này của kỳ 6 tháng năm 2026;")
    assert not line["savable"]
    page = f"/bao-cao/{form_world.report.assignment_id}/"
    shown = lan.post(f"{page}nap-excel/", {"token": line["token"]})
    assert "Đúng, là số của kỳ này" in shown.content.decode()
    shown = lan.post(f"{page}nap-excel/", {"token": shown.context["token"], "confirm": "1"})
    assert "Đúng, là số của kỳ này" not in shown.content.decode()
    lan.post(f"{page}nap-excel/luu/", {"token": shown.context["token"], "keep": "1"})
    assert women(form_world.report) == 6


def test_a_report_that_takes_no_file_says_what_to_do(form_world: FormWorld, lan: Client) -> None:
    content = filled(form_world.again(), form_world.cast.lan, "9")
    asked = form_world.report.assignment.round
    asked.closed_at = AT
    asked.save()
    [line] = send(lan, ("cu.xlsx", content)).context["lines"]
    assert "gia hạn hoặc mở lại đợt" in line["file"].refusal
    assert line["report"]["assignment"].pk == form_world.report.assignment_id


def test_too_many_or_none_is_told(lan: Client) -> None:
    for files in ([], [SimpleUploadedFile(f"{n}.xlsx", b"x") for n in range(51)]):
        answer = lan.post("/nap-nhieu-tep/", {"files": files})
        assert "từ 1 đến 50 tệp" in answer.content.decode()
        assert answer.context["lines"] == []


def test_a_token_of_another_report_or_person_saves_nothing(
    form_world: FormWorld, lan: Client, half_year: Submission
) -> None:
    [line] = send(lan, ("a.xlsx", filled(half_year, form_world.cast.lan, "6"))).context["lines"]
    crossed = [f"{form_world.report.assignment_id}:{line['token']}"]
    assert "không còn nữa" in lan.post("/nap-nhieu-tep/luu/", {"file": crossed}, follow=True).content.decode()
    foreign = form_world.report_of_tien_lu.assignment_id
    assert lan.post("/nap-nhieu-tep/luu/", {"file": [f"{foreign}:{line['token']}"]}).status_code == 404
    assert (women(half_year), women(form_world.report)) == (None, None)
