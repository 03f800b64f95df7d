"""What is asked, on pages and through the API."""

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from indicators.actions.change_indicator import change_indicator
from indicators.actions.define_indicator import define_indicator
from indicators.actions.open_round import open_round
from indicators.actions.seed_holidays import seed_holidays
from indicators.adding_up import Adding, OverTime, OverUnits
from indicators.catalogue_reading import definition_of
from indicators.definitions import Definition, Point, ValueKind
from indicators.models import Holiday
from tests.indicators.factories import AT, Asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(asked: Asked) -> Client:
    signed_in = Client()
    signed_in.force_login(asked.cast.lan)
    return signed_in


def test_the_catalogue_is_listed_and_searched_without_accents(client: Client) -> None:
    everything = client.get("/api/v1/indicators").json()
    assert (everything["count"], everything["items"][0]["code"]) == (21, "BCH4.01")
    found = client.get("/api/v1/indicators", {"q": "mo de"}).json()
    assert [item["code"] for item in found["items"]] == ["BCH4.15"]


def test_the_catalogue_is_filtered_by_named_filters_only(asked: Asked, client: Client) -> None:
    define_indicator(
        code="TUOI", owner=asked.cast.department, by=None, at=AT,
        definition=Definition(
            "Tuổi bình quân", "tuoi", kind=ValueKind.MEAN, decimals=1, lowest=5, highest=1200,
            adding=Adding(OverUnits.WEIGHTED_MEAN, OverTime.RECOMPUTED), points=(Point(weight="BCH4.05"),),
            valid_to=date(2026, 6, 30),
        ),
    )  # fmt: skip

    def codes(**query: str) -> list[str]:
        answer = client.get("/api/v1/indicators", query)
        assert answer.status_code == 200, answer.content
        return [item["code"] for item in answer.json()["items"]]

    assert codes(kind="mean") == codes(unit_of_measure="tuoi") == ["TUOI"]
    assert codes(kind="mean", in_force_on="2026-07-01") == []
    assert len(codes(owner="H33.08")) == 22
    assert codes(owner="H32.08") == []
    assert client.get("/api/v1/indicators", {"kind": "x"}).status_code == 422
    assert client.get("/api/v1/indicators", {"owner": "NO"}).status_code == 404
    assert codes(definition__startswith="x", unit_of_measure="tuoi") == ["TUOI"]


def test_an_indicator_is_answered_whole_with_exact_amounts(asked: Asked, client: Client) -> None:
    made = define_indicator(
        code="TUOI", owner=asked.cast.department, by=None, at=AT,
        definition=Definition(
            "Tuổi bình quân", "tuoi", kind=ValueKind.MEAN, decimals=1, lowest=5, highest=1200,
            adding=Adding(OverUnits.WEIGHTED_MEAN, OverTime.RECOMPUTED), points=(Point(weight="BCH4.05"),),
        ),
    )  # fmt: skip
    answer = client.get("/api/v1/indicators/TUOI").json()
    assert (answer["lowest"], answer["highest"], answer["owner"]) == ("0.5", "120", "H33.08")
    assert answer["data_points"] == [
        {"key": "total", "weight": "BCH4.05|total", "numerator": None, "denominator": None}
    ]
    assert (answer["unit_of_measure"], answer["predecessor"], answer["factor"]) == ("tuổi", None, None)
    renamed = replace(definition_of(made), name="Tuổi trung bình", decimals=2)
    change_indicator(indicator=made, definition=renamed, by=None, at=AT)
    versions = client.get("/api/v1/indicators/TUOI/versions").json()
    assert [(one["number"], one["changed"]) for one in versions["items"]] == [
        (2, ["name", "decimals"]),
        (1, []),
    ]
    assert versions["items"][1]["until"] == versions["items"][0]["since"]
    assert client.get("/api/v1/indicators/BCH4.01/versions").json() == {"items": [], "count": 0}
    assert client.get("/api/v1/indicators/KHONG").status_code == 404


def test_a_form_whose_code_has_a_slash_is_answered_with_its_layout(client: Client) -> None:
    assert client.get("/api/v1/templates").json()["items"][0]["version"] == 1
    for address in ("/api/v1/templates/4/BCH/versions/1", "/api/v1/templates/4%2FBCH/versions/1"):
        answer = client.get(address).json()
        assert answer["code"] == answer["layout"]["code"] == "4/BCH"
    assert client.get("/api/v1/templates/4/BCH/versions/2").status_code == 404


def test_rounds_are_found_by_any_name_of_their_period(asked: Asked, client: Client) -> None:
    open_round(template=asked.template, period_code="2026-3M", by=None, at=AT)
    for period in ("2026-3M", "2026-Q1"):
        answer = client.get("/api/v1/rounds", {"template": "4/BCH", "period": period}).json()
        assert [(item["period"], item["duties"]) for item in answer["items"]] == [("2026-3M", 1)]
    assert client.get("/api/v1/rounds", {"period": "2026-6M"}).json()["count"] == 0
    assert client.get("/api/v1/rounds", {"period": "quý một"}).status_code == 422


def test_nobody_is_answered_without_signing_in() -> None:
    for address in ("indicators", "templates", "templates/4/BCH/versions/1", "rounds"):
        assert Client().get(f"/api/v1/{address}").status_code == 401


@pytest.mark.parametrize("address", ["/bieu-mau/", "/chi-tieu/", "/chi-tieu/?q=de", "/che-do/", "/lich/"])
def test_pages_answer_in_few_queries(client: Client, address: str, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_max_num_queries(17 if address == "/che-do/" else 12):  # also days off, rounds, reviews
        assert client.get(address).status_code == 200


def test_the_form_is_shown_as_printed(asked: Asked, client: Client) -> None:
    page = client.get(f"/bieu-mau/{asked.template.pk}/").content.decode()
    for words in ("HOẠT ĐỘNG CHĂM SÓC BÀ MẸ", "Trđ: được điều trị ARV", "3.10", "Sở Y tế tỉnh Hưng Yên"):
        assert words in page
    assert client.get("/bieu-mau/999999/").status_code == 404


def test_days_off_are_seeded_once_and_stay_as_people_left_them(asked: Asked) -> None:
    assert seed_holidays(years=[2024, 2026], by=asked.cast.quan, at=AT) is not None
    assert Holiday.objects.count() > 20
    assert Holiday.objects.get(day=date(2024, 5, 4)).is_working  # worked for 29 April
    Holiday.objects.filter(day=date(2026, 9, 2)).update(name="Ngày Quốc khánh")
    assert seed_holidays(years=[2024, 2026], by=asked.cast.quan, at=AT) is None
    assert Holiday.objects.get(day=date(2026, 9, 2)).name == "Ngày Quốc khánh"
