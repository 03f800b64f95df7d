"""Marks become totals, level by level, whatever the order, however many workers."""

import random
import threading

import pytest
from django.db import connection, connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aggregates.actions.recompute_all import recompute_all
from aggregates.actions.reconcile_totals import reconcile_totals
from aggregates.actions.refresh_totals import refresh_totals
from aggregates.models import Total
from submissions.models import DirtyMark, Scope, Submission
from tests.aggregates.world import AT, World, build_world, open_for
from units.models import Unit

pytestmark = pytest.mark.django_db


def total(world: World, unit: Unit, period: str, point: int = 0) -> tuple[int | None, int, int, int]:
    row = Total.objects.get(
        unit=unit.pk, period=world.rounds[period].period_id, data_point=world.points[point].pk
    )
    return row.amount, row.reported, row.answered, row.expected


def test_the_province_has_the_sum_of_its_communes() -> None:
    world = build_world()
    world.accept(world.cast.dong_hung, "2026-6M", "120", "100")
    refresh_totals(at=AT)
    world.accept(world.cast.tien_lu, "2026-6M", "30", "25")
    report = refresh_totals(at=AT)
    assert total(world, world.cast.province, "2026-6M") == (150, 2, 2, 3)
    assert (report.units, report.marks, report.totals) == (1, 2, 2)
    assert not DirtyMark.objects.exists()
    assert reconcile_totals() == []


def test_totals_follow_the_tree_of_the_period_through_every_level() -> None:
    world = build_world()
    for unit in (world.cast.dong_hung_town, world.cast.dong_la, world.cast.thu_sy):
        world.accept(unit, "2025-6M", "10", "9")
    refresh_totals(at=AT)
    assert total(world, world.cast.dong_hung_district, "2025-6M") == (20, 2, 2, 2)
    assert total(world, world.cast.thai_binh, "2025-6M") == (20, 2, 2, 2)
    assert total(world, world.cast.old_hung_yen, "2025-6M") == (10, 1, 1, 2)
    assert not Total.objects.filter(
        unit=world.cast.province.pk, period=world.rounds["2025-6M"].period_id
    ).exists()
    assert reconcile_totals() == []


def test_signs_count_as_what_they_say() -> None:
    world = build_world()
    world.accept(world.cast.dong_hung, "2026-6M", "-", "x")
    world.accept(world.cast.tien_lu, "2026-6M", "…", "5")
    refresh_totals(at=AT)
    assert total(world, world.cast.province, "2026-6M", 0) == (0, 2, 1, 3)
    assert total(world, world.cast.province, "2026-6M", 1) == (5, 1, 1, 2)
    assert reconcile_totals() == []


def test_nobody_answered_is_no_amount_and_not_zero() -> None:
    world = build_world()
    world.accept(world.cast.dong_hung, "2026-6M", "…", "")
    refresh_totals(at=AT)
    assert total(world, world.cast.province, "2026-6M", 0) == (None, 1, 0, 3)


def test_an_exempted_unit_is_not_expected() -> None:
    world = build_world()
    world.rounds["2026-6M"].assignments.filter(subject=world.cast.hoang_hoa_tham).update(
        exempted_at=AT, exempted_by=world.cast.nga
    )
    world.accept(world.cast.dong_hung, "2026-6M", "7", "7")
    refresh_totals(at=AT)
    assert total(world, world.cast.province, "2026-6M") == (7, 1, 1, 2)
    assert reconcile_totals() == []


def test_a_figure_of_the_whole_replaces_what_is_below() -> None:
    world = build_world()
    open_for(world, "2025-3M", [world.cast.dong_hung_district, world.cast.dong_la, world.cast.dong_hung_town])
    world.accept(world.cast.dong_la, "2025-3M", "5", "5")
    world.accept(world.cast.dong_hung_district, "2025-3M", "99", "98", scope=Scope.WHOLE)
    refresh_totals(at=AT)
    assert total(world, world.cast.dong_hung_district, "2025-3M") == (99, 1, 1, 1)
    assert total(world, world.cast.thai_binh, "2025-3M") == (99, 1, 1, 1)
    assert reconcile_totals() == []


def test_a_correction_replaces_the_old_figure_in_the_total() -> None:
    world = build_world()
    world.accept(world.cast.dong_hung, "2026-6M", "120", "100")
    refresh_totals(at=AT)
    world.accept(world.cast.dong_hung, "2026-6M", "12", "10")
    refresh_totals(at=AT)
    assert total(world, world.cast.province, "2026-6M") == (12, 1, 1, 3)


def test_a_stored_total_that_is_wrong_is_found_and_what_waits_is_not() -> None:
    world = build_world()
    world.accept(world.cast.dong_hung, "2026-6M", "120", "100")
    refresh_totals(at=AT)
    Total.objects.filter(amount=120).update(amount=121)
    [difference] = reconcile_totals()
    assert "stored 121" in str(difference)
    assert "counted 120" in str(difference)
    world.mark(world.cast.dong_hung, "2026-6M")
    assert reconcile_totals() == []


def test_recomputing_all_equals_refreshing_in_steps() -> None:
    world = build_world(["2026-6M", "2026-3M", "2025-6M", "2025-9M"])
    everyone = [
        (assignment.subject, code) for code, r in world.rounds.items() for assignment in r.assignments.all()
    ]
    random.Random(5).shuffle(everyone)
    for at, (unit, code) in enumerate(everyone[:-3]):
        world.accept(unit, code, str(at * 7), "x" if at % 5 == 0 else str(at))
    refresh_totals(at=AT)
    stepwise = set(Total.objects.values_list())
    recompute_all(at=AT)
    assert set(Total.objects.values_list()) == stepwise
    assert reconcile_totals() == []


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.integers(0, 6),
            st.one_of(st.integers(-(10**14), 10**14).map(str), st.sampled_from(["-", "…", "x"])),
            st.booleans(),
        ),
        max_size=12,
    )
)
def test_any_order_of_acceptances_refreshes_to_the_recount(acceptances: list[tuple[int, str, bool]]) -> None:
    with transaction.atomic():
        world = build_world()
        places = [(a.subject, code) for code, r in world.rounds.items() for a in r.assignments.all()]
        for place, answer, refresh in acceptances:
            unit, code = places[place]
            world.accept(unit, code, answer, "1")
            if refresh:
                refresh_totals(at=AT, limit=1)
        refresh_totals(at=AT)
        assert reconcile_totals() == []
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_stay_exact(database: str) -> None:
    world = build_world(["2026-6M", "2026-3M", "2026-9M"])
    places = [(a.subject, code) for code, r in world.rounds.items() for a in r.assignments.all()]
    faults: list[BaseException] = []

    def work(seed: int) -> None:
        try:
            order = random.Random(seed)
            for at in range(12):
                unit, code = places[order.randrange(len(places))]
                with transaction.atomic():
                    _lock(unit, code, world)
                    world.accept(unit, code, str(order.randrange(10**6)), str(at))
                refresh_totals(at=AT)
        except BaseException as fault:  # told in the test's own thread
            faults.append(fault)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work, args=(seed,)) for seed in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=120)
    assert faults == []
    assert not DirtyMark.objects.exists()
    assert reconcile_totals() == []
    assert connection.vendor == database


def _lock(unit: Unit, code: str, world: World) -> None:
    Submission.objects.select_for_update(of=("self",)).get(
        assignment__round=world.rounds[code], assignment__subject=unit
    )
