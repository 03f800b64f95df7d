"""A period in one pass: the lock, the marks, and only then is anything read; few statements, always."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aggregates.actions.recompute_period import recompute_period
from aggregates.models import Total
from submissions.models import DirtyMark
from tests.aggregates.world import AT, build_world

pytestmark = pytest.mark.django_db


def test_marks_are_taken_before_rules_and_figures_are_read() -> None:
    world = build_world(["2025-6M"])
    with CaptureQueriesContext(connection) as asked:
        recompute_period(period=world.rounds["2025-6M"].period_id, at=AT)
    statements = [query["sql"] for query in asked]
    taken = next(at for at, sql in enumerate(statements) if "DELETE FROM submissions_dirtymark" in sql)
    read = [at for at, sql in enumerate(statements) if "_datapoint" in sql or "submissions_figure" in sql]
    assert read
    assert taken < min(read)
    if connection.vendor == "postgresql":
        locked = next(at for at, sql in enumerate(statements) if "FOR NO KEY UPDATE" in sql)
        assert locked < taken


def test_a_period_takes_few_statements() -> None:
    world = build_world(["2025-6M"])
    with CaptureQueriesContext(connection) as asked:
        recompute_period(period=world.rounds["2025-6M"].period_id, at=AT)
    assert len(asked) <= 11


def test_other_points_and_periods_stay_as_they_are() -> None:
    world = build_world(["2025-6M", "2025-9M"])
    first, second = (point.pk for point in world.points)
    recompute_period(period=world.rounds["2025-6M"].period_id, at=AT)
    recompute_period(period=world.rounds["2025-9M"].period_id, at=AT)
    Total.objects.update(expected=99)
    DirtyMark.objects.all().delete()
    for point in (first, second):
        DirtyMark.objects.create(
            unit=world.cast.thai_binh.pk, period=world.rounds["2025-6M"].period_id, data_point=point
        )
    recompute_period(period=world.rounds["2025-6M"].period_id, points=[first], at=AT)
    fresh = Total.objects.exclude(expected=99).values_list("period", "data_point").distinct()
    assert list(fresh) == [(world.rounds["2025-6M"].period_id, first)]
    assert list(DirtyMark.objects.values_list("data_point", flat=True)) == [second]
    assert recompute_period(period=world.rounds["2025-6M"].period_id, points=[], at=AT) == 0
