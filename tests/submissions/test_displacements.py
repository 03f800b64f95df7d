"""Units that had ended before a period did: one place a day, whatever is recorded after them."""

from datetime import date

import pytest

from submissions.actions.open_rounds import open_round
from submissions.actions.reorganise_units import reorganise_units
from submissions.models import Displacement
from tests.submissions.factories import AT, World, build_world
from units.models import Unit
from units.reorganisations.plan import Kind, NewUnit, Part, Plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build_world()


def divide(world: World, unit: Unit, *, on: date, code: str) -> None:
    parts = tuple(
        Part(NewUnit(f"{code}{at}", f"Mới {code}{at}", "xa", world.cast.province.pk)) for at in (1, 2)
    )
    plan = Plan(Kind.SPLIT, on, (unit.pk,), parts=parts)
    reorganise_units(plan=plan, by=world.cast.fresh("quan"), at=AT)


def test_a_later_reorganisation_leaves_earlier_days_of_other_units_as_they_are(world: World) -> None:
    open_round(template=world.template, period_code="2026-6M", by=None, at=AT)
    divide(world, world.cast.tien_lu, on=date(2026, 6, 15), code="9000")
    divide(world, world.cast.dong_hung, on=date(2026, 9, 1), code="9001")
    rows = Displacement.objects.order_by("unit", "day").values_list("unit", "day", "parent")
    province = world.cast.province.pk
    assert list(rows) == sorted(
        [
            (world.cast.tien_lu.pk, date(2026, 6, 30), province),
            (world.cast.tien_lu.pk, date(2026, 9, 30), province),
            (world.cast.dong_hung.pk, date(2026, 9, 30), province),
        ]
    )
