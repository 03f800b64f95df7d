"""Units of measure and breakdowns on their pages, as an officer keeps them."""

import pytest
from django.test import Client

from indicators.actions.define_indicator import define_indicator
from indicators.definitions import BrokenDown, Definition
from indicators.lists import measured_as_typed
from indicators.models import Dimension, UnitOfMeasure
from tests.indicators.factories import AT, Asked
from tests.indicators.test_catalogue_pages import build_catalogue, page, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked() -> Asked:
    return build_catalogue()


@pytest.fixture
def client(asked: Asked) -> Client:
    return signed_in(asked)


MEASURES = "/chi-tieu/don-vi-tinh/"


def test_a_unit_of_measure_is_added_by_what_it_converts_to(client: Client) -> None:
    given = {"name": "nghìn cây số", "converts_to": "km", "above": "1.000", "below": "1"}
    assert client.post(MEASURES, given).status_code == 302
    made = UnitOfMeasure.objects.get(code="nghin-cay-so")
    assert (made.quantity, made.numerator, made.denominator) == ("m", 1_000_000, 1)
    shown = page(client, f"{MEASURES}ty-dong/")
    assert "1 tỷ đồng = 1.000 <a" in shown
    alone = {"name": "ca bệnh/100.000 dân", "converts_to": ""}
    client.post(MEASURES, alone)
    assert UnitOfMeasure.objects.get(name="ca bệnh/100.000 dân").quantity == "ca-benh-100-000-dan"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"name": ""}, "chưa có tên"),
        ({"name": "TRẺ"}, "đã có trong danh mục"),
        ({"name": "x", "code": "tre"}, "Đã có đơn vị tính mang mã này"),
        ({"name": "x", "converts_to": "km", "above": "0"}, "số nguyên dương"),
        ({"name": "x", "converts_to": "km", "above": "1,5"}, "số nguyên dương"),
        ({"name": "x", "converts_to": "nghin-ty-dong", "above": "1000"}, "một nghìn tỷ"),
        ({"name": "x" * 61}, "dài quá 60 ký tự"),
    ],
)
def test_a_unit_of_measure_that_cannot_be_is_refused_at_its_field(
    client: Client, given: dict[str, str], words: str
) -> None:
    count = UnitOfMeasure.objects.count()
    answer = client.post(MEASURES, given)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert UnitOfMeasure.objects.count() == count


def test_a_unit_of_measure_without_a_name_is_not_told_how_to_convert(client: Client) -> None:
    page = client.post(MEASURES, {"name": "", "converts_to": ""}).content.decode()
    assert "chưa có tên" in page
    assert "Quy đổi theo: " not in page


def test_a_unit_typed_in_an_ad_hoc_request_is_offered_once_somebody_adds_its_name(client: Client) -> None:
    typed = measured_as_typed(["Người", "nhà", "Nhà", "%"])
    assert typed == {"Người": "nguoi", "nhà": "nha", "Nhà": "nha", "%": "phan-tram"}
    assert "<td>nha</td>" not in page(client, "/chi-tieu/don-vi-tinh/")
    client.post("/chi-tieu/don-vi-tinh/", {"name": "nhà", "name_en": "houses"})
    assert "<td>nha</td>" in page(client, "/chi-tieu/don-vi-tinh/")
    kept = UnitOfMeasure.objects.get(name="nhà")
    assert (kept.code, kept.name_en, kept.quantity, kept.is_ad_hoc) == ("nha", "houses", "nha", False)


def test_how_a_unit_converts_is_fixed_once_something_is_measured_in_it(client: Client) -> None:
    assert client.post(f"{MEASURES}tre/", {"name": "trẻ em", "name_en": "children"}).status_code == 302
    assert UnitOfMeasure.objects.get(code="tre").name == "trẻ em"
    answer = client.post(f"{MEASURES}tre/", {"name": "trẻ em", "converts_to": "nguoi", "above": "1"})
    assert answer.status_code == 422
    assert "chỉ tiêu dùng nên không đổi được" in answer.content.decode()
    assert client.post(f"{MEASURES}tre/bo/").status_code == 422
    assert client.post(f"{MEASURES}dong/bo/").status_code == 422
    assert client.post(f"{MEASURES}usd/bo/").status_code == 422
    assert client.post(f"{MEASURES}vu/bo/").status_code == 302
    assert not UnitOfMeasure.objects.filter(code="vu").exists()


# ---- breakdowns -------------------------------------------------------------------------------------------

DIMENSIONS = "/chi-tieu/phan-to/"


def test_a_breakdown_is_written_a_category_a_line(client: Client) -> None:
    lines = "duoi-15 = Dưới 15 tuổi | Under 15\nTừ 15 tuổi\r\n\n"
    assert client.post(DIMENSIONS, {"name": "Nhóm tuổi", "categories": lines}).status_code == 302
    made = Dimension.objects.get(code="nhom-tuoi")
    kept = list(made.categories.values_list("code", "name", "name_en", "position"))
    assert kept == [("duoi-15", "Dưới 15 tuổi", "Under 15", 0), ("tu-15-tuoi", "Từ 15 tuổi", "", 1)]


def test_categories_change_names_and_places_and_those_in_use_stay(client: Client) -> None:
    swapped = "nu = Nam\nnam = Nữ\nkhac = Khác"
    assert client.post(f"{DIMENSIONS}gioi-tinh/", {"name": "Giới", "categories": swapped}).status_code == 302
    sex = Dimension.objects.get(code="gioi-tinh")
    assert list(sex.categories.values_list("code", "name")) == [
        ("nu", "Nam"),
        ("nam", "Nữ"),
        ("khac", "Khác"),
    ]
    answer = client.post(f"{DIMENSIONS}gioi-tinh/", {"name": "Giới", "categories": "nam = Nam"})
    assert answer.status_code == 422
    assert "đang được chỉ tiêu dùng nên không bỏ được" in answer.content.decode()
    assert "nam = Nam</textarea>" in answer.content.decode()
    assert client.post(f"{DIMENSIONS}gioi-tinh/bo/").status_code == 422


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"name": "A", "categories": ""}, "cần ít nhất một nhóm"),
        ({"name": "A", "categories": "Nam\nNam"}, "trùng mã"),
        ({"name": "A", "categories": "a = Nam\nb = Nam"}, "nhóm trùng tên"),
        ({"name": "giới tính", "categories": "Nam"}, "đã có trong danh mục"),
        ({"name": "A", "code": "GIOI-TINH", "categories": "Nam"}, "mang mã này"),
        ({"name": "!!", "categories": "Nam"}, "mã chỉ dùng"),
        ({"name": "A", "categories": "\n".join(f"n{n}" for n in range(501))}, "nhiều hơn 500 nhóm"),
    ],
)
def test_a_breakdown_that_cannot_be_is_refused_at_its_field(
    client: Client, given: dict[str, str], words: str
) -> None:
    answer = client.post(DIMENSIONS, given)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Dimension.objects.count() == 1


def test_lists_that_others_use_are_changed_by_those_others(client: Client, asked: Asked) -> None:
    foreign = Definition("Của nơi khác", "vu", breakdowns=(BrokenDown("gioi-tinh"),))
    define_indicator(
        code="NGOAI", definition=foreign, owner=asked.cast.foreign_department, by=None, at=AT
    )  # fmt: skip
    assert client.post(f"{MEASURES}vu/", {"name": "vụ việc"}).status_code == 403
    renamed = {"name": "Giới", "categories": "nam = Nam\nnu = Nữ"}
    assert client.post(f"{DIMENSIONS}gioi-tinh/", renamed).status_code == 403
    added = {"name": "Giới tính", "categories": "nam = Nam\nnu = Nữ\nkhac = Khác"}
    assert client.post(f"{DIMENSIONS}gioi-tinh/", added).status_code == 302
