"""What the database adds up of what was known says exactly what reading every figure says."""

import itertools
import random
from datetime import UTC, date, datetime
from typing import Any

import pytest

from aggregates import gather, gather_known
from aggregates.as_known import Known
from aggregates.asked import book_of
from aggregates.comparing import Comparing
from indicators.models import ReportingRound
from submissions.figures import FigureRow, write_figures
from submissions.models import Figure, FigureHistory, Scope, Submission
from tests.aggregates import world as worlds
from tests.aggregates.test_broad import ANSWERS, PERIODS, places
from tests.aggregates.world import World, build_world, leaves
from units.actions.record_event import record_event

pytestmark = pytest.mark.django_db
KINDS = ("sum", "sum", "mean", "weighted_mean", "recomputed", "min", "sum")


@pytest.fixture
def world() -> World:
    return build_world(PERIODS, kinds=KINDS)


def accept_some(world: World, chance: random.Random, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports and corrections on days of July 2026: the log does not follow the days of different reports."""
    last: dict[tuple[str, int], int] = {}
    for _report in range(90):
        period = chance.choice(PERIODS)
        unit = chance.choice(leaves(world.cast, world.rounds[period].period.ends))
        submission = Submission.objects.get(assignment__round=world.rounds[period], assignment__subject=unit)
        day = last[period, unit.pk] = min(31, last.get((period, unit.pk), 0) + chance.randint(1, 12))
        at = datetime(2026, 7, day, 3, tzinfo=UTC)
        event = record_event(kind="submission.accepted", by=None, at=at, subject=submission, unit=unit.pk)
        monkeypatch.setattr(worlds, "_events", itertools.count(event.pk))
        world.accept(unit, period, *(chance.choice(ANSWERS) for _kind in KINDS))
    for round_ in world.rounds.values():
        round_.opened_at = datetime(2026, 7, 5, tzinfo=UTC)
        round_.save()


def as_known(world: World, unit: int, tree: Any, day: date) -> Comparing:
    rounds = list(ReportingRound.objects.select_related("template__regime", "period", "version"))
    known = Known(day)
    return gather.read(
        book=book_of(rounds, shown=world.rounds["2026-9M"]), atlas=known.atlas(kind="administrative"),
        unit=unit, tree=tree, periods=[world.rounds["2026-9M"].period_id],
        series=[one.period_id for one in world.rounds.values()], point=world.points[1].pk, edition=4,
        known=known,
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_both_ways_say_the_same(world: World, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    accept_some(world, random.Random(seed), monkeypatch)
    assert FigureHistory.objects.exists()
    counted: set[int] = set()
    for tree, unit in places(world):
        for day in (date(2026, 7, 4), date(2026, 7, 9), date(2026, 7, 14), date(2026, 8, 1)):
            wide = as_known(world, unit, tree, day)
            monkeypatch.setattr(gather_known, "known_totals", lambda *_args, **_given: None)
            full = as_known(world, unit, tree, day)
            monkeypatch.undo()
            counted |= {point for _period, point in wide.counted}
            assert not full.counted
            for round_ in world.rounds.values():
                for point in world.points:
                    mine, theirs = (one.value(round_.period_id, point.pk) for one in (wide, full))
                    assert mine == theirs, (day, tree, round_.period_code, full.rule(point.pk).over_units)
    assert counted == {world.points[2].pk, world.points[6].pk}


def test_where_one_speaks_for_all_below_every_figure_is_read(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept_some(world, random.Random(9), monkeypatch)
    period = world.rounds["2025-9M"].period_id
    row = Figure.objects.filter(period=period, data_point=world.points[2].pk).first()
    assert row is not None
    said = [
        FigureRow(
            row.period, row.data_point, row.shard, row.unit, row.edition, 5, 0, Scope.WHOLE, row.revision, 0
        )
    ]
    Figure.objects.filter(period=period, data_point=row.data_point, unit=row.unit).delete()
    write_figures(said, until=0)
    assert not as_known(world, world.cast.province.pk, "now", date(2026, 8, 1)).counted
