"""From the reviewer's acceptance to the province's total, by the real action, signal and task."""

from collections.abc import Callable
from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from aggregates.actions.reconcile_totals import reconcile_totals
from aggregates.actions.refresh_totals import refresh_totals
from aggregates.models import Total
from aggregates.tasks import refresh_soon
from submissions.actions.accept import accept
from tests.aggregates.world import AT, build_world

pytestmark = pytest.mark.django_db


def test_a_cell_left_empty_moves_how_many_have_reported() -> None:
    world = build_world()
    submission = world.send(world.cast.dong_hung, "2026-6M", "12", "")
    accept(submission=submission, by=world.cast.hoa, at=AT)
    refresh_totals(at=AT)
    rows = Total.objects.filter(period=world.rounds["2026-6M"].period_id, unit=world.cast.province.pk)
    found = list(rows.order_by("data_point").values_list("amount", "reported", "answered", "expected"))
    assert found == [(12, 1, 1, 3), (None, 1, 0, 3)]
    assert reconcile_totals() == []


def test_accepting_asks_for_one_refresh_and_it_refreshes(
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    world = build_world()
    for unit in (world.cast.dong_hung, world.cast.tien_lu):
        submission = world.send(unit, "2026-6M", "5", "4")
        with django_capture_on_commit_callbacks(execute=True):
            accept(submission=submission, by=world.cast.hoa, at=AT)
    [waiting] = DBTaskResult.objects.all()
    assert waiting.task_path == refresh_soon.module_path
    refresh_soon.call()
    province = Total.objects.filter(unit=world.cast.province.pk, period=world.rounds["2026-6M"].period_id)
    assert set(province.values_list("amount", "reported")) == {(10, 2), (8, 2)}
