"""The catalogue as a list, an entry's page, units of measure and breakdowns, as an officer uses them."""

import io
from datetime import date
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from indicators.actions.define_indicator import define_indicator
from indicators.adding_up import Adding, OverTime, OverUnits
from indicators.definitions import BrokenDown, Definition, Point, ValueKind
from indicators.models import Category, Dimension, Indicator
from indicators.similar import find_alike, likeness
from tests.indicators.factories import AT, Asked, build_published
from tests.support.kept_worlds import kept
from units.models import Event

pytestmark = pytest.mark.django_db


def signed_in(asked: Asked, name: str = "nga") -> Client:
    client = Client()
    client.force_login(asked.cast.fresh(name))
    return client


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


@kept
def build_catalogue() -> Asked:
    """The form's 21 indicators, and a ratio of women that counts from a broken-down one."""
    asked = build_published()
    sex = Dimension.objects.create(code="gioi-tinh", name="Giới tính")
    for position, (code, name) in enumerate([("nam", "Nam"), ("nu", "Nữ")]):
        Category.objects.create(dimension=sex, code=code, name=name, position=position)
    born = Definition(
        "Trẻ sinh ra", "tre", breakdowns=(BrokenDown("gioi-tinh"),), valid_to=date(2026, 6, 30),
        points=(Point(), Point("gioi-tinh=nam"), Point("gioi-tinh=nu")),
    )  # fmt: skip
    share = Definition(
        "Tỷ lệ trẻ gái", "phan-tram", kind=ValueKind.PERCENTAGE, decimals=1,
        adding=Adding(OverUnits.RECOMPUTED, OverTime.RECOMPUTED, multiplier=100),
        points=(Point("total", "", "SINH|gioi-tinh=nu", "SINH|total"),),
    )  # fmt: skip
    for code, definition in (("SINH", born), ("TY.LE", share)):
        define_indicator(code=code, definition=definition, owner=asked.cast.department, by=None, at=AT)
    return asked


@pytest.fixture
def asked() -> Asked:
    return build_catalogue()


@pytest.fixture
def client(asked: Asked) -> Client:
    return signed_in(asked)


def codes(client: Client, query: str) -> list[str]:
    """The codes of the list, as the file of exactly what is seen has them."""
    answer = client.get(f"/chi-tieu/?dang=xlsx&{query}")
    [sheet] = load_workbook(io.BytesIO(answer.content)).worksheets
    return [str(row[0]) for row in sheet.iter_rows(min_row=2, values_only=True)]


# ---- the list ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=tre gai", ["TY.LE"]),
        ("q=ty.l", ["TY.LE"]),
        ("q=MỔ ĐẺ", ["BCH4.15"]),
        ("q=không có chữ này", []),
        ("loai=percentage", ["TY.LE"]),
        ("don_vi_tinh=tre&hieu_luc=30/06/2026", ["BCH4.17", "SINH"]),
        ("don_vi_tinh=tre&hieu_luc=2026-07-01", ["BCH4.17"]),
        ("don_vi_tinh=tre&xep=ten", ["BCH4.17", "SINH"]),
        ("don_vi_tinh=tre&xep=moi-sua", ["SINH", "BCH4.17"]),
        ("loai=x' OR 1=1&don_vi_tinh=tre", ["BCH4.17", "SINH"]),
        ("co_quan=999999", []),
    ],
)
def test_the_list_holds_exactly_what_is_asked_for(client: Client, query: str, found: list[str]) -> None:
    assert codes(client, query) == found
    shown = page(client, f"/chi-tieu/?{query}")
    assert all(f">{code}<" in shown for code in found)
    assert Event.objects.filter(kind="catalogue.list_exported").count() == 1


def test_the_list_is_paged_and_says_how_many_there_are(client: Client, asked: Asked) -> None:
    for number in range(40):
        Indicator.objects.create(
            code=f"Z{number:02}", name="Z", unit_of_measure_id="nguoi", owner=asked.cast.department
        )
    first, second = page(client, "/chi-tieu/"), page(client, "/chi-tieu/?trang=2")
    assert "63 chỉ tiêu" in first
    assert "1–50 trong 63" in first
    assert ">Z39<" in second
    assert ">Z39<" not in first


@pytest.mark.parametrize(
    "address",
    [
        "/chi-tieu/",
        "/chi-tieu/?q=tre&loai=count&don_vi_tinh=tre&hieu_luc=30/06/2026&xep=ten",
        "/chi-tieu/{SINH}/",
        "/chi-tieu/{TY.LE}/",
        "/chi-tieu/giong/?q=tre sinh&don_vi_tinh=tre&phan_to=gioi-tinh",
        "/chi-tieu/tim/?q=tre",
        "/chi-tieu/moi/",
        "/chi-tieu/moi/?thay={SINH}",
        "/chi-tieu/{SINH}/sua/",
        "/chi-tieu/don-vi-tinh/",
        "/chi-tieu/don-vi-tinh/tre/",
        "/chi-tieu/phan-to/",
        "/chi-tieu/phan-to/gioi-tinh/",
    ],
)
def test_pages_answer_in_few_queries(
    client: Client, address: str, django_assert_max_num_queries: Any
) -> None:
    numbers = dict(Indicator.objects.values_list("code", "pk"))
    path = address.replace("{SINH}", str(numbers["SINH"])).replace("{TY.LE}", str(numbers["TY.LE"]))
    with django_assert_max_num_queries(12):
        page(client, path)


# ---- an entry ---------------------------------------------------------------------------------------------


def test_an_entry_says_what_it_means_how_it_adds_up_and_where_it_is_used(client: Client) -> None:
    numbers = dict(Indicator.objects.values_list("code", "pk"))
    born = page(client, f"/chi-tieu/{numbers['SINH']}/")
    for words in (
        "Giới tính (cộng lại bằng tổng)",
        "là tổng số của các đơn vị dưới",
        "hết hiệu lực sau ngày",
    ):
        assert words in born
    assert "TY.LE Tỷ lệ trẻ gái" in born
    share = page(client, f"/chi-tieu/{numbers['TY.LE']}/")
    assert "tỷ số được nhân với 100" in share
    assert "SINH Trẻ sinh ra (Nữ)" in share
    asked = page(client, f"/chi-tieu/{numbers['BCH4.05']}/")
    assert "phiên bản 1, 1 ô" in asked
    assert client.get("/chi-tieu/999999/").status_code == 404


def test_who_may_not_define_sees_no_button(client: Client, asked: Asked) -> None:
    number = Indicator.objects.get(code="SINH").pk
    assert "Lập chỉ tiêu thay thế" in page(client, f"/chi-tieu/{number}/")
    for address in ("/chi-tieu/", f"/chi-tieu/{number}/", "/chi-tieu/don-vi-tinh/", "/chi-tieu/phan-to/"):
        shown = page(signed_in(asked, "lan"), address)
        assert 'method="post" class="catalogue-form"' not in shown
        assert "/chi-tieu/moi/" not in shown


# ---- asked once -------------------------------------------------------------------------------------------


def test_names_resemble_without_accents_order_or_endings() -> None:
    assert likeness("Phụ nữ đẻ", "phu nu de") == 1
    assert likeness("Số lượt khám thai", "Khám thai, số lượt") > 0.9
    assert likeness("Hồ sơ tiếp nhận", "Tổng số hồ sơ tiếp nhận") > 0.7
    assert likeness("Hồ sơ tiếp nhận", "Trẻ sinh ra") < 0.3
    assert likeness("", "") == 0


def test_what_exists_already_is_shown_with_its_owner_and_where_it_is_used(client: Client) -> None:
    found = find_alike("so tre sinh ra", unit_of_measure="tre", dimensions=["gioi-tinh"])
    assert (found[0].code, found[0].has_same_unit, found[0].has_same_breakdown) == ("SINH", True, True)
    assert not found[0].is_same
    assert find_alike("Trẻ sinh ra", unit_of_measure="tre", dimensions=["gioi-tinh"])[0].is_same
    assert not find_alike("Trẻ sinh ra", unit_of_measure="nguoi", dimensions=["gioi-tinh"])[0].is_same
    shown = page(client, "/chi-tieu/giong/?q=phu nu mo de&don_vi_tinh=nguoi")
    assert "BCH4.15 Phụ nữ mổ đẻ" in shown or "BCH4.15" in shown
    assert "Sở Y tế tỉnh Hưng Yên" in shown
    assert "dùng ở biểu 4/BCH" in " ".join(shown.split())
    own = Indicator.objects.get(code="SINH").pk
    assert "SINH" not in page(client, f"/chi-tieu/giong/?q=tre sinh ra&tru={own}")


def test_a_field_that_names_an_indicator_finds_it_by_name_or_code(client: Client) -> None:
    answer = client.get("/chi-tieu/tim/?q=tre sinh").json()
    assert answer["items"][0] == {"code": "SINH", "name": "Trẻ sinh ra", "unit_of_measure": "trẻ"}
    assert client.get("/chi-tieu/tim/?q=").json() == {"items": [], "count": 0}
