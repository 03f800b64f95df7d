"""A round that opens, or a duty that is lifted, moves what totals expect: nothing waits for a figure."""

import pytest

from aggregates.actions.reconcile_totals import reconcile_totals
from aggregates.actions.refresh_totals import refresh_totals
from aggregates.models import Total
from submissions.actions.exempt import exempt
from submissions.actions.open_rounds import open_round
from tests.submissions.factories import AT, build_world

pytestmark = pytest.mark.django_db


def test_totals_expect_the_duties_of_a_round_as_soon_as_it_is_open() -> None:
    world = build_world()
    refresh_totals(at=AT)
    expected = world.round.assignments.count()
    stored = Total.objects.filter(unit=world.cast.province.pk, period=world.round.period_id)
    assert {total.expected for total in stored} == {expected}
    assert {total.reported for total in stored} == {0}
    assert reconcile_totals() == []


def test_opening_again_leaves_no_marks() -> None:
    world = build_world()
    refresh_totals(at=AT)
    open_round(template=world.template, period_code="2026-9M", by=None, at=AT)
    assert refresh_totals(at=AT).marks == 0


def test_an_exempted_duty_is_not_expected_any_more() -> None:
    world = build_world()
    refresh_totals(at=AT)
    before = world.round.assignments.count()
    exempt(assignments=[world.submission.assignment], reason="Xã bị bão cô lập.", by=world.cast.nga, at=AT)
    refresh_totals(at=AT)
    stored = Total.objects.filter(unit=world.cast.province.pk, period=world.round.period_id)
    assert {total.expected for total in stored} == {before - 1}
    assert reconcile_totals() == []
