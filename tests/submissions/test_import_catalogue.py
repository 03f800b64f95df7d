"""A workbook of the catalogue is previewed, refused by sheet and row, and written whole or not at all."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import gettext, override
from openpyxl import Workbook

from indicators.catalogue_reading import definition_of
from indicators.definitions import Option
from indicators.models import Dimension, Indicator, IndicatorVersion, UnitOfMeasure
from submissions.models import DirtyMark, Status
from tests.submissions.factories import World, bring_to, build_world
from units.models import Event

pytestmark = pytest.mark.django_db
ADDRESS = "/chi-tieu/nap/"
HEADINGS = ["Mã chỉ tiêu", "Tên chỉ tiêu", "Đơn vị tính", "Mã cơ quan chủ trì", "Số chữ số thập phân"]
Sheets = dict[str, list[list[Any]]]


@pytest.fixture
def world() -> World:
    return build_world()


@pytest.fixture
def client(world: World) -> Client:
    client = Client()
    client.force_login(world.cast.fresh("nga"))
    return client


def xlsx(sheets: Sheets) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def upload(client: Client, content: bytes) -> Any:
    return client.post(ADDRESS, {"file": SimpleUploadedFile("danh-muc.xlsx", content)})


def confirm(client: Client, answer: Any) -> Any:
    return client.post(f"{ADDRESS}xac-nhan/", {"token": answer.context["token"]})


def told(answer: Any) -> list[tuple[str, Any, str]]:
    assert answer.status_code == 422, answer.status_code
    return [(one["sheet"], one["row"], one["column"]) for one in answer.context["problems"]]


def row(
    code: str = "MOI",
    name: str = "Trẻ sinh ra",
    measure: str = "trẻ",
    owner: str = "H33.08",
    decimals: Any = 0,
) -> list[Any]:
    return [code, name, measure, owner, decimals]


def test_a_file_is_shown_first_and_written_when_it_is_confirmed(client: Client, world: World) -> None:
    content = xlsx(
        {
            "Chỉ tiêu": [
                ["Danh mục năm 2026"],
                [*HEADINGS, "Ghi chú"],
                [*row(), "x"],
                row("T.r1", "Tổng", "Người"),
            ],
            "Đơn vị tính": [
                ["Mã đơn vị tính", "Tên đơn vị tính", "Quy đổi theo đơn vị", "Tử của hệ số"],
                ["nghin-tre", "nghìn trẻ", "tre", 1000],
            ],
            "Linh tinh": [["a"]],
        }
    )
    answer = upload(client, content)
    shown = answer.content.decode()
    assert "Tệp sẽ thêm 2 mục và sửa 1 mục" in shown
    assert "Linh tinh" in shown
    assert "Tổng số người → Tổng" in " ".join(shown.split())
    assert not Indicator.objects.filter(code="MOI").exists()
    assert confirm(client, answer).headers["Location"] == "/chi-tieu/"
    made = Indicator.objects.get(code="MOI")
    assert (made.owner, made.unit_of_measure_id, made.name) == (world.cast.department, "tre", "Trẻ sinh ra")
    assert [point.key for point in definition_of(made).points] == ["total"]
    assert UnitOfMeasure.objects.get(code="nghin-tre").numerator == 1000
    assert Indicator.objects.get(code="T.r1").versions.count() == 2
    kinds = set(Event.objects.values_list("kind", flat=True))
    assert {"catalogue.imported", "indicator.defined", "indicator.changed"} <= kinds
    again = upload(client, content)
    assert "Tệp không có gì mới" in again.content.decode()


def test_what_a_file_does_not_name_stays_as_it_is(client: Client) -> None:
    before = {one.code: definition_of(one) for one in Indicator.objects.all()}
    with override("en"):
        headings = [gettext("Mã chỉ tiêu"), gettext("Tên chỉ tiêu")]
        content = xlsx({gettext("Chỉ tiêu"): [headings, ["T.r1", "Tổng"]]})
    confirm(client, upload(client, content))
    after = {one.code: definition_of(one) for one in Indicator.objects.all()}
    assert {code for code in before if before[code] != after[code]} == {"T.r1"}
    assert after["T.r1"].unit_of_measure == before["T.r1"].unit_of_measure


def test_lists_of_an_indicator_are_those_of_its_rows(client: Client) -> None:
    content = xlsx(
        {
            "Chỉ tiêu": [
                [*HEADINGS, "Loại giá trị", "Cách tính qua các đơn vị", "Cách tính qua các kỳ"],
                [*row("MUC", "Mức độ", "khong"), "chọn trong danh sách", "không cộng", "lấy cuối kỳ (tồn)"],
            ],
            "Lựa chọn": [
                ["Mã chỉ tiêu", "Số của lựa chọn", "Tên lựa chọn"],
                ["MUC", 1, "Đạt"],
                ["MUC", "2", "Không đạt"],
            ],
            "Phân tổ": [
                ["Mã phân tổ", "Tên phân tổ", "Mã nhóm", "Tên nhóm"],
                ["khu-vuc", "Khu vực", "tt", "Thành thị"],
                ["khu-vuc", "Khu vực", "nt", "Nông thôn"],
            ],
            "Phân tổ của chỉ tiêu": [
                ["Mã chỉ tiêu", "Mã phân tổ", "Các nhóm"],
                ["MUC", "khu-vuc", "có thể trùng nhau"],
            ],
            "Chỉ tiêu theo phân tổ": [
                ["Mã chỉ tiêu", "Tổ hợp phân tổ"],
                ["MUC", "khu-vuc=tt"],
                ["MUC", "total"],
            ],
        }
    )
    confirm(client, upload(client, content))
    said = definition_of(Indicator.objects.get(code="MUC"))
    assert said.options == (Option(1, "Đạt"), Option(2, "Không đạt"))
    assert [point.key for point in said.points] == ["total", "khu-vuc=tt"]
    assert said.breakdowns[0].how == "overlapping"
    assert Dimension.objects.get(code="khu-vuc").categories.count() == 2


@pytest.mark.parametrize(
    ("place", "sheets"),
    [
        (("Chỉ tiêu", 2, "Đơn vị tính"), {"Chỉ tiêu": [HEADINGS, row(measure="foot")]}),
        (("Chỉ tiêu", 2, "Mã cơ quan chủ trì"), {"Chỉ tiêu": [HEADINGS, row(owner="X99")]}),
        (("Chỉ tiêu", 2, "Mã cơ quan chủ trì"), {"Chỉ tiêu": [HEADINGS, row(owner="")]}),
        (("Chỉ tiêu", 2, "Mã cơ quan chủ trì"), {"Chỉ tiêu": [HEADINGS, row(owner="H32.08")]}),
        (("Chỉ tiêu", 2, "Mã cơ quan chủ trì"), {"Chỉ tiêu": [HEADINGS, row("T.r1", "Tổng", owner="33")]}),
        (("Chỉ tiêu", 2, "Số chữ số thập phân"), {"Chỉ tiêu": [HEADINGS, row(decimals=9)]}),
        (("Chỉ tiêu", 2, "Số chữ số thập phân"), {"Chỉ tiêu": [HEADINGS, row(decimals=1.5)]}),
        (("Chỉ tiêu", 2, "Số chữ số thập phân"), {"Chỉ tiêu": [HEADINGS, row(decimals="=1+1")]}),
        (
            ("Chỉ tiêu", 2, "Số chữ số thập phân"),
            {"Chỉ tiêu": [HEADINGS, row("T.r6", "Thu chi", "Triệu đồng", decimals=3)]},
        ),
        (("Chỉ tiêu", 3, "Mã chỉ tiêu"), {"Chỉ tiêu": [HEADINGS, row(), row(name="Khác")]}),
        (("Chỉ tiêu", 2, "Mã chỉ tiêu"), {"Chỉ tiêu": [HEADINGS, row(code="")]}),
        (("Chỉ tiêu", 2, "Mã chỉ tiêu"), {"Chỉ tiêu": [HEADINGS, row(code="4/BCH")]}),
        (("Chỉ tiêu", 2, "Tên chỉ tiêu"), {"Chỉ tiêu": [HEADINGS, row(name="")]}),
        (
            ("Chỉ tiêu", 2, "Loại giá trị"),
            {"Chỉ tiêu": [[*HEADINGS, "Loại giá trị"], [*row(), "không rõ"]]},
        ),
        (
            ("Chỉ tiêu", 2, "Lớn nhất cho phép"),
            {"Chỉ tiêu": [[*HEADINGS, "Lớn nhất cho phép"], [*row(), "1.5"]]},
        ),
        (
            ("Chỉ tiêu", 2, "Có hiệu lực từ ngày"),
            {"Chỉ tiêu": [[*HEADINGS, "Có hiệu lực từ ngày"], [*row(), "31/02/2026"]]},
        ),
        (
            ("Chỉ tiêu", 2, "Cách tính qua các kỳ"),
            {"Chỉ tiêu": [[*HEADINGS, "Cách tính qua các kỳ"], [*row(), "lớn nhất"]]},
        ),
        (
            ("Chỉ tiêu theo phân tổ", 2, "Tổ hợp phân tổ"),
            {
                "Chỉ tiêu": [HEADINGS, row()],
                "Chỉ tiêu theo phân tổ": [["Mã chỉ tiêu", "Tổ hợp phân tổ"], ["MOI", "gioi-tinh=nu"]],
            },
        ),
        (
            ("Chỉ tiêu theo phân tổ", 2, "Mã chỉ tiêu"),
            {"Chỉ tiêu theo phân tổ": [["Mã chỉ tiêu", "Tổ hợp phân tổ"], ["KHONG.CO", "total"]]},
        ),
        (
            ("Đơn vị tính", 2, "Tên đơn vị tính"),
            {
                "Đơn vị tính": [
                    ["Mã đơn vị tính", "Tên đơn vị tính", "Quy đổi theo đơn vị"],
                    ["x", "TRẺ", "x"],
                ]
            },
        ),
        (
            ("Phân tổ", 3, "Mã nhóm"),
            {
                "Phân tổ": [
                    ["Mã phân tổ", "Tên phân tổ", "Mã nhóm", "Tên nhóm"],
                    ["a", "A", "b", "B"],
                    ["a", "A", "b", "C"],
                ]
            },
        ),
    ],
)
def test_what_cannot_be_is_told_by_sheet_row_and_column_and_nothing_is_written(
    client: Client, place: tuple[str, Any, str], sheets: Sheets
) -> None:
    before = (Indicator.objects.count(), UnitOfMeasure.objects.count(), Event.objects.count())
    assert place in told(upload(client, xlsx(sheets)))
    assert (Indicator.objects.count(), UnitOfMeasure.objects.count(), Event.objects.count()) == before


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "rỗng"),
        (b"not a workbook", "không phải tệp Excel"),
        (b"PK\x03\x04 broken", "bị hỏng"),
        (xlsx({"Trang 1": [["a"]]}), "không có trang tính nào của danh mục"),
        (xlsx({"Chỉ tiêu": [["Mã chỉ tiêu"], ["A"]]}), "thiếu cột Tên chỉ tiêu"),
    ],
)
def test_a_file_that_is_no_catalogue_is_refused_with_its_reason(
    client: Client, content: bytes, words: str
) -> None:
    answer = upload(client, content)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_entries_of_other_agencies_are_not_changed_by_a_file(client: Client, world: World) -> None:
    Indicator.objects.filter(code="T.r1").update(owner=world.cast.foreign_department)
    same = xlsx({"Chỉ tiêu": [["Mã chỉ tiêu", "Tên chỉ tiêu"], ["T.r1", "Tổng số người"]]})
    assert upload(client, same).status_code == 200
    other = xlsx({"Chỉ tiêu": [["Mã chỉ tiêu", "Tên chỉ tiêu"], ["T.r1", "Của tôi"]]})
    assert told(upload(client, other)) == [("Chỉ tiêu", 2, "Mã chỉ tiêu")]


def test_a_catalogue_that_changed_since_the_preview_is_shown_anew(client: Client) -> None:
    answer = upload(client, xlsx({"Chỉ tiêu": [HEADINGS, row()]}))
    Indicator.objects.filter(code="T.r1").update(name="Khác")
    assert confirm(client, answer).status_code == 302  # what the file says is still what was shown
    answer = upload(client, xlsx({"Chỉ tiêu": [["Mã chỉ tiêu", "Tên chỉ tiêu"], ["T.r2", "Nam giới"]]}))
    Indicator.objects.filter(code="T.r2").update(direction="more")
    shown = confirm(client, answer)
    assert "đã thay đổi từ lúc xem trước" in shown.content.decode()
    assert Indicator.objects.get(code="T.r2").name == "Nam"
    assert confirm(client, shown).status_code == 302
    assert Indicator.objects.get(code="T.r2").name == "Nam giới"
    assert client.post(f"{ADDRESS}xac-nhan/", {"token": "x"}).status_code == 409


def test_totals_are_marked_for_what_adds_up_otherwise(client: Client, world: World) -> None:
    bring_to(world, Status.ACCEPTED)
    DirtyMark.objects.all().delete()
    headings = ["Mã chỉ tiêu", "Tên chỉ tiêu", "Cách tính qua các đơn vị"]
    content = xlsx({"Chỉ tiêu": [headings, ["T.r1", "Tổng số người", "bình quân các đơn vị có số liệu"]]})
    confirm(client, upload(client, content))
    point = Indicator.objects.get(code="T.r1").data_points.get().pk
    assert set(DirtyMark.objects.values_list("data_point", flat=True)) == {point}
    assert IndicatorVersion.objects.count() == 2


def test_the_whole_catalogue_goes_out_and_changes_nothing_when_it_comes_back(client: Client) -> None:
    answer = client.get("/chi-tieu/tep/")
    assert answer.headers["Content-Disposition"].endswith('"danh-muc-chi-tieu.xlsx"')
    assert "Tệp không có gì mới" in upload(client, answer.content).content.decode()
