"""One workbook for the many units of a round: taken out, filled, read, shown, kept in each unit's draft."""

from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from indicators.queries import reachable_assignments
from submissions.actions.hand_out_many import hand_out_many
from submissions.actions.read_many import read_many
from submissions.actions.save_draft import save_draft
from submissions.drafts import entries, sheet_of_draft
from submissions.filling_in import fills_for_many, reports_to_fill
from submissions.models import Submission
from submissions.permissions import may
from submissions.provenance import filled_for, via_of
from submissions.transitions import Action
from submissions.workbooks.unit_rows_blank import NUMBER_ROW
from tests.submissions.factories import ARV, AT, GOOD, HIV, MEN, SENT, TOTAL, WOMEN, World, build_world
from units.errors import Conflict, NotAllowed
from units.models import Event, UnitName

pytestmark = pytest.mark.django_db

FIRST = NUMBER_ROW + 1
COLUMN = {TOTAL: 4, MEN: 5, WOMEN: 6, HIV: 7, ARV: 8}


@pytest.fixture
def world() -> World:
    return build_world(lets_others_enter=True)


def taken_out(world: World, name: str = "nga") -> openpyxl.Workbook:
    _name, content = hand_out_many(round_=world.round, by=world.cast.users[name], at=AT)
    return openpyxl.load_workbook(BytesIO(content))


def test_who_may_fill_in_for_many_is_who_may_for_each(world: World) -> None:
    reports = list(Submission.objects.filter(assignment__round=world.round))
    found = {}
    for name in world.cast.users:
        user = world.cast.fresh(name)
        within = set(reachable_assignments(user).values_list("pk", flat=True))
        each = {
            report.pk
            for report in reports
            if report.assignment_id in within
            and any(may(user, way, report) for way in (Action.EDIT, Action.FILL_FOR))
        }
        found[name] = {report.pk for report in reports_to_fill(user, world.round)}
        assert found[name] == each, name
        assert fills_for_many(user, world.round) == (len(each) > 1)
    assert any(found.values())
    assert not all(found.values())


def bytes_of(book: openpyxl.Workbook) -> bytes:
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def filled(world: World, rows: dict[str, dict[str, object]], name: str = "nga") -> bytes:
    """`rows`: unit's printed name → cell → value."""
    book = taken_out(world, name)
    sheet = book.worksheets[0]
    for at in range(FIRST, sheet.max_row + 1):
        for address, value in rows.get(str(sheet.cell(at, 3).value), {}).items():
            sheet.cell(at, COLUMN[address]).value = value  # type: ignore[assignment]
    return bytes_of(book)


def own_list(*rows: list[object], head: list[object] | None = None) -> bytes:
    """An agency's own list: title, header, rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["BIỂU TỔNG HỢP"])
    sheet.append(head or ["STT", "Mã đơn vị", "Tên đơn vị", "1 Tổng số người", "1.1 Nam", "1.2 Nữ"])
    for row in rows:
        sheet.append(row)
    return bytes_of(book)


def posted(client: Client, world: World, content: bytes) -> object:
    file = SimpleUploadedFile("nhieu.xlsx", content)
    return client.post(f"/dot-bao-cao/{world.round.pk}/nhieu-don-vi/", {"file": file})


def signed_in(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.cast.users[name])
    return client


def plan(world: World, content: bytes, name: str = "nga"):  # type: ignore[no-untyped-def]
    reading = read_many(
        round_=world.round, content=content, file_name="a.xlsx", by=world.cast.users[name], at=AT
    )
    assert reading.plan is not None, reading.refusal
    return reading.plan


GOOD_ROW: dict[str, object] = {TOTAL: 30, MEN: 10, WOMEN: 20, HIV: "-", ARV: "-"}


def test_the_officer_gets_a_row_a_unit_with_codes_and_hidden_signed_marks(world: World) -> None:
    book = taken_out(world)
    sheet = book.worksheets[0]
    names = {sheet.cell(at, 3).value for at in range(FIRST, sheet.max_row + 1)}
    assert names == {"Xã Đông Hưng", "Xã Tiên Lữ", "Xã Hoàng Hoa Thám"}
    assert sheet.cell(FIRST, 2).value == "12688"
    assert book["_bcs"].sheet_state == "veryHidden"


def test_a_health_centre_gets_the_units_below_it_only_and_a_foreign_clerk_none(world: World) -> None:
    sheet = taken_out(world, "tien").worksheets[0]
    assert [sheet.cell(at, 3).value for at in range(FIRST, sheet.max_row + 1)] == ["Xã Đông Hưng"]
    with pytest.raises(NotAllowed):
        hand_out_many(round_=world.round, by=world.cast.mai, at=AT)


def test_where_the_regime_lets_nobody_enter_there_is_nothing_to_take_out() -> None:
    world = build_world()
    with pytest.raises(Conflict, match="không cho nhập thay"):
        hand_out_many(round_=world.round, by=world.cast.nga, at=AT)


def test_upload_shows_old_and_new_and_saves_nothing_before_it_is_confirmed(world: World) -> None:
    client = signed_in(world, "nga")
    page = posted(client, world, filled(world, {"Xã Đông Hưng": GOOD_ROW}))
    text = page.content.decode()  # type: ignore[attr-defined]
    assert "Tệp thay đổi số liệu của 1 đơn vị. Chưa lưu gì." in text
    assert entries(Submission.objects.get(pk=world.submission.pk).draft.cells) == {}
    saved = client.post(
        f"/dot-bao-cao/{world.round.pk}/nhieu-don-vi/luu/",
        {"token": page.context["token"]},  # type: ignore[attr-defined]
    )
    assert "Đã lưu vào bản nháp của 1 đơn vị" in saved.content.decode()
    draft = Submission.objects.get(pk=world.submission.pk)
    assert sheet_of_draft(draft).cells[TOTAL].scaled == 30
    marked = filled_for(draft)
    assert marked is not None
    assert (marked.who, marked.file, marked.cells) == (world.cast.nga.full_name, "nhieu.xlsx", 5)
    assert via_of(draft) == "workbook"
    assert draft.status == "draft"


def test_the_same_file_twice_has_one_effect(world: World) -> None:
    client, content = signed_in(world, "nga"), filled(world, {"Xã Đông Hưng": GOOD_ROW})
    address = f"/dot-bao-cao/{world.round.pk}/nhieu-don-vi/luu/"
    page = posted(client, world, content)
    client.post(address, {"token": page.context["token"]})  # type: ignore[attr-defined]
    again = posted(client, world, content)
    assert "Tệp không có gì để lưu." in again.content.decode()  # type: ignore[attr-defined]
    client.post(address, {"token": again.context["token"]})  # type: ignore[attr-defined]
    assert Event.objects.filter(kind="submission.filled_for").count() == 1


def test_an_unreadable_cell_keeps_the_whole_unit_out_and_the_others_in(world: World) -> None:
    rows = {"Xã Đông Hưng": GOOD_ROW, "Xã Tiên Lữ": GOOD_ROW | {MEN: "mười"}}
    made = plan(world, filled(world, rows))
    assert [one.unit for one in made.units] == ["Xã Đông Hưng"]
    assert [(one.unit, one.severity) for one in made.errors] == [("Xã Tiên Lữ", "error")]
    assert made.errors[0].message.startswith(f"Ô E{made.errors[0].place} (")


def test_a_sum_that_does_not_add_up_is_said_and_kept_for_the_unit_to_mend(world: World) -> None:
    made = plan(world, filled(world, {"Xã Đông Hưng": GOOD_ROW | {MEN: 11}}))
    assert len(made.units) == 1
    assert [one.severity for one in made.told] == ["warning"]


def test_units_are_found_by_code_by_name_without_accents_and_by_a_former_name(world: World) -> None:
    UnitName.objects.filter(unit=world.cast.tien_lu).update(valid_to="2026-01-31")
    UnitName.objects.create(
        unit=world.cast.tien_lu, name="Tân Lập", kind="xa", sort_key="1", search_key="tan lap",
        valid_from="2026-02-01",
    )  # fmt: skip
    content = own_list(
        [1, 12688, "", 30, 10, 20], [2, "", "UBND xa Tien Lu", 3, 1, 2], [3, "", "Hoàng Hoa Thám", 5, 2, 3]
    )
    made = plan(world, content)
    assert sorted(one.unit for one in made.units) == ["Xã Hoàng Hoa Thám", "Xã Tân Lập", "Xã Đông Hưng"]
    assert not made.told


def test_an_ambiguous_name_lists_the_candidates_and_an_unknown_one_is_said(world: World) -> None:
    UnitName.objects.create(
        unit=world.cast.tien_lu, name="Đông Hưng", kind="xa", sort_key="1", search_key="dong hung",
        valid_from="1990-01-01", valid_to="1990-12-31",
    )  # fmt: skip
    made = plan(world, own_list([1, "", "Đông Hưng", 30, 10, 20], [2, "99999", "", 1, 1, 0]))
    assert not made.units
    assert "Xã Tiên Lữ" in made.errors[0].message
    assert "Xã Đông Hưng" in made.errors[0].message
    assert "không có đơn vị nào" in made.errors[1].message


def test_a_unit_that_stands_twice_and_a_row_of_sums_are_not_taken(world: World) -> None:
    made = plan(
        world,
        own_list([1, "12688", "", 30, 10, 20], [2, "12688", "", 1, 1, 0], ["", "", "Tổng số", 31, 11, 20]),
    )
    assert not made.units
    assert [one.place for one in made.errors] == ["3", "4"]
    assert made.left_out == 1


def test_an_agencys_own_list_is_known_by_the_printed_words_of_the_form(world: World) -> None:
    content = own_list(["Xã Tiên Lữ", 20, 30], head=["Đơn vị", "1.2 Nữ", "1 Tổng số người"])
    (unit,) = plan(world, content).units
    assert unit.cells == {WOMEN: "20", TOTAL: "30"}


def test_its_headings_need_no_numbers_where_the_words_are_of_one_line(world: World) -> None:
    content = own_list(["Xã Tiên Lữ", 20, 30], head=["Đơn vị", "nữ", "Tổng số người"])
    (unit,) = plan(world, content).units
    assert unit.cells == {WOMEN: "20", TOTAL: "30"}


def test_a_sheet_a_unit_is_read_too(world: World) -> None:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, total in (("Tiên Lữ", 30), ("Đông Hưng", 31)):
        sheet = book.create_sheet(name)
        sheet["A1"], sheet["A2"] = "Biểu số: T/01", f"Đơn vị báo cáo: UBND xã {name}"
        for column, number in zip("ABCEF", ["A", "B", "C", "1", "2"], strict=True):
            sheet[f"{column}7"] = number
        for at, label in enumerate(
            ["Tổng số người", "Nam", "Nữ", "Số có kết quả HIV (+)", "Trđ: được điều trị ARV",
             "Chênh lệch thu chi"], 8
        ):  # fmt: skip
            sheet[f"B{at}"] = label
        sheet["E8"], sheet["F8"] = total, "Theo sổ"
    made = plan(world, bytes_of(book))
    assert {one.unit: one.cells for one in made.units} == {
        "Xã Tiên Lữ": {TOTAL: "30"}, "Xã Đông Hưng": {TOTAL: "31"},
    }  # fmt: skip
    assert made.units[0].texts == {"t1/r1:note": "Theo sổ"}


def test_what_a_unit_typed_itself_is_neither_shown_nor_written_over(world: World) -> None:
    save_draft(submission=world.submission, cells=GOOD, by=world.cast.lan, at=AT)
    made = plan(world, filled(world, {"Xã Đông Hưng": GOOD_ROW | {TOTAL: 31, HIV: 12, ARV: 10}}))
    assert not made.units
    assert "đã tự nhập 1 ô" in made.errors[0].message
    assert "30" not in made.errors[0].message


def test_a_draft_that_moved_since_the_preview_stays_as_it_is(world: World) -> None:
    client = signed_in(world, "nga")
    page = posted(client, world, filled(world, {"Xã Đông Hưng": GOOD_ROW}))
    save_draft(submission=world.submission, cells={TOTAL: "29"}, by=world.cast.lan, at=SENT)
    saved = client.post(
        f"/dot-bao-cao/{world.round.pk}/nhieu-don-vi/luu/",
        {"token": page.context["token"]},  # type: ignore[attr-defined]
    )
    assert "1 đơn vị chưa lưu được" in saved.content.decode()
    draft = Submission.objects.get(pk=world.submission.pk)
    assert {a: e["v"] for a, e in entries(draft.draft.cells).items()} == {TOTAL: "29"}


def test_a_list_without_columns_of_the_form_is_refused_with_what_to_do(world: World) -> None:
    page = posted(signed_in(world, "nga"), world, own_list(["12688", 1], head=["Mã đơn vị", "Số hộ nghèo"]))
    assert page.status_code == 422  # type: ignore[attr-defined]
    assert "không nhận ra cột số liệu nào" in page.content.decode()  # type: ignore[attr-defined]


def test_the_list_of_problems_can_be_taken_out(world: World) -> None:
    client = signed_in(world, "nga")
    page = posted(client, world, own_list([1, "99999", "=1+1", 1, 1, 0]))
    taken = client.post(
        f"/dot-bao-cao/{world.round.pk}/nhieu-don-vi/can-sua/",
        {"token": page.context["token"]},  # type: ignore[attr-defined]
    )
    sheet = openpyxl.load_workbook(BytesIO(taken.content)).worksheets[0]
    assert sheet["C2"].value == "lỗi"
    assert sheet["D2"].data_type == "s"
