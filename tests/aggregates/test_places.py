"""Where a unit stands is remembered, and never longer than it stands there."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aggregates.places import Place, places_on
from submissions.models import Displacement
from tests.cast import build_cast
from units.models import Placement

pytestmark = pytest.mark.django_db

DAY = date(2025, 6, 30)


def place_of(unit: int, day: date = DAY) -> Place:
    return places_on(unit, days=[day], kind="administrative")[day]


def test_a_unit_knows_its_parent_and_tells_leaves_from_inner_ones() -> None:
    cast = build_cast()
    district = place_of(cast.dong_hung_district.pk)
    assert district.parent == cast.thai_binh.pk
    assert cast.dong_la.pk in district.leaves
    assert cast.dong_hung_district.pk in place_of(cast.thai_binh.pk).inner
    assert district.shards[cast.dong_la.pk] == cast.dong_la.shard
    assert not place_of(cast.dong_la.pk).has_others


def test_asked_again_it_takes_one_query() -> None:
    cast = build_cast()
    first = place_of(cast.thai_binh.pk)
    with CaptureQueriesContext(connection) as asked:
        assert place_of(cast.thai_binh.pk) == first
    assert len(asked) == 1


def test_what_moves_is_seen_at_once() -> None:
    cast = build_cast()
    moved, before = cast.dong_la, cast.dong_hung_district
    assert moved.pk in place_of(before.pk).leaves
    Placement.objects.filter(unit=moved, kind="administrative").update(valid_to=DAY - timedelta(days=1))
    assert moved.pk not in place_of(before.pk).leaves
    assert moved.pk in place_of(before.pk, DAY - timedelta(days=1)).leaves


def test_a_displaced_unit_stands_where_it_was_put() -> None:
    cast = build_cast()
    stranger = cast.hoang_hoa_tham  # not yet there on that day
    assert stranger.pk not in place_of(cast.old_hung_yen.pk).shards
    Displacement.objects.create(day=DAY, kind="administrative", unit=stranger.pk, parent=cast.old_hung_yen.pk)
    above = place_of(cast.old_hung_yen.pk)
    assert stranger.pk in above.leaves
    assert above.shards[stranger.pk] == stranger.shard
    assert place_of(stranger.pk).parent == cast.old_hung_yen.pk
