"""Totals added up inside the database equal the kernel's, on any small world."""

import random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aggregates.actions.recompute_all import recompute_all
from aggregates.actions.recompute_period import recompute_period
from aggregates.actions.reconcile_totals import reconcile_totals
from aggregates.actions.refresh_totals import refresh_totals
from aggregates.adding import TotalOutOfBounds
from aggregates.models import Total
from indicators.models import DataPoint, Indicator
from submissions.figures import FigureRow, mark_dirty, write_figures
from submissions.marks import marked_unit
from submissions.models import DirtyMark, Displacement, Scope, Submission
from tests.aggregates.world import AT, World, build_world, open_for

pytestmark = pytest.mark.django_db

ANSWER = st.one_of(st.integers(-(10**14), 10**14).map(str), st.sampled_from(["-", "…", "x", "", "0", "7"]))
KIND = st.sampled_from(["sum", "mean", "min", "max", "none"])


def add_up_by(world: World, *kinds: str) -> None:
    for point, kind in zip(world.points, kinds, strict=True):
        over_time = "sum" if kind == "sum" else "none"
        Indicator.objects.filter(data_points=point).update(over_units=kind, over_time=over_time)


def stored() -> set[tuple[object, ...]]:
    return set(Total.objects.values_list())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.tuples(KIND, KIND),
    st.lists(st.tuples(st.integers(0, 8), ANSWER, ANSWER, st.booleans()), max_size=10),
)
def test_period_at_once_unit_by_unit_and_kernel_agree(
    kinds: tuple[str, str], said: list[tuple[int, str, str, bool]]
) -> None:
    with transaction.atomic():
        world = build_world()
        open_for(world, "2025-3M", [world.cast.dong_hung_district, world.cast.dong_la, world.cast.thu_sy])
        add_up_by(world, *kinds)
        places = [(a.subject, code) for code, r in world.rounds.items() for a in r.assignments.all()]
        for place, first, second, whole in said:
            unit, code = places[place]
            world.accept(unit, code, first, second, scope=Scope.WHOLE if whole else Scope.OWN)
        refresh_totals(at=AT)
        one_by_one = stored()
        assert reconcile_totals() == []
        recompute_all(at=AT)
        assert stored() == one_by_one
        assert not DirtyMark.objects.exists()
        transaction.set_rollback(True)


def test_a_displaced_unit_counts_below_where_its_successors_meet() -> None:
    world = build_world(["2025-6M"])
    day = world.rounds["2025-6M"].period.ends
    stranger = world.cast.hoang_hoa_tham  # not yet there on that day
    Displacement.objects.create(
        day=day, kind="administrative", unit=stranger.pk, parent=world.cast.old_hung_yen.pk
    )
    world.rounds["2025-6M"].assignments.filter(subject=world.cast.thu_sy).update(subject=stranger)
    sent = world.send(stranger, "2025-6M", "5", "6").sent_id
    Submission.objects.filter(sent=sent).update(status="accepted", accepted=sent)
    period = world.rounds["2025-6M"].period_id
    points = [point.pk for point in world.points]
    write_figures(
        [
            FigureRow(period, point, stranger.shard, stranger.pk, 4, amount, 0, 1, sent or 0, 1)
            for point, amount in zip(points, (5, 6), strict=True)
        ],
        until=1,
    )
    above = marked_unit(stranger.pk, kind="administrative", on=day)
    assert above == world.cast.old_hung_yen.pk
    mark_dirty(unit=above, points=[(period, point) for point in points])
    refresh_totals(at=AT)
    [total] = Total.objects.filter(unit=world.cast.old_hung_yen.pk, data_point=world.points[0].pk)
    assert (total.amount, total.reported) == (5, 1)
    assert reconcile_totals() == []
    one_by_one = stored()
    recompute_all(at=AT)
    assert stored() == one_by_one


def test_many_marks_of_a_period_are_recomputed_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aggregates.actions.refresh_totals.MANY", 2)
    world = build_world(["2025-6M"])
    for unit, answer in ((world.cast.dong_la, "3"), (world.cast.thu_sy, "4")):
        world.accept(unit, "2025-6M", answer, "1")
    report = refresh_totals(at=AT)
    assert (report.periods, report.units) == (1, 0)
    assert not DirtyMark.objects.exists()
    assert reconcile_totals() == []


def test_a_sum_past_the_bound_is_refused_loudly_and_keeps_its_marks() -> None:
    world = build_world(["2025-6M"])
    refresh_totals(at=AT)
    below = [world.cast.thai_binh, world.cast.dong_hung_district]
    Total.objects.filter(unit=below[1].pk).update(amount=9 * 10**18)
    world.accept(world.cast.dong_hung_town, "2025-6M", "1", "1")
    DirtyMark.objects.all().delete()
    Total.objects.filter(unit__in=[unit.pk for unit in below[:1]]).delete()
    period, point = world.rounds["2025-6M"].period_id, world.points[0].pk
    Total.objects.filter(unit=below[1].pk, data_point=point).update(amount=9 * 10**18)
    # The province's own figure on top of its district's total passes the bound.
    own = FigureRow(period, point, below[0].shard, below[0].pk, 4, 10**14, 0, 1, 1, 1)
    write_figures([own], until=1)
    mark_dirty(unit=below[0].pk, points=[(period, point)])
    report = refresh_totals(at=AT)
    assert len(report.refused) == 1
    assert "passes the bound" in report.refused[0]
    assert DirtyMark.objects.filter(unit=below[0].pk).exists()


def test_a_mark_on_a_weight_marks_what_is_weighed_by_it() -> None:
    world = build_world(["2026-6M"])
    weighed, weight = world.points
    Indicator.objects.filter(data_points=weighed).update(over_units="weighted_mean")
    DataPoint.objects.filter(pk=weighed.pk).update(weight=weight)
    DirtyMark.objects.all().delete()
    period = world.rounds["2026-6M"].period_id
    mark_dirty(unit=world.cast.province.pk, points=[(period, weight.pk)])
    assert set(DirtyMark.objects.values_list("data_point", flat=True)) == {weighed.pk, weight.pk}
    world.accept(world.cast.dong_hung, "2026-6M", "10", "3")
    world.accept(world.cast.tien_lu, "2026-6M", "20", "1")
    refresh_totals(at=AT)
    [total] = Total.objects.filter(unit=world.cast.province.pk, data_point=weighed.pk)
    assert (total.numerator, total.denominator) == (50, 4)
    one_by_one = stored()
    recompute_period(period=period, at=AT)
    assert stored() == one_by_one


def test_the_order_of_acceptances_does_not_matter_to_a_period() -> None:
    world = build_world(["2025-6M"])
    subjects = [a.subject for a in world.rounds["2025-6M"].assignments.all()]
    random.Random(3).shuffle(subjects)
    for at, unit in enumerate(subjects):
        world.accept(unit, "2025-6M", str(at), "-")
        recompute_period(period=world.rounds["2025-6M"].period_id, at=AT)
        assert reconcile_totals() == []
    assert issubclass(TotalOutOfBounds, ArithmeticError)
