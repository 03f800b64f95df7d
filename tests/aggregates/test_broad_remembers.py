"""What a wide reading remembers of the groups below a unit is right after every change, and read but once."""

import random
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aggregates.actions.refresh_totals import refresh_totals
from aggregates.atlas import Atlas
from aggregates.broad import Broad
from indicators.models import Assignment
from submissions.models import Draft, Submission
from tests.aggregates.test_broad import (
    ANSWERS,
    KINDS,
    PERIODS,
    alike,
    both,
    fill,
    places,
    tree_of_today,
)
from tests.aggregates.world import AT, World, build_world, leaves
from tests.cast import NEW
from units.models import Unit, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build_world(PERIODS, kinds=KINDS)


def corrected(world: World, chance: random.Random) -> None:
    """A report is accepted, for the first time or again."""
    period = chance.choice(PERIODS)
    unit = chance.choice(leaves(world.cast, world.rounds[period].period.ends))
    world.accept(unit, period, *(chance.choice(ANSWERS) for _kind in KINDS))


def excused(world: World, chance: random.Random) -> None:
    """One unit is excused, or another one in its place: the numbers of duties may stay the same."""
    period = chance.choice(PERIODS)
    round_ = world.rounds[period]
    for unit in chance.sample(leaves(world.cast, round_.period.ends), 2):
        duty = Assignment.objects.get(round=round_, subject=unit)
        excuse(duty, None if duty.exempted_at else world.cast.hoa)
        world.mark(unit, period)


def excuse(duty: Assignment, by: User | None) -> None:
    duty.exempted_by = by
    duty.exempted_at = AT if by else None
    duty.exemption_reason = "bão" if by else ""
    duty.save()


def asked_late(world: World, chance: random.Random) -> None:
    """One higher up, which has others below it, is asked too, and answers for itself."""
    period = chance.choice(PERIODS)
    round_ = world.rounds[period]
    known = set(round_.assignments.values_list("subject", flat=True))
    on_the_day = [world.cast.dong_hung_district, world.cast.tien_lu_district, world.cast.old_hung_yen]
    if round_.period.ends >= NEW:
        on_the_day = [world.cast.province]
    others = [unit for unit in on_the_day if unit.pk not in known]
    if others:
        unit = chance.choice(others)
        duty = Assignment.objects.create(
            round=round_, subject=unit, responsible=unit, recipient=world.cast.department, due_at=AT
        )
        Draft.objects.create(submission=Submission.objects.create(assignment=duty))
        world.accept(unit, period, *(chance.choice(ANSWERS) for _kind in KINDS))


CHANGES = (corrected, corrected, excused, asked_late)


@pytest.mark.parametrize("seed", range(4))
def test_after_each_change_it_says_what_reading_every_figure_says(
    world: World, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(seed)
    fill(world, seed)
    atlas = tree_of_today()
    today, *then = places(world)
    for turn in range(4):
        for tree, unit in (today, then[seed % len(then)]):
            alike(world, unit, tree, monkeypatch, chosen=seed % len(KINDS), atlas=atlas)
        chance.choice(CHANGES)(world, chance)
        refresh_totals(at=AT + timedelta(minutes=turn + 1))


def test_a_form_of_extremes_alone_is_not_taken_for_unchanged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing in it is added up, so that what was refreshed is told by its extremes."""
    world = build_world(PERIODS, kinds=("min", "max"))
    fill(world, 1)
    atlas = tree_of_today()
    today = places(world)[0]
    alike(world, today[1], today[0], monkeypatch, chosen=0, atlas=atlas)
    period = world.rounds["2025-6M"]
    duty = Assignment.objects.get(round=period, subject=world.cast.dong_la)
    excuse(duty, world.cast.hoa)
    world.mark(world.cast.dong_la, "2025-6M")
    world.accept(world.cast.dong_hung_town, "2025-6M", "1", "900")
    refresh_totals(at=AT + timedelta(minutes=1))
    alike(world, today[1], today[0], monkeypatch, chosen=0, atlas=atlas)


def test_a_correction_in_one_district_reads_nothing_of_the_others(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for unit, period in ((one, code) for code in PERIODS for one in _then(world, code)):
        world.accept(unit, period, "5", "4", "3", "2", "7", "1", "9")
    excused_unit = Assignment.objects.get(round=world.rounds["2025-3M"], subject=world.cast.thu_sy)
    excuse(excused_unit, world.cast.hoa)
    refresh_totals(at=AT)
    atlas = tree_of_today()
    before = _seen(world, atlas, monkeypatch)
    world.accept(world.cast.dong_la, "2025-6M", "6", "4", "3", "2", "7", "1", "9")
    refresh_totals(at=AT + timedelta(minutes=1))
    after = _seen(world, atlas, monkeypatch)
    period = world.rounds["2025-6M"].period_id
    assert isinstance(before, Broad)
    assert isinstance(after, Broad)
    assert len(set(before.group_of(period).values())) == 2
    assert after.stamp(period) != before.stamp(period)
    assert after.duties(period) is before.duties(period)  # nobody else was asked or has reported
    assert after.holes(period) is before.holes(period)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        after.changes(period, world.rounds["2025-3M"].period_id)
    assert [query["sql"] for query in queries if str(world.cast.thu_sy.pk) in query["sql"]] == []


def _seen(world: World, atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> Broad:
    wide, _full = both(world, world.cast.province.pk, "now", monkeypatch, atlas=atlas)
    assert isinstance(wide, Broad)
    wide.changes(world.rounds["2025-6M"].period_id, world.rounds["2025-3M"].period_id)
    return wide


def _then(world: World, period: str) -> Iterator[Unit]:
    yield from leaves(world.cast, world.rounds[period].period.ends)
