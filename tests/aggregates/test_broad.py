"""A wide reading (totals less what is not comparable) says exactly what reading every figure says."""

import random
from datetime import date
from typing import Any

import pytest

from aggregates import gather
from aggregates.actions.refresh_totals import refresh_totals
from aggregates.asked import book_of
from aggregates.atlas import Atlas
from aggregates.broad import Broad
from aggregates.charting import load_atlas
from aggregates.comparing import Comparing, Step
from aggregates.reading import Basis
from aggregates.values import Value
from indicators.models import ReportingRound
from tests.aggregates.world import AT, World, build_world, leaves

pytestmark = pytest.mark.django_db
PERIODS = ["2025-3M", "2025-6M", "2025-9M", "2026-6M", "2026-9M"]
ANSWERS = ["-", "…", "x", "", "3", "17", "250", "9", "41"]


KINDS = ("sum", "sum", "mean", "weighted_mean", "recomputed", "min", "none")


@pytest.fixture
def world() -> World:
    return build_world(PERIODS, kinds=KINDS)


def fill(world: World, seed: int) -> None:
    """Reports as they come: some missing, some with signs, some cells left empty."""
    chance = random.Random(seed)
    for period in PERIODS:
        for unit in leaves(world.cast, world.rounds[period].period.ends):
            if chance.random() < 0.8:
                world.accept(unit, period, *(chance.choice(ANSWERS) for _kind in KINDS))
    refresh_totals(at=AT)


def tree_of_today() -> Atlas:
    return load_atlas(kind="administrative", today=date(2026, 11, 20))


def both(
    world: World,
    unit: int,
    tree: Any,
    monkeypatch: pytest.MonkeyPatch,
    *,
    chosen: int = 0,
    atlas: Atlas | None = None,
    basis: Basis = "accepted",
) -> tuple[Comparing, Comparing]:
    rounds = list(ReportingRound.objects.select_related("template__regime", "period", "version"))
    book = book_of(rounds, shown=world.rounds["2026-9M"])
    atlas = atlas or tree_of_today()
    periods = [one.period_id for one in world.rounds.values()]
    given: dict[str, Any] = {
        "book": book, "atlas": atlas, "unit": unit, "tree": tree, "periods": periods,
        "point": world.points[chosen].pk, "edition": 4, "basis": basis,
    }  # fmt: skip
    wide = gather.read(**given)
    monkeypatch.setattr(gather, "read_broad", lambda **_given: None)
    full = gather.read(**given)
    monkeypatch.undo()
    return wide, full


@pytest.mark.parametrize("seed", range(14))
def test_both_ways_say_the_same(world: World, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """On today's tree and on the trees of the time."""
    fill(world, seed)
    for tree, unit in places(world):
        alike(world, unit, tree, monkeypatch, chosen=seed % len(KINDS))


def places(world: World) -> list[tuple[str, int]]:
    units = [world.cast.province.pk, world.cast.old_hung_yen.pk, world.cast.dong_hung_district.pk]
    return [("now", units[0]), *(("then", unit) for unit in units)]


def alike(
    world: World,
    unit: int,
    tree: str,
    monkeypatch: pytest.MonkeyPatch,
    *,
    chosen: int,
    atlas: Atlas | None = None,
    basis: Basis = "accepted",
) -> Comparing:
    """Both readings say the same of a unit; the wide one, for what else there is to see of it."""
    ids = {code: world.rounds[code].period_id for code in PERIODS}
    points = [point.pk for point in world.points]
    wide, full = both(world, unit, tree, monkeypatch, chosen=chosen, atlas=atlas, basis=basis)
    assert not isinstance(full, Broad)
    for code, period in ids.items():
        assert wide.coverage(period) == full.coverage(period), code
        assert sorted(wide.missing(period)) == sorted(full.missing(period)), code
        assert wide.children(period) == full.children(period), code
        mine, theirs = (one.by_child(period, points[chosen]) for one in (wide, full))
        rule = full.rule(points[chosen])
        assert {c: (v.exact(rule), v.divided) for c, v in mine.items()} == {
            c: (v.exact(rule), v.divided) for c, v in theirs.items()
        }, code
        for point in points:
            values = [one.value(period, point) for one in (wide, full)]
            assert _counted(values[0], full, point) == _counted(values[1], full, point), (code, point)
    for now, base in (("2026-6M", "2025-6M"), ("2026-9M", "2025-9M"), ("2025-6M", "2025-3M")):
        mine_, theirs_ = (one.changes(ids[now], ids[base]) for one in (wide, full))
        for key, change in theirs_.items():
            if key[0] == unit or key[1] == points[chosen]:
                said = mine_.get(key)
                assert said is not None, (now, base, key)
                if change.now is None:
                    assert said.now is None, (now, base, key)
                else:
                    assert said == change, (now, base, key)
    third, second = Step(ids["2025-9M"], ids["2025-6M"]), Step(ids["2025-6M"], ids["2025-3M"])
    for step, before in ((Step(ids["2026-9M"], ids["2026-6M"]), third), (third, second)):
        changes = [one.flow_changes(step, before) for one in (wide, full)]
        flows = [one.flow_change(step, before, data_point=points[chosen]) for one in (wide, full)]
        assert _said(flows[0]) == _said(flows[1]), (step, before)
        for point in points:
            said = [_said(one.get((unit, point))) for one in changes]
            assert said[0] == said[1], (step, before, point)
    return wide


def _counted(value: Value, reading: Comparing, point: int) -> tuple[Any, ...]:
    return value.exact(reading.rule(point)), value.answered, value.expected, value.reported


def _said(change: Any) -> tuple[Any, ...] | None:
    return None if change is None or change.now is None else (change.now, change.base, change.units)


def test_the_wide_way_is_taken(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(world, 1)
    wide, _full = both(world, world.cast.province.pk, "now", monkeypatch)
    assert isinstance(wide, Broad)
