"""Totals of a calendar somebody defined: its periods add up and compare as those of the year do."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from aggregates.actions.refresh_totals import refresh_totals
from indicators.actions.define_calendar import define_calendar, drawn_calendar
from indicators.periods import Kind, twelve_months
from tests.aggregates.world import AT, World, build_world, leaves, open_for
from tests.support.kept_worlds import kept

pytestmark = pytest.mark.django_db


@pytest.fixture
@kept
def monthly() -> World:
    world = build_world(())
    rows = [row for row in twelve_months(first_day=21) if row.kind is not Kind.HALF]
    drawn = drawn_calendar(code="thang20", rows=rows, named_after="year")
    world.regime.calendar = define_calendar(
        drawn=drawn, name="Chốt ngày 20", owner=world.cast.department, by=None, at=AT
    )
    world.regime.frequency, world.regime.is_cumulative = "month", False
    world.regime.save()
    for year in (2025, 2026):
        for month in (7, 8, 9):  # from 21/6 to 20/9, each on today's tree
            open_for(world, f"thang20:{year}-{month:02d}", leaves(world.cast, date(year, month, 20)))
    for number, code in enumerate(world.rounds, 1):
        for unit, factor in (
            (world.cast.dong_hung, 10),
            (world.cast.tien_lu, 1),
            (world.cast.hoang_hoa_tham, 0),
        ):
            world.accept(unit, code, str(factor * number), "1")
    refresh_totals(at=AT)
    return world


def test_months_are_read_compared_and_added_up_by_their_codes(monthly: World) -> None:
    client = Client()
    client.force_login(monthly.cast.dung)

    def ask(what: str, period: str) -> dict[str, Any]:
        asked = {"template": "4/BCH", "period": period, "unit": "33"}
        answer = client.get(f"/api/v1/{what}", asked)
        return answer.json()["items"][0] if answer.status_code == 200 else {"status": answer.status_code}

    assert ask("totals", "thang20:2026-09")["amount"] == "66"
    quarter = ask("totals", "thang20:2026-Q3")
    assert (quarter["amount"], quarter["derived"]) == ("165", "cộng 3 tháng")
    assert ask("totals", "2026-09") == {"status": 404}
    assert ask("totals", "thang21:2026-09") == {"status": 422}
    compared = ask("comparisons", "thang20:2026-09")
    assert compared["same_period_last_year"]["base"] == "33"
    assert compared["previous_period"]["base"] == "55"
    page = client.get("/tong-hop/", {"template": "4/BCH", "period": "thang20:2026-09", "unit": "33"})
    text = page.content.decode()
    assert "Tháng 9 năm 2026" in text
    assert "thang20:2026-Q3" in text
    file = client.get("/tong-hop/", {"period": "thang20:2026-09", "unit": "33", "format": "xlsx"})
    assert "thang20-2026-09.xlsx" in file["Content-Disposition"]
