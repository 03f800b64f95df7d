"""Totals across a reorganisation: as its own trees and as today's, divided units, units that have ended."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from aggregates.actions.refresh_totals import refresh_totals
from indicators.models import Indicator
from tests.aggregates.world import AT, World, build_world
from tests.support.kept_worlds import kept
from units.actions.rebuild_lineage import rebuild_lineage
from units.models import Placement, Succession, Unit

pytestmark = pytest.mark.django_db
CELL = "&cell=t1/r1:c1"


@pytest.fixture
@kept
def world() -> World:
    """6 months of 2025 on the trees of then: Thái Bình 100 (60 and 40), Hưng Yên 101 (80 and 21)."""
    world = build_world(["2025-6M", "2026-6M"])
    cast = world.cast
    for unit, amount in (
        (cast.dong_hung_town, 60),
        (cast.dong_la, 40),
        (cast.thu_sy, 80),
        (cast.thien_phien, 21),
    ):
        world.accept(unit, "2025-6M", str(amount), "1")
    for unit, amount in ((cast.dong_hung, 110), (cast.tien_lu, 70), (cast.hoang_hoa_tham, 30)):
        world.accept(unit, "2026-6M", str(amount), "1")
    refresh_totals(at=AT)
    return world


def know_shares(world: World, *, measure: str = "population") -> None:
    """Of Thiện Phiến 70% of the people went to Tiên Lữ; the number is apportioned by a measure."""
    for unit, share in ((world.cast.tien_lu, 700_000_000), (world.cast.hoang_hoa_tham, 300_000_000)):
        rows = Succession.objects.filter(predecessor=world.cast.thien_phien, successor=unit)
        rows.update(population_share=share)
    rebuild_lineage(on=date(2026, 11, 20))
    Indicator.objects.filter(code="BCH.1").update(measure=measure)


def client_of(world: World, name: str = "dung") -> Client:
    client = Client()
    client.force_login(world.cast.users[name])
    return client


def totals(world: World, query: str) -> dict[str, Any]:
    response = client_of(world).get(f"/api/v1/totals?period=2025-6M{CELL}&{query}")
    assert response.status_code == 200, response.content
    found: dict[str, Any] = response.json()
    return found


def amount(world: World, query: str) -> str | None:
    [only] = totals(world, query)["items"]
    value: str | None = only["amount"]
    return value


def test_the_old_trees_and_todays_sum_to_the_same(world: World) -> None:
    then = [amount(world, f"unit={code}&as_of=2025-06-30") for code in ("33", "34")]
    assert then == ["101", "100"]
    assert amount(world, "unit=33") == "201"
    assert amount(world, "unit=12688") == "100"


def test_a_unit_with_a_share_nobody_knows_is_not_comparable_and_says_why(world: World) -> None:
    [item] = totals(world, "unit=12361")["items"]
    assert item["amount"] is None
    assert [unit["name"] for unit in item["not_comparable"]] == ["Thiện Phiến"]
    divided = "không so sánh được: Xã Thiện Phiến (cũ) đã chia cho nhiều đơn vị"
    assert item["note"] == f"{divided}, chỉ tiêu không ước chia theo dân số hay diện tích"
    Indicator.objects.filter(code="BCH.1").update(measure="population")
    [item] = totals(world, "unit=12361")["items"]
    assert item["note"] == f"{divided}, chưa biết tỷ lệ dân số"
    page = client_of(world).get("/tong-hop/?period=2025-6M").content.decode()
    assert "không so sánh được" in page


def test_known_shares_apportion_and_the_parts_sum_to_the_whole(world: World) -> None:
    know_shares(world)
    # 21 × 0,7 = 14,7 and 6,3: the larger remainder takes the one that is left.
    found = {code: totals(world, f"unit={code}")["items"][0] for code in ("12361", "12364")}
    assert {code: item["amount"] for code, item in found.items()} == {"12361": "95", "12364": "6"}
    assert found["12361"]["apportioned_by"] == "population"
    assert found["12361"]["note"] == "ước chia theo dân số: Xã Thiện Phiến (cũ)"
    assert amount(world, "unit=33") == "201"


def test_a_measure_that_is_not_known_apportions_nothing(world: World) -> None:
    know_shares(world, measure="area")
    assert amount(world, "unit=12361") is None


def test_apportioned_bases_are_compared(world: World) -> None:
    know_shares(world)
    response = client_of(world).get("/api/v1/ranks?period=2026-6M&unit=33&cell=t1/r1:c1").json()
    changes = {item["unit"]["name"]: item["same_period_last_year"] for item in response["items"]}
    assert changes["Tiên Lữ"]["base"] == "95"
    assert changes["Hoàng Hoa Thám"]["base"] == "6"
    assert changes["Đông Hưng"]["difference"] == "10"


def test_a_commune_that_ended_says_what_it_became(world: World) -> None:
    found = totals(world, "unit=12700&as_of=2025-06-30&tree=now")
    assert found["items"][0]["amount"] is None
    [after] = found["successors"]
    assert (after["unit"]["name"], after["amount"], after["extent"]) == ("Đông Hưng", "100", "part")
    page = client_of(world).get("/tong-hop/?period=2025-6M&unit=12700&as_of=2025-06-30&tree=now")
    assert "Xã Đông La đã kết thúc ngày 30/06/2025" in page.content.decode()
    assert "Xã Đông Hưng</a>" in page.content.decode()


def test_a_district_that_ended_gives_todays_units_of_its_ground(world: World) -> None:
    found = totals(world, "unit=340&as_of=2025-06-30&tree=now")["successors"]
    assert [(item["unit"]["name"], item["extent"]) for item in found] == [("Đông Hưng", "whole")]
    know_shares(world)
    found = totals(world, "unit=332&as_of=2025-06-30&tree=now")["successors"]
    assert {item["unit"]["name"]: item["amount"] for item in found} == {
        "Tiên Lữ": "95",
        "Hoàng Hoa Thám": "6",
    }


def test_a_unit_that_ended_is_asked_as_of_its_time_unless_told(world: World) -> None:
    [item] = totals(world, "unit=340&as_of=2025-06-30")["items"]
    assert (item["tree"], item["amount"]) == ("then", "100")


def test_a_code_of_the_past_alone_opens_the_page_as_of_its_last_day(world: World) -> None:
    client = client_of(world)
    sent_on = client.get("/tong-hop/?period=2025-6M&unit=340")
    assert (sent_on.status_code, sent_on["Location"]) == (
        302,
        "/tong-hop/?period=2025-6M&unit=340&as_of=2025-06-30",
    )
    assert "Thái Bình" in client.get(sent_on["Location"]).content.decode()
    assert client.get("/tong-hop/?period=2025-6M&unit=340&format=xlsx")["Location"].endswith("&format=xlsx")
    for asked in ("unit=341", "unit=340&as_of=2025-07-01", "unit=0%00"):
        assert client.get(f"/tong-hop/?period=2025-6M&{asked}").status_code == 404


def test_todays_unit_before_it_existed_lists_its_predecessors_only_then(world: World) -> None:
    assert totals(world, "unit=33&tree=now")["predecessors"] == []
    apart = totals(world, "unit=33&tree=then")["predecessors"]
    assert sorted((item["unit"]["name"], item["amount"]) for item in apart) == [
        ("Hưng Yên", "101"),
        ("Thái Bình", "100"),
    ]
    page = client_of(world).get("/tong-hop/?period=2025-6M&unit=33&tree=now").content.decode()
    assert "Toàn tỉnh có 201 phụ nữ đẻ" in page
    assert "totals-lines" in page


def test_two_steps_of_reorganisation_are_followed(world: World) -> None:
    """Đông Hưng goes whole into a new commune in 2026: the figures of 2025 count there."""
    cast = world.cast
    later = Unit.objects.create(shard=33, begins=date(2026, 7, 1))
    later.codes.create(code="12999", valid_from=date(2026, 7, 1))
    later.names.create(
        name="Đông Quan", kind="xa", sort_key="dong quan", search_key="dong quan", valid_from=date(2026, 7, 1)
    )
    Placement.objects.filter(unit=cast.dong_hung).update(valid_to=date(2026, 6, 30))
    cast.dong_hung.codes.update(valid_to=date(2026, 6, 30))
    cast.dong_hung.names.update(valid_to=date(2026, 6, 30))
    Placement.objects.create(unit=later, parent=cast.province, valid_from=date(2026, 7, 1))
    Unit.objects.filter(pk=cast.dong_hung.pk).update(ends=date(2026, 6, 30))
    Succession.objects.create(
        predecessor=cast.dong_hung, successor=later, effective_on=date(2026, 7, 1), extent="whole"
    )
    rebuild_lineage(on=date(2026, 11, 20))
    assert amount(world, "unit=12999") == "100"
    assert amount(world, "unit=33") == "201"


def test_the_source_of_an_apportioned_part_says_the_whole_and_the_share(world: World) -> None:
    know_shares(world)
    found = client_of(world).get(f"/api/v1/totals/sources?period=2025-6M&unit=12361{CELL}").json()
    parts = {item["unit"]["name"]: (item["value"], item["counted"], item["share"]) for item in found["items"]}
    assert parts == {"Thủ Sỹ": ("80", "80", None), "Thiện Phiến": ("21", "15", "70")} or parts == {
        "Thủ Sỹ": ("80", "80", None),
        "Thiện Phiến": ("21", "15", "70.0000"),
    }
    page = client_of(world).get(f"/tong-hop/nguon/?period=2025-6M&unit=12361{CELL}").content.decode()
    assert "≈ 70" in page


def test_parts_of_several_divided_units_are_added_up(world: World) -> None:
    """Hoàng Hoa Thám got 30% of Thiện Phiến (21) and 25% of Thụy Sỹ (80): 6 + 20."""
    cast = world.cast
    [whole] = Succession.objects.filter(predecessor=cast.thu_sy)
    Succession.objects.filter(pk=whole.pk).update(extent="part", population_share=750_000_000)
    Succession.objects.create(
        predecessor=cast.thu_sy,
        successor=cast.hoang_hoa_tham,
        effective_on=whole.effective_on,
        extent="part",
        population_share=250_000_000,
        since=whole.since,
    )
    know_shares(world)
    assert {code: amount(world, f"unit={code}") for code in ("12361", "12364")} == {
        "12361": "75",
        "12364": "26",
    }
    ranks = client_of(world).get("/api/v1/ranks?period=2026-6M&unit=33&cell=t1/r1:c1").json()
    bases = {item["unit"]["name"]: item["same_period_last_year"]["base"] for item in ranks["items"]}
    assert bases["Hoàng Hoa Thám"] == "26"
    assert amount(world, "unit=33") == "201"
