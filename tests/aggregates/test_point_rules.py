"""The rules of some points are the rules of all, as far as these points need them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aggregates.point_rules import point_rules
from indicators.adding_up import OverUnits
from indicators.models import DataPoint, FirstSource, Indicator, Regime
from tests.aggregates.world import build_world

pytestmark = pytest.mark.django_db


def test_parts_come_with_the_points_counted_from_them() -> None:
    weighed, weight = build_world().points
    Indicator.objects.filter(data_points=weighed).update(over_units="weighted_mean", decimals=2)
    DataPoint.objects.filter(pk=weighed.pk).update(weight=weight)
    some, every = point_rules([weighed.pk]), point_rules()
    assert some.adding.of(weighed.pk).over_units is OverUnits.WEIGHTED_MEAN
    assert dict(some.adding) == {point: every.adding[point] for point in (weighed.pk, weight.pk)}
    assert some.regime_of.keys() == {weighed.pk, weight.pk}


def test_plain_points_take_one_query_and_bring_no_others() -> None:
    first, _second = build_world().points
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert point_rules([first.pk]).adding.keys() == {first.pk}
    assert len(asked) == 1
    assert not point_rules([]).adding


def test_a_changed_definition_is_seen_at_once() -> None:
    first, _second = build_world().points
    assert point_rules([first.pk]).adding.of(first.pk).over_units is OverUnits.SUM
    Indicator.objects.filter(data_points=first).update(over_units="max", over_time="none")
    assert point_rules([first.pk]).adding.of(first.pk).over_units is OverUnits.MAX


def test_a_point_without_a_first_source_follows_the_administrative_tree() -> None:
    first, second = build_world().points
    FirstSource.objects.filter(data_point=first).delete()
    Regime.objects.update(placement_kind="vertical")
    rules = point_rules()
    assert first.pk not in rules.regime_of
    assert rules.of_trees([first.pk, second.pk]) == {"administrative": [first.pk], "vertical": [second.pk]}
