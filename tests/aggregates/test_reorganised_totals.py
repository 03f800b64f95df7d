"""After a reorganisation totals are what a full count says, back-dated or not, and after its undo again."""

from datetime import UTC, date, datetime, timedelta

import pytest

from aggregates.actions.reconcile_totals import reconcile_totals
from aggregates.actions.refresh_totals import refresh_totals
from aggregates.models import Total
from submissions.actions.reorganise_units import reorganise_units
from submissions.actions.undo_reorganisation import undo_reorganisation
from tests.aggregates.world import World, build_world
from tests.support.kept_worlds import kept
from units.models import Reorganisation, Unit
from units.queries import find_unit
from units.reorganisations.plan import Kind, NewUnit, Part, Plan

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 1)
AT = datetime(2026, 11, 20, 3, 32, tzinfo=UTC)


@pytest.fixture
@kept
def world() -> World:
    made = build_world()
    made.accept(made.cast.dong_hung, "2026-6M", "100", "90")
    made.accept(made.cast.tien_lu, "2026-6M", "30", "25")
    made.accept(made.cast.hoang_hoa_tham, "2026-6M", "7", "6")
    made.accept(made.cast.dong_la, "2025-6M", "11", "10")
    refresh_totals(at=AT)
    return made


def amount(world: World, unit: Unit, period: str = "2026-6M") -> tuple[int | None, int, int] | None:
    return (
        Total.objects.filter(
            unit=unit.pk, period=world.rounds[period].period_id, data_point=world.points[0].pk
        )
        .values_list("amount", "reported", "expected")
        .first()
    )


def stored() -> set[tuple[object, ...]]:
    return set(
        Total.objects.values_list(
            "unit", "period", "data_point", "edition", "amount", "reported", "answered", "expected"
        )
    )


def do(world: World, plan: Plan) -> Reorganisation:
    made = reorganise_units(plan=plan, by=world.cast.fresh("quan"), at=AT)
    refresh_totals(at=AT)
    assert reconcile_totals() == []
    return made


def merger(world: World, *, on: date = DAY) -> Plan:
    cast = world.cast
    new = NewUnit("12361", "Tiên Lữ", "phuong", cast.province.pk)
    return Plan(Kind.MERGE, on, (cast.tien_lu.pk, cast.hoang_hoa_tham.pk), parts=(Part(new=new),))


def test_the_figure_of_a_commune_that_ended_retroactively_still_counts(world: World) -> None:
    before = stored()
    made = do(world, merger(world))
    assert amount(world, find_unit("12361", on=DAY)) == (37, 2, 2)
    assert amount(world, world.cast.province) == (137, 3, 3)
    undo_reorganisation(reorganisation=made, by=world.cast.fresh("quan"), at=AT)
    refresh_totals(at=AT)
    assert reconcile_totals() == []
    assert stored() == before


def test_a_divided_commune_counts_for_what_holds_all_its_parts(world: World) -> None:
    cast = world.cast
    parts = tuple(
        Part(NewUnit(code, name, "xa", cast.province.pk), None, share)
        for code, name, share in (("12688", "Đông Hưng", 6 * 10**8), ("12700", "Đông La", 4 * 10**8))
    )
    do(world, Plan(Kind.SPLIT, DAY, (cast.dong_hung.pk,), parts=parts))
    assert amount(world, cast.province) == (137, 3, 3)


def test_moving_a_commune_moves_its_figure_and_conserves_the_sum(world: World) -> None:
    cast = world.cast
    made = do(world, Plan(Kind.NEW_PARENT, DAY, (cast.tien_lu.pk,), parent=cast.hai_phong.pk))
    assert amount(world, cast.province) == (107, 2, 2)
    assert amount(world, cast.hai_phong) == (30, 1, 1)
    undo_reorganisation(reorganisation=made, by=cast.fresh("quan"), at=AT)
    refresh_totals(at=AT)
    assert amount(world, cast.province) == (137, 3, 3)
    assert amount(world, cast.hai_phong) is None
    assert reconcile_totals() == []


def test_merged_provinces_leave_no_total_of_the_old_ones_after_the_day(world: World) -> None:
    cast = world.cast
    new = NewUnit("33", "Hưng Hải", "tinh", None)
    do(world, Plan(Kind.MERGE, DAY, (cast.province.pk, cast.hai_phong.pk), parts=(Part(new=new),)))
    assert amount(world, find_unit("33", on=DAY)) == (137, 3, 3)
    assert amount(world, cast.province) is None


def test_two_steps_back_dated_lead_to_the_last_successor(world: World) -> None:
    do(world, merger(world))
    new = find_unit("12361", on=DAY)
    later = DAY + timedelta(days=20)
    last = NewUnit("12688", "Đông Tiên", "xa", world.cast.province.pk)
    second = do(world, Plan(Kind.MERGE, later, (new.pk, world.cast.dong_hung.pk), parts=(Part(new=last),)))
    assert amount(world, find_unit("12688", on=later)) == (137, 3, 3)
    assert amount(world, world.cast.province) == (137, 3, 3)
    undo_reorganisation(reorganisation=second, by=world.cast.fresh("quan"), at=AT)
    refresh_totals(at=AT)
    assert reconcile_totals() == []
    assert amount(world, new) == (37, 2, 2)


def test_a_day_after_all_periods_moves_no_total(world: World) -> None:
    before = stored()
    do(world, merger(world, on=date(2026, 12, 1)))
    assert stored() == before
