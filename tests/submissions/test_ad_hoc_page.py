"""The quick form: what is typed becomes a request; what cannot be used is said where it stands."""

from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import Any

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.test import Client

from indicators.models import Assignment, ReportingRound
from tests.cast import Cast, build_cast
from units.actions.add_members import add_members
from units.actions.create_group import create_group
from units.clock import read_clock

TWO = datetime(2026, 9, 10, 7, 0, tzinfo=UTC)
TYPED = {
    "title": "Thiệt hại do bão số 5",
    "line-1-label": "Nhà tốc mái", "line-1-unit": "nhà", "line-1-decimals": "0", "line-1-note": "",
    "line-3-label": "Lúa ngập", "line-3-unit": "ha", "line-3-decimals": "1", "line-3-note": "quá 24 giờ",
    "loai": "xa", "han": "luc", "luc": "17h", "nhac": "1", "ky": "none", "duyet": "automatic", "buoc": "gui",
}  # fmt: skip


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


@pytest.fixture
def page(cast: Cast) -> Any:
    client = Client()
    client.force_login(cast.fresh("nga"))
    with time_machine.travel(TWO, tick=False):
        yield client


ADDRESS = "/dot-bao-cao/dot-xuat/"


def test_one_page_and_one_click_ask_every_commune_by_five(page: Client, cast: Cast) -> None:
    answer = page.post(ADDRESS, TYPED)
    opened = ReportingRound.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/dot-bao-cao/{opened.pk}/")
    said = [str(message) for message in get_messages(answer.wsgi_request)]
    assert said == ["Đã gửi yêu cầu DX-001/2026 đến 3 đơn vị, hạn 17:00 10/09/2026."]
    assert {duty.due_at for duty in Assignment.objects.all()} == {datetime(2026, 9, 10, 10, 0, tzinfo=UTC)}
    home = Client()
    home.force_login(cast.fresh("lan"))
    first = home.get("/").content.decode()
    assert first.index("Thiệt hại do bão số 5") < first.index("còn 03:00")


def test_a_refused_request_keeps_all_that_was_typed(page: Client) -> None:
    answer = page.post(ADDRESS, TYPED | {"title": "", "luc": "25:00", "loai": [], "ma": "99999\n12688"})
    assert answer.status_code == 422
    text = answer.content.decode()
    for kept in ("Nhà tốc mái", "Lúa ngập", "quá 24 giờ", "25:00", "99999", "Hãy ghi giờ phải gửi"):
        assert kept in text
    assert "không có đơn vị mang mã 99999" in text
    assert not ReportingRound.objects.exists()
    text = page.post(ADDRESS, TYPED | {"title": ""}).content.decode()
    assert "Hãy ghi tên yêu cầu" in text
    assert not ReportingRound.objects.exists()


def test_a_daily_request_says_until_when_and_is_stopped_on_its_page(page: Client) -> None:
    page.post(ADDRESS, TYPED | {"lap": "1", "lap-den": "20/09/2026"})
    opened = ReportingRound.objects.get()
    address = f"/dot-bao-cao/{opened.pk}/"
    assert "hỏi lại mỗi ngày đến hết 20/09/2026" in page.get(address).content.decode()
    looked = page.post(f"{address}viec/ngung-hoi-lai/", {"buoc": "xem"}).content.decode()
    assert "đang được hỏi lại mỗi ngày đến hết 20/09/2026. Từ ngày mai không hỏi nữa." in looked
    page.post(f"{address}viec/ngung-hoi-lai/", {"buoc": "lam"})
    said = page.get(address).content.decode()
    assert "Đã ngừng hỏi lại: từ ngày mai không mở đợt mới." in said
    assert "hỏi lại mỗi ngày" not in said
    again = page.post(f"{address}viec/ngung-hoi-lai/", {"buoc": "lam"}, follow=True).content.decode()
    assert "Yêu cầu này không còn hỏi lại nữa." in again


COMMUNES = {"dong_hung", "tien_lu", "hoang_hoa_tham"}
CHOICES: list[tuple[dict[str, object], set[str], str]] = [
    (
        {"loai": ["xa", "trung_tam_y_te"]},
        {"dong_hung", "tien_lu", "hoang_hoa_tham", "health_centre"},
        "mọi xã",
    ),
    ({"loai": [], "nhom": "VEN_BIEN"}, {"tien_lu"}, "nhóm “Ven biển” (1)"),
    (
        {"loai": [], "ma": "12688 Xã Đông Hưng\n12361"},
        {"dong_hung", "tien_lu"},
        "Xã Đông Hưng, Xã Tiên Lữ (2)",
    ),
    ({"loai": ["xa"], "tru": "12688"}, {"tien_lu", "hoang_hoa_tham"}, "trừ Xã Đông Hưng"),
    ({"loai": [], "trong": "H33.08.01"}, {"dong_hung"}, "thuộc Trung tâm Y tế khu vực Đông Hưng (1)"),
    (
        {"loai": ["xa"], "trong": "Hưng Yên"},
        {"dong_hung", "tien_lu", "hoang_hoa_tham"},
        "thuộc Tỉnh Hưng Yên",
    ),
]


@pytest.mark.parametrize(("chosen", "units", "words"), CHOICES)
def test_any_set_of_units_is_said_in_words_with_its_count(
    page: Client, cast: Cast, chosen: dict[str, object], units: set[str], words: str
) -> None:
    group = create_group(name="Ven biển", by=None, at=TWO)
    add_members(group=group, units=[cast.tien_lu.pk, cast.kien_an.pk], from_=TWO.date(), by=None, at=TWO)
    said = page.post(ADDRESS + "don-vi/", TYPED | chosen).content.decode()
    assert f"Hỏi {len(units)} đơn vị" in said
    assert words in said
    page.post(ADDRESS, TYPED | chosen)
    asked = set(Assignment.objects.values_list("subject", flat=True))
    assert asked == {getattr(cast, name).pk for name in units}


def test_units_without_anybody_to_answer_are_named(page: Client) -> None:
    said = page.post(ADDRESS + "don-vi/", TYPED).content.decode()
    assert "1 đơn vị chưa có người lập báo cáo trên hệ thống" in said
    assert "Xã Hoàng Hoa Thám" in said


def test_more_lines_come_without_a_script(page: Client) -> None:
    assert page.get(ADDRESS).content.decode().count('-label" value=') == 3
    filled = TYPED | {"line-2-label": "Cầu hỏng", "line-2-unit": "cầu", "buoc": "them"}
    assert page.post(ADDRESS, filled).content.decode().count('-label" value=') == 4


def test_who_is_no_officer_is_refused_and_the_search_stays_within_the_territory(
    page: Client, cast: Cast
) -> None:
    assert "Kiến An" not in page.get("/che-do/tim-don-vi/?q=kien an").content.decode()
    assert "Xã Tiên Lữ" in page.get("/che-do/tim-don-vi/?q=tien lu").content.decode()
    page.force_login(cast.fresh("hoa"))
    for address in (ADDRESS, "/che-do/tim-don-vi/?q=a"):
        assert page.get(address).status_code == 403


def test_the_form_needs_few_queries(page: Client, django_assert_max_num_queries: Callable[..., Any]) -> None:
    page.get("/")
    with django_assert_max_num_queries(12):
        page.get(ADDRESS)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("17:00", time(17)), ("17h30", time(17, 30)), ("17 giờ", time(17)), ("7", time(7)),
        ("9g15", time(9, 15)),
        ("24:00", None), ("17:60", None), ("chiều", None), ("", None), ("17:0", None), ("²", None),
    ],
)  # fmt: skip
def test_hours_are_read_as_people_write_them(text: str, clock: time | None) -> None:
    assert read_clock(text) == clock
