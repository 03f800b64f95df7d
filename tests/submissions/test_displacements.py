"""Units that had ended before a period did: one place a day, whatever is recorded after them."""

from datetime import date

import pytest

from submissions.actions.open_rounds import open_round
from submissions.actions.reorganise_units import reorganise_units
from submissions.models import DirtyMark, Displacement
from tests.submissions.factories import AT, World, build_world
from units.models import Unit
from units.queries import find_unit
from units.reorganisations.plan import Kind, NewUnit, Part, Plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build_world()


def move(world: World, unit: Unit, *, on: date, to: Unit) -> None:
    plan = Plan(Kind.NEW_PARENT, on, (unit.pk,), parent=to.pk)
    reorganise_units(plan=plan, by=world.cast.fresh("quan"), at=AT)


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


def test_figures_of_a_unit_whose_parts_went_to_two_provinces_stay_where_its_duties_went(world: World) -> None:
    divide(world, world.cast.tien_lu, on=date(2026, 9, 1), code="9000")
    for code, province in (("90002", world.cast.province), ("90001", world.cast.hai_phong)):
        move(world, find_unit(code, on=date(2026, 9, 1)), on=date(2026, 9, 2), to=world.cast.hai_phong)
        assert Displacement.objects.get(unit=world.cast.tien_lu.pk).parent == province.pk


def test_the_totals_above_a_displaced_unit_are_marked_when_its_successors_move(world: World) -> None:
    divide(world, world.cast.tien_lu, on=date(2026, 9, 1), code="9000")
    DirtyMark.objects.all().delete()
    for code in ("90001", "90002"):
        move(world, find_unit(code, on=date(2026, 9, 1)), on=date(2026, 9, 2), to=world.cast.hai_phong)
    duty = world.report_of(world.cast.tien_lu).assignment
    marks = set(DirtyMark.objects.filter(period=duty.round.period_id).values_list("unit", flat=True))
    assert {world.cast.province.pk, world.cast.hai_phong.pk} <= marks
