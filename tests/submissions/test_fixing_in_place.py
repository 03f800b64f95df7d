"""An upload is corrected on its page: old → new, all problems at once, then kept as a draft."""

import json
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from submissions.actions.hand_out_workbook import hand_out_workbook
from submissions.actions.save_draft import save_draft
from submissions.drafts import sheet_of_draft
from submissions.models import Submission, Upload
from submissions.problem_groups import SHOWN, grouped
from tests.submissions.workbooks.conftest import AT, FormWorld, blank, form_world, forms, layout
from tests.submissions.workbooks.making import with_cell
from units.models import User

__all__ = ["blank", "form_world", "forms", "layout"]
pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)
WOMEN, MINORS, HIV, ARV, SUGAR = (f"t1/r{row}:c1" for row in ("01", "02", "11", "12", "13"))


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="units.backends.PasswordBackend")
    return client


def number(reference: str, value: str) -> str:
    return f'<c r="{reference}" s="10"><v>{value}</v></c>'


@pytest.fixture(autouse=True)
def uploads(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def page(form_world: FormWorld) -> str:
    return f"/bao-cao/{form_world.report.assignment_id}/"


@pytest.fixture
def lan(form_world: FormWorld) -> Client:
    return client_of(form_world.cast.lan)


@pytest.fixture
def mistakes(form_world: FormWorld) -> bytes:
    """A text, a part greater than its whole, a formula without a result."""
    _name, content = hand_out_workbook(submission=form_world.again(), by=form_world.cast.lan, at=AT)
    for reference, value in (("E8", "1234"), ("E18", "4"), ("E19", "5")):
        content = with_cell(content, reference, number(reference, value))
    content = with_cell(content, "E9", '<c r="E9" t="inlineStr"><is><t>mười hai</t></is></c>')
    return with_cell(content, "E20", '<c r="E20"><f>E19*2</f></c>')


def sent(lan: Client, page: str, content: bytes, name: str = "bieu.xlsx") -> dict[str, Any]:
    answer = lan.post(f"{page}nap-excel/", {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 200
    return {"token": answer.context["token"], "shown": answer.context["shown_json"]} | {
        f"cell:{address}": text for address, text in json.loads(answer.context["shown_json"]).items()
    }


def test_the_form_opens_with_what_the_file_says_and_can_be_typed_into(
    lan: Client, page: str, mistakes: bytes
) -> None:
    answer = lan.post(f"{page}nap-excel/", {"file": SimpleUploadedFile("a.xlsx", mistakes)})
    html = answer.content.decode()
    assert f'name="cell:{MINORS}" value="mười hai"' in html
    assert [group.code for group in answer.context["groups"]][:2] == ["formula_without_value", "unreadable"]
    assert "Kiểm tra lại" in html
    assert "Lưu vào bản nháp" not in html  # a formula without a result would be left out


def test_corrections_are_checked_again_and_nothing_is_saved(
    form_world: FormWorld, lan: Client, page: str, mistakes: bytes
) -> None:
    fields = sent(lan, page, mistakes) | {f"cell:{SUGAR}": "10", f"cell:{MINORS}": "1.2x", "check": "1"}
    answer = lan.post(f"{page}nap-excel/luu/", fields)
    assert answer.context["corrected"] == 2
    assert "formula_without_value" not in [group.code for group in answer.context["groups"]]
    html = answer.content.decode()
    assert f'name="cell:{MINORS}" value="1.2x"' in html
    assert "Lưu vào bản nháp" in html
    assert form_world.again().draft.version == 0


def test_what_was_corrected_is_saved_and_the_file_kept(
    form_world: FormWorld, lan: Client, page: str, mistakes: bytes
) -> None:
    typed = {f"cell:{SUGAR}": "10", f"cell:{MINORS}": "12", f"cell:{ARV}": "3", "keep": "1"}
    answer = lan.post(f"{page}nap-excel/luu/", sent(lan, page, mistakes) | typed, follow=True)
    assert "Đã lưu 5 ô từ tệp vào bản nháp." in answer.content.decode()
    kept = {address: answer.amount for address, answer in sheet_of_draft(form_world.again()).cells.items()}
    assert kept == {WOMEN: 1234, MINORS: 12, HIV: 4, ARV: 3, SUGAR: 10}
    assert bytes(Upload.objects.get().original.content) == mistakes  # type: ignore[union-attr]


def test_a_formula_without_a_result_is_not_saved_past(
    form_world: FormWorld, lan: Client, page: str, mistakes: bytes
) -> None:
    answer = lan.post(f"{page}nap-excel/luu/", sent(lan, page, mistakes) | {"keep": "1"})
    assert answer.status_code == 200
    assert "chưa lưu được" in answer.content.decode()
    assert form_world.again().draft.version == 0


def test_a_missing_row_is_typed_in_place(
    form_world: FormWorld, lan: Client, page: str, mistakes: bytes
) -> None:
    label = '<c r="B9" t="inlineStr"><is><t>Dòng lạ</t></is></c>'
    content = with_cell(with_cell(mistakes, "B9", label), "E20", number("E20", "1"))
    content = with_cell(content, "E9", '<c r="E9"/>')
    fields = sent(lan, page, content)
    assert "row_missing" in [
        g.code for g in lan.post(f"{page}nap-excel/luu/", fields | {"check": "1"}).context["groups"]
    ]
    lan.post(f"{page}nap-excel/luu/", fields | {"keep": "1"})
    assert form_world.again().draft.version == 0
    lan.post(f"{page}nap-excel/luu/", fields | {f"cell:{MINORS}": "7", "keep": "1"})
    assert sheet_of_draft(form_world.again()).cells[MINORS].amount == 7


def test_a_cell_changed_by_somebody_meanwhile_is_told_and_the_corrections_stay(
    form_world: FormWorld, lan: Client, page: str, mistakes: bytes
) -> None:
    fields = sent(lan, page, mistakes) | {f"cell:{SUGAR}": "10", f"cell:{MINORS}": "12", "keep": "1"}
    save_draft(submission=form_world.again(), cells={WOMEN: "99"}, by=form_world.cast.minh, at=LATER)
    answer = lan.post(f"{page}nap-excel/luu/", fields)
    html = answer.content.decode()
    assert "vừa được người khác sửa" in html
    assert f'name="cell:{SUGAR}" value="10"' in html
    assert "trước: 99" in html
    again = fields | {"token": answer.context["token"]}
    lan.post(f"{page}nap-excel/luu/", again)
    assert sheet_of_draft(form_world.again()).cells[WOMEN].amount == 1234


def test_the_marked_workbook_and_the_list_come_back(lan: Client, page: str, mistakes: bytes) -> None:
    fields = sent(lan, page, mistakes, "Biểu của Lan.xlsx")
    marked = lan.post(f"{page}nap-excel/tra-ve/", fields | {"what": "marked"})
    assert marked["Content-Disposition"].startswith("attachment")
    sheet = load_workbook(BytesIO(marked.content))["Biểu 4-BCH"]
    assert sheet["E19"].comment.text.startswith("5 lớn hơn dòng 3.6 (4).")
    assert sheet["E9"].comment.text.startswith("“mười hai” chưa đọc được.")
    listed = lan.post(f"{page}nap-excel/tra-ve/", fields | {"what": "list"})
    rows = list(load_workbook(BytesIO(listed.content)).active.values)
    assert rows[0] == ("Mức", "Ô", "Dòng", "Cột", "Nội dung")
    assert [row[1] for row in rows[1:4]] == ["E20", "E9", "E19"]


def test_a_kind_that_cannot_be_marked_says_so_and_gives_the_list(
    lan: Client, page: str, repository: Path
) -> None:
    content = "Biểu số: 4/BCH\nTT;Chỉ tiêu\n1;2\n".encode()
    answer = lan.post(f"{page}nap-excel/", {"file": SimpleUploadedFile("a.csv", content)})
    html = answer.content.decode()
    assert "Tệp .csv không đánh dấu được từng ô" in html
    assert "Tải tệp đã đánh dấu ô" not in html
    fields = {"token": answer.context["token"], "what": "marked"}
    assert lan.post(f"{page}nap-excel/tra-ve/", fields).status_code == 422
    assert lan.post(f"{page}nap-excel/tra-ve/", fields | {"what": "list"}).status_code == 200


def test_problems_of_one_kind_are_one_group_and_two_hundred_lines_are_shown() -> None:
    problems = [
        {"code": "unreadable", "severity": "error", "message": f"Ô E{n}: sai", "cell": f"E{n}"}
        for n in range(300)
    ]
    other = {"code": "formula", "severity": "warning", "message": "một", "cell": "A1"}
    groups = grouped([other, *problems, other | {"code": "date", "severity": "error"}])
    assert [(group.code, group.count) for group in groups] == [
        ("unreadable", 300),
        ("date", 1),
        ("formula", 1),
    ]
    assert sum(len(group.lines) for group in groups) == SHOWN
    assert groups[0].title == "300 ô chưa đọc được"
    assert groups[1].title == "một"


# ---- reports that take no file now -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "says"),
    [
        ("awaiting_sign_off", "nhờ thủ trưởng chuyển lại"),
        ("submitted", "bấm “Rút lại”"),
        ("accepted", "bấm “Xin đính chính”"),
        ("closed", "gia hạn hoặc mở lại đợt"),
        ("exempt", "đã được miễn"),
    ],
)
def test_a_report_that_takes_no_file_says_what_to_do_instead(
    form_world: FormWorld, lan: Client, page: str, mistakes: bytes, status: str, says: str
) -> None:
    put(form_world, status)
    answer = lan.post(f"{page}nap-excel/", {"file": SimpleUploadedFile("a.xlsx", mistakes)})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert says in html
    assert f'href="{page}"' in html
    through_api = lan.post(
        f"/api/v1/assignments/{form_world.report.assignment_id}/workbook",
        {"file": SimpleUploadedFile("a.xlsx", mistakes)},
    )
    assert through_api.status_code == 409
    assert says in through_api.json()["detail"]


def put(form_world: FormWorld, status: str) -> None:
    """The report in another state, with a sent revision where it needs one."""
    report = form_world.again()
    if status == "closed":
        asked = report.assignment.round
        asked.closed_at, asked.closed_by = AT, form_world.cast.nga
        asked.save()
    elif status == "exempt":
        duty = report.assignment
        duty.exempted_at, duty.exempted_by = AT, form_world.cast.nga
        duty.save()
    else:
        from submissions.models import Revision

        revision = Revision.objects.create(
            submission=report, number=1, document="{}", sha256="0" * 64, prepared_by=form_world.cast.lan,
            prepared_at=AT, signed_by=form_world.cast.minh, sent_at=AT,
        )  # fmt: skip
        Submission.objects.filter(pk=report.pk).update(status=status, sent=revision, accepted=revision)
