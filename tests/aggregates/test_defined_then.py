"""Promise 4 for definitions: a total of an earlier day is counted as the indicator was defined that day."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from aggregates.actions.refresh_totals import refresh_totals
from indicators.adding_up import Adding, OverTime, OverUnits
from indicators.catalogue_reading import definition_of
from indicators.definitions import Definition, Point
from indicators.models import Indicator
from submissions.actions.change_indicator import change_indicator
from tests.aggregates.test_as_known import accepted_on, answer
from tests.aggregates.world import AT, World, build_world
from tests.support.kept_worlds import kept

pytestmark = pytest.mark.django_db


@pytest.fixture
@kept
def world() -> World:
    """Three communes with 10, 20 and 5, known on 3 July."""
    world = build_world(["2026-6M"])
    world.rounds["2026-6M"].opened_at = datetime(2026, 7, 1, 1, tzinfo=UTC)
    world.rounds["2026-6M"].save()
    cast = world.cast
    for unit, said in ((cast.dong_hung, "10"), (cast.tien_lu, "20"), (cast.hoang_hoa_tham, "5")):
        accepted_on(world, unit, 3, said)
    return world


def redefine(world: World, day: int, code: str = "BCH.1", **changes: Any) -> Definition:
    indicator = Indicator.objects.get(code=code)
    definition = replace(definition_of(indicator), **changes)
    at = datetime(2026, 7, day, 3, tzinfo=UTC)
    change_indicator(indicator=indicator, definition=definition, by=world.cast.nga, at=at)
    refresh_totals(at=AT)
    return definition


def amounts(world: World, *days: int) -> list[str | None]:
    return [answer(world, f"&known_on=2026-07-{day:02}")["amount"] for day in days]


def test_each_day_is_counted_by_its_own_definition(world: World) -> None:
    redefine(world, 8, adding=Adding(OverUnits.MAX, OverTime.MAX))
    redefine(world, 12, adding=Adding(OverUnits.MIN, OverTime.MIN))
    assert answer(world)["amount"] == "5"
    assert amounts(world, 2, 4, 7, 8, 11, 12, 20) == [None, "35", "35", "20", "20", "5", "5"]


def test_a_weight_of_an_earlier_day_is_the_one_of_that_day(world: World) -> None:
    redefine(world, 8, adding=Adding(OverUnits.WEIGHTED_MEAN, OverTime.NONE), points=(Point(weight="BCH.2"),))
    redefine(world, 12, adding=Adding(OverUnits.MEAN, OverTime.MEAN), points=(Point(),))
    # Each weighs 1: accepted_on lets every commune answer 1 to the second row.
    assert amounts(world, 7, 8, 12) == ["35", "12", "12"]


def test_lines_are_called_what_they_were_called(world: World) -> None:
    redefine(world, 8, name="Số phụ nữ sinh con")
    client = Client()
    client.force_login(world.cast.dung)
    address = "/tong-hop/?period=2026-6M&cell=t1/r1:c1"
    then = client.get(f"{address}&known_on=2026-07-07").content.decode()
    now = client.get(address).content.decode()
    assert "số phụ nữ sinh con" in now.lower()
    assert "số phụ nữ sinh con" not in then.lower()


def test_reading_costs_four_queries_more_at_most(world: World) -> None:
    client = Client()
    client.force_login(world.cast.dung)
    counts = []
    for name in ("Phụ nữ đẻ", "Số phụ nữ sinh con"):
        redefine(world, 8, name=name)
        client.get("/tong-hop/?period=2026-6M&known_on=2026-07-07")
        with CaptureQueriesContext(connection) as queries:
            client.get("/tong-hop/?period=2026-6M&known_on=2026-07-07")
        counts.append(len(queries))
    assert counts[1] - counts[0] <= 4
