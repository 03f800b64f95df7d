"""Lists in a workbook: a sheet each, out with what was entered, back in wherever its rows went."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from indicators.actions.publish_template import publish_template
from indicators.layout import FormLayout, ListColumn, RowList, to_json
from indicators.models import TemplateVersion
from submissions.actions.hand_out_workbook import hand_out_workbook
from submissions.actions.move_round import move_round
from submissions.actions.read_workbook import WorkbookReading, read_workbook
from submissions.actions.save_draft import save_draft
from submissions.actions.save_workbook import save_workbook
from submissions.actions.undo_upload import undo_upload
from submissions.drafts import sheet_of_draft
from submissions.models import Upload
from submissions.workbooks.fill import with_empty_lists
from tests.submissions.workbooks.conftest import AT, FormWorld
from tests.submissions.workbooks.making import parts_of

pytestmark = pytest.mark.django_db
CASES = RowList(
    "l1", "Ca tử vong mẹ", "Mỗi ca một dòng",
    columns=(ListColumn("name", "Họ và tên", is_required=True), ListColumn("visits", "Số lần khám", "number"),
             ListColumn("day", "Ngày mất", "date")),
)  # fmt: skip
PLACES = RowList("l2", "Trạm y tế", columns=(ListColumn("name", "Tên trạm"),))
KEPT = "=Nguyễn Thị A\t1.234\t05/07/2026\nTrần Thị B\t\t"


@pytest.fixture
def world(form_world: FormWorld, layout: FormLayout, blank: bytes) -> FormWorld:
    with_lists = replace(layout, lists=(CASES, PLACES))
    version = TemplateVersion.objects.create(
        template=form_world.template, number=2, layout=to_json(with_lists), workbook=blank
    )
    version = publish_template(version=version, by=form_world.cast.nga, at=AT)
    round_ = form_world.again().assignment.round
    move_round(reporting_round=round_, version=version, by=form_world.cast.nga, at=AT)
    save_draft(
        submission=form_world.again(), cells={}, texts={"list/l1": KEPT, "list/l2": "Trạm 1"},
        by=form_world.cast.lan, at=AT,
    )  # fmt: skip
    return form_world


def handed_out(world: FormWorld) -> bytes:
    return hand_out_workbook(submission=world.again(), by=world.cast.lan, at=AT)[1]


def changed(content: bytes, change: Callable[[Any], None]) -> bytes:
    book = load_workbook(BytesIO(content))
    change(book)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def read(world: FormWorld, content: bytes) -> WorkbookReading:
    return read_workbook(
        submission=world.again(), content=content, file_name="a.xlsx", by=world.cast.lan, at=AT
    )


def codes(reading: WorkbookReading) -> set[str]:
    return {problem.code for problem in reading.problems}


def test_lists_go_out_as_sheets_and_the_form_s_own_parts_stay(world: FormWorld, blank: bytes) -> None:
    content = handed_out(world)
    book = load_workbook(BytesIO(content))
    assert book.sheetnames[-2:] == ["Danh sách 1", "Danh sách 2"]
    sheet = book["Danh sách 1"]
    assert [cell.value for cell in sheet[3]] == ["Họ và tên", "Số lần khám", "Ngày mất"]
    assert [cell.value for cell in sheet[4]] == ["'=Nguyễn Thị A", 1234, "05/07/2026"]
    assert book["Danh sách 2"]["A4"].value == "Trạm 1"
    own = parts_of(blank)
    told = {
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "[Content_Types].xml",
        "xl/worksheets/sheet1.xml",
    }
    assert all(parts_of(content)[name] == data for name, data in own.items() if name not in told)


def test_what_went_out_comes_back_the_same(world: FormWorld) -> None:
    reading = read(world, handed_out(world))
    assert reading.sheet is not None
    assert reading.sheet.texts["list/l1"] == KEPT
    assert reading.changes == {}


def test_rows_put_in_and_columns_moved_are_found(world: FormWorld) -> None:
    def change(book: Any) -> None:
        sheet = book["Danh sách 1"]
        sheet.insert_rows(1, 2)
        sheet.insert_rows(7)
        sheet.move_range("C5:C9", cols=1)
        for at, value in ((1, "Lê Thị C"), (2, 2.0), (4, "6/7/2026")):
            sheet.cell(9, at).value = value

    content = changed(handed_out(world), change)
    reading = save_workbook(
        submission=world.again(), content=content, file_name="a.xlsx", by=world.cast.lan, at=AT
    )
    assert reading.is_saved
    assert list(reading.changes) == ["list/l1"]
    lines = sheet_of_draft(world.again()).texts["list/l1"].split("\n")
    assert lines[-1] == "Lê Thị C\t2\t06/07/2026"
    assert len(lines) == 3
    back, _stay = undo_upload(
        submission=world.again(), upload=Upload.objects.get().pk, by=world.cast.lan, at=AT
    )
    assert back == 1
    assert sheet_of_draft(world.again()).texts["list/l1"] == KEPT


def test_lines_taken_out_are_gone_and_a_sheet_taken_out_says_nothing(world: FormWorld) -> None:
    content = changed(handed_out(world), lambda book: book["Danh sách 1"].delete_rows(4))
    reading = read(world, content)
    assert reading.changes == {"list/l1": (KEPT, "Trần Thị B\t\t")}
    content = changed(handed_out(world), lambda book: book.remove(book["Danh sách 1"]))
    reading = read(world, content)
    assert reading.sheet is not None
    assert (reading.sheet.texts["list/l1"], reading.changes) == (KEPT, {})


def test_what_cannot_be_read_in_a_list_is_told_and_never_dropped(world: FormWorld) -> None:
    def rename(book: Any) -> None:
        book["Danh sách 1"]["B3"].value = "Khám mấy lần"

    reading = read(world, changed(handed_out(world), rename))
    assert "list_columns_missing" in codes(reading)
    assert not reading.is_savable

    def formula(book: Any) -> None:
        book["Danh sách 1"]["B5"].value = "=1+1"

    reading = read(world, changed(handed_out(world), formula))
    assert "list_without_value" in codes(reading)
    assert not reading.is_savable
    assert "ô B5" in next(
        one["message"] for one in reading.problems_in_words() if one["code"] == "list_without_value"
    )


# ---- on the page ------------------------------------------------------------------------------------------


def page_of(world: FormWorld, content: bytes) -> tuple[Client, str, dict[str, str]]:
    """The page of an upload, as its form would be sent again."""
    client, address = Client(), f"/bao-cao/{world.again().assignment_id}/nap-excel/"
    client.force_login(world.cast.lan, backend="units.backends.PasswordBackend")
    shown = client.post(address, {"file": SimpleUploadedFile("a.xlsx", content)})
    context = shown.context
    page = shown.content.decode()
    assert 'name="text:list/l1"' in page
    assert "data-list" in page
    given = {f"text:{one.asked.address}": one.text for one in context["lists"]}
    return client, address, given | {"token": context["token"], "shown": context["shown_json"]}


def test_lines_are_mended_on_the_page_of_the_upload(world: FormWorld) -> None:
    def misspell(book: Any) -> None:
        book["Danh sách 1"]["B4"].value = "nhiều lần"

    client, address, given = page_of(world, changed(handed_out(world), misspell))
    assert given["text:list/l1"].startswith("=Nguyễn Thị A\tnhiều lần")
    mended = given | {"text:list/l1": "=Nguyễn Thị A\t1.235\t5/7/2026\nHồ C\t7\t"}
    checked = client.post(f"{address}luu/", mended | {"check": "1"}).content.decode()
    assert "Hồ C" in checked
    assert "nhiều lần" not in checked.split('id="problems"')[1]
    assert client.post(f"{address}luu/", mended | {"keep": "1"}).status_code == 302
    assert sheet_of_draft(world.again()).texts["list/l1"] == "=Nguyễn Thị A\t1.235\t05/07/2026\nHồ C\t7\t"


def test_a_list_the_file_garbles_stays_an_error_until_it_is_typed_on_the_page(world: FormWorld) -> None:
    def rename(book: Any) -> None:
        book["Danh sách 1"]["B3"].value = "Khám mấy lần"

    client, address, given = page_of(world, changed(handed_out(world), rename))
    assert given["text:list/l1"] == KEPT
    refused = client.post(f"{address}luu/", given | {"keep": "1"})
    assert refused.status_code == 200
    assert "không có cột Số lần khám" in refused.content.decode()
    typed = given | {"text:list/l1": "Lê D\t3\t"}
    assert client.post(f"{address}luu/", typed | {"keep": "1"}).status_code == 302
    assert sheet_of_draft(world.again()).texts["list/l1"] == "Lê D\t3\t"


def test_the_blank_shows_its_lists_before_it_is_in_service(layout: FormLayout, blank: bytes) -> None:
    content = with_empty_lists(blank, replace(layout, lists=(CASES, PLACES)))
    book = load_workbook(BytesIO(content))
    assert book.sheetnames[-2:] == ["Danh sách 1", "Danh sách 2"]
    assert [cell.value for cell in book["Danh sách 1"][3]] == ["Họ và tên", "Số lần khám", "Ngày mất"]
    assert with_empty_lists(blank, layout) is blank
