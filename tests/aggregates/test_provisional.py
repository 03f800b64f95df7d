"""What waits, laid over stored totals, says exactly what reading every figure with it in place says."""

import functools
import random
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aggregates import gather
from aggregates.actions.refresh_totals import refresh_totals
from aggregates.asked import book_of
from aggregates.models import Total
from aggregates.provisional import Provisional
from indicators.models import ReportingRound
from submissions.figures import FigureRow, mark_dirty, write_figures
from submissions.models import Figure, PendingFigure, Scope
from tests.aggregates.test_broad import ANSWERS, PERIODS, alike, fill, places, tree_of_today
from tests.aggregates.world import AT, World, build_world, leaves, value_of
from units.models import Unit

pytestmark = pytest.mark.django_db
KINDS = ("sum", "sum", "mean", "weighted_mean", "recomputed")


@pytest.fixture
def world() -> World:
    return build_world(PERIODS, kinds=KINDS)


def send(world: World, unit: Unit, period: str, *answers: str) -> None:
    """The unit's report waits; an answer left empty takes the accepted figure away."""
    submission = world.send(unit, period, *answers)
    key = {"period": world.rounds[period].period_id, "shard": unit.shard, "unit": unit.pk, "edition": 4}
    for point, answer in zip(world.points, answers, strict=True):
        mine = key | {"data_point": point.pk}
        amount, sign = value_of(answer) if answer else (None, 2)
        if answer or Figure.objects.filter(**mine).exists():
            PendingFigure.objects.create(
                **mine, amount=amount, sign=sign, scope=Scope.OWN, revision=submission.sent_id, since=1,
                is_blank=not answer,
            )  # fmt: skip


def send_some(world: World, chance: random.Random, *, share: float, divided: bool = True) -> None:
    for period in PERIODS:
        for unit in leaves(world.cast, world.rounds[period].period.ends):
            if chance.random() < share and (divided or unit != world.cast.thien_phien):
                send(world, unit, period, *(chance.choice(ANSWERS) for _kind in KINDS))


@pytest.mark.parametrize("seed", range(12))
def test_both_ways_say_the_same(world: World, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(world, seed)
    divided = seed % 4 == 0
    send_some(world, random.Random(100 + seed), share=(0.2, 0.5, 0.9)[seed % 3], divided=divided)
    for tree, unit in places(world):
        wide = alike(world, unit, tree, monkeypatch, chosen=seed % len(KINDS), basis="provisional")
        assert divided or isinstance(wide, Provisional)


def test_what_waits_is_laid_over_and_not_all_is_read(world: World) -> None:
    fill(world, 3)
    province, sender = world.cast.province.pk, world.cast.dong_hung
    before = read(world, province)
    send(world, sender, "2026-9M", "1000", "…", "3", "4", "")
    after = read(world, province)
    assert isinstance(after, Provisional)
    period, point = world.rounds["2026-9M"].period_id, world.points[0].pk
    accepted = Figure.objects.filter(period=period, data_point=point, unit=sender.pk).values_list(
        "amount", flat=True
    )
    was = before.value(period, point).amount or 0
    assert after.value(period, point).amount == was - sum(one or 0 for one in accepted) + 1000


def test_a_form_with_extremes_is_read_in_full(monkeypatch: pytest.MonkeyPatch) -> None:
    world = build_world(PERIODS, kinds=("sum", "sum", "min"))
    fill_sums(world)
    send(world, world.cast.dong_hung, "2026-9M", "7", "8", "1")
    found = read(world, world.cast.province.pk)
    assert not isinstance(found, Provisional)
    assert found.value(world.rounds["2026-9M"].period_id, world.points[2].pk).amount == 1


def fill_sums(world: World) -> None:
    for unit in leaves(world.cast, world.rounds["2026-9M"].period.ends):
        world.accept(unit, "2026-9M", "5", "6", "2")


def test_a_report_of_a_divided_unit_that_waits_is_read_in_full(world: World) -> None:
    fill(world, 4)
    send(world, world.cast.thien_phien, "2025-3M", "1", "2", "3", "4", "5")
    found = read(world, world.cast.province.pk)
    assert not isinstance(found, Provisional)


def test_as_many_queries_for_many_reports_that_wait_as_for_one(world: World) -> None:
    fill(world, 5)
    asked = []
    for share in (0.0, 1.0):
        send_some(world, random.Random(1), share=share)
        with CaptureQueriesContext(connection) as seen:
            read(world, world.cast.province.pk, tree="then")
        asked.append(len(seen))
    assert asked[1] <= asked[0] + 1


def read(world: World, unit: int, *, tree: Any = "now") -> Any:
    rounds = list(ReportingRound.objects.select_related("template__regime", "period", "version"))
    return gather.read(
        book=book_of(rounds, shown=world.rounds["2026-9M"]), atlas=tree_of_today(), unit=unit, tree=tree,
        periods=[one.period_id for one in world.rounds.values()], point=world.points[0].pk,
        basis="provisional", edition=4,
    )  # fmt: skip


def test_what_is_sent_next_is_laid_over_what_was_remembered(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance, atlas = random.Random(7), tree_of_today()
    fill(world, 7)
    for step in range(6):
        period = chance.choice(PERIODS)
        unit = chance.choice(leaves(world.cast, world.rounds[period].period.ends))
        PendingFigure.objects.filter(unit=unit.pk, period=world.rounds[period].period_id).delete()
        if chance.random() < 0.7:
            send(world, unit, period, *(chance.choice(ANSWERS) for _kind in KINDS))
        else:
            world.accept(unit, period, *(chance.choice(ANSWERS) for _kind in KINDS))
            refresh_totals(at=AT + timedelta(seconds=step + 1))
        for tree, place in places(world)[step % 2 :: 2]:
            alike(world, place, tree, monkeypatch, chosen=step % 5, basis="provisional", atlas=atlas)


def test_what_was_accepted_a_moment_ago_is_not_missing_until_totals_are_refreshed(world: World) -> None:
    fill(world, 8)
    province, sender = world.cast.province.pk, world.cast.dong_hung
    period, point = world.rounds["2026-9M"].period_id, world.points[0].pk
    send(world, sender, "2026-9M", "1000", "2", "3", "4", "5")
    sent = read(world, province).value(period, point).amount
    PendingFigure.objects.all().delete()
    world.accept(sender, "2026-9M", "1000", "2", "3", "4", "5")
    marked = read(world, province)
    assert isinstance(marked, Provisional)
    assert marked.value(period, point).amount == sent
    refresh_totals(at=AT + timedelta(seconds=1))
    found = read(world, province)
    assert isinstance(found, Provisional)
    assert found.value(period, point).amount == sent


@pytest.mark.parametrize("seed", range(12))
def test_what_was_accepted_a_moment_ago_is_counted_before_its_totals_are_refreshed(
    world: World, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Marks of one unit or of all, one level refreshed and the next one not; some that wait besides."""
    fill(world, seed)
    chance, atlas = random.Random(200 + seed), tree_of_today()
    for step in range(5):
        for _report in range((1, 2, 12)[seed % 3]):
            period = chance.choice(PERIODS)
            unit = chance.choice(leaves(world.cast, world.rounds[period].period.ends))
            PendingFigure.objects.filter(unit=unit.pk, period=world.rounds[period].period_id).delete()
            act = world.accept if chance.random() < 0.7 else functools.partial(send, world)
            act(unit, period, *(chance.choice(ANSWERS) for _kind in KINDS))
        if chance.random() < 0.5:
            refresh_totals(at=AT + timedelta(seconds=step + 1), limit=chance.choice((1, 2)))
        for tree, place in places(world)[(seed + step) % 2 :: 2]:
            alike(world, place, tree, monkeypatch, chosen=seed % len(KINDS), basis="provisional", atlas=atlas)


def test_a_total_whose_refresh_is_refused_stays_as_it_is(world: World) -> None:
    """A sum past the bound: the mark stays, and the page opens."""
    fill(world, 10)
    province, district = world.cast.thai_binh, world.cast.dong_hung_district
    period, point = world.rounds["2025-3M"].period_id, world.points[0].pk
    before = read(world, province.pk, tree="then").value(period, point).amount
    Total.objects.filter(period=period, data_point=point, unit=district.pk).update(amount=9 * 10**18)
    own = FigureRow(period, point, province.shard, province.pk, 4, 10**14, 0, Scope.OWN, 1, 1)
    write_figures([own], until=1)
    mark_dirty(unit=province.pk, points=[(period, point)])
    assert refresh_totals(at=AT + timedelta(seconds=1)).refused
    found = read(world, province.pk, tree="then")
    assert found.value(period, point).amount == before
