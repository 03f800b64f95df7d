"""Periods nobody was asked about: from those that were, said how, and not where half of it is missing."""

from typing import Any

import pytest
from django.test import Client

from aggregates.actions.refresh_totals import refresh_totals
from tests.aggregates.world import AT, World, build_world, leaves, open_for
from tests.support.kept_worlds import kept

pytestmark = pytest.mark.django_db


@pytest.fixture
@kept
def world() -> World:
    world = build_world(["2025-6M", "2025-9M", "2026-3M", "2026-6M", "2026-9M"])
    cast = world.cast
    for period, factor in (("2025-9M", 28), ("2026-3M", 10), ("2026-6M", 20), ("2026-9M", 33)):
        for unit, amount in ((cast.dong_hung, 5), (cast.tien_lu, 7), (cast.hoang_hoa_tham, 3)):
            if (unit, period) != (cast.hoang_hoa_tham, "2026-9M"):
                world.accept(unit, period, str(amount * factor), "-")
    refresh_totals(at=AT)
    return world


def ask(world: World, query: str) -> dict[str, Any]:
    client = Client()
    client.force_login(world.cast.dung)
    response = client.get(f"/api/v1/totals?cell=t1/r1:c1&{query}")
    assert response.status_code == 200, response.content
    item: dict[str, Any] = response.json()["items"][0]
    return item


def test_a_quarter_is_the_difference_of_cumulative_periods(world: World) -> None:
    item = ask(world, "period=2026-Q2")
    assert (item["amount"], item["derived"]) == ("150", "6 tháng/2026 − 3 tháng/2026")
    assert item["period"] == "2026-Q2"


def test_a_difference_counts_only_units_complete_in_both(world: World) -> None:
    item = ask(world, "period=2026-Q3")
    # 13 × (5 + 7); Hoàng Hoa Thám has not reported the nine months.
    assert (item["amount"], item["answered"], item["expected"]) == ("156", 2, 3)


def test_reported_beats_derived(world: World) -> None:
    assert ask(world, "period=2026-6M")["derived"] == ""


def test_a_period_that_cannot_be_counted_is_told(world: World) -> None:
    client = Client()
    client.force_login(world.cast.dung)
    assert client.get("/api/v1/totals?period=2026").status_code == 404


def test_a_disagreement_is_a_warning(world: World) -> None:
    """A quarter asked for by itself says otherwise than nine months less six."""
    cast = world.cast
    open_for(world, "2026-Q2", leaves(cast, world.rounds["2026-6M"].period.ends))
    for unit, amount in ((cast.dong_hung, 50), (cast.tien_lu, 70), (cast.hoang_hoa_tham, 31)):
        world.accept(unit, "2026-Q2", str(amount), "-")
    refresh_totals(at=AT)
    item = ask(world, "period=2026-Q2")
    assert item["amount"] == "151"
    assert item["warnings"] == ["6 tháng/2026 − 3 tháng/2026 được 150, số ở đây là 151"]
    client = Client()
    client.force_login(cast.dung)
    page = client.get("/tong-hop/?period=2026-Q2").content.decode()
    assert "Các kỳ báo cáo chưa khớp nhau" in page


def test_the_page_offers_derived_periods_and_says_how(world: World) -> None:
    client = Client()
    client.force_login(world.cast.dung)
    page = client.get("/tong-hop/?period=2026-Q2").content.decode()
    assert "6 tháng/2026 − 3 tháng/2026" in page
    assert "Toàn tỉnh có 150 phụ nữ đẻ" in page
    sources = client.get("/tong-hop/nguon/?period=2026-Q2&cell=t1/r1:c1").content.decode()
    assert "Nguồn của từng kỳ" in sources
    assert "period=2026-6M" in sources
