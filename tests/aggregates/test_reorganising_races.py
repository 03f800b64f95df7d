"""A report accepted while its unit moves is counted where the unit then stands."""

import pytest

from aggregates.actions.reconcile_totals import reconcile_totals
from aggregates.actions.refresh_totals import refresh_totals
from aggregates.models import Total
from submissions.actions.accept import accept
from submissions.actions.undo_reorganisation import undo_reorganisation
from submissions.models import DirtyMark, Status
from tests.submissions.factories import SENT, bring_to, build_world
from tests.submissions.test_races import at_once
from tests.submissions.test_reorganise_units import DAY, PLANS, do
from units.errors import Conflict
from units.models import Reorganisation

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("name", ["move", "split", "provinces"])
def test_accepting_and_reorganising_at_once_leaves_exact_totals(name: str) -> None:
    world = build_world()
    report = bring_to(world, Status.SUBMITTED)
    refresh_totals(at=SENT)
    plan, hoa = PLANS[name](world, DAY), world.cast.fresh("hoa")
    outcomes = at_once(
        lambda: do(world, plan),
        lambda: accept(submission=report, by=hoa, at=SENT),
        lambda: refresh_totals(at=SENT),
    )
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    refresh_totals(at=SENT)
    assert not DirtyMark.objects.exists()
    assert reconcile_totals() == []
    assert Total.objects.filter(reported=1).exists()


def test_undoing_and_accepting_at_once_leaves_exact_totals() -> None:
    world = build_world()
    report = bring_to(world, Status.SUBMITTED)
    made = do(world, PLANS["move"](world, DAY))
    hoa, quan = world.cast.fresh("hoa"), world.cast.fresh("quan")
    outcomes = at_once(
        lambda: undo_reorganisation(reorganisation=made, by=quan, at=SENT),
        lambda: accept(submission=report, by=hoa, at=SENT),
    )
    assert all(isinstance(outcome, Conflict) or not isinstance(outcome, Exception) for outcome in outcomes)
    refresh_totals(at=SENT)
    assert reconcile_totals() == []


def test_a_reorganisation_is_undone_once() -> None:
    world = build_world()
    made = do(world, PLANS["merge"](world, DAY))
    people = [world.cast.fresh("quan") for _ in range(3)]
    outcomes = at_once(
        *[lambda by=by: undo_reorganisation(reorganisation=made, by=by, at=SENT) for by in people]
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Conflict"] * 2 + ["Reorganisation"]
    assert Reorganisation.objects.get().undone_at == SENT
