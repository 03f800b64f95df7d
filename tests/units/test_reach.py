"""What each of the cast may see of the units."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast, build_cast
from units.models import Unit
from units.reach import reach_of, reachable_unit_ids, writable_unit_ids

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def ids(*units: Unit) -> set[int]:
    return {unit.pk for unit in units}


def test_a_clerk_sees_the_commune_and_the_communes_it_came_from(cast: Cast) -> None:
    assert reachable_unit_ids(cast.lan, on=TODAY) == ids(cast.dong_hung, cast.dong_hung_town, cast.dong_la)
    assert writable_unit_ids(cast.lan, on=TODAY) == ids(cast.dong_hung)


def test_a_part_of_an_ended_commune_opens_it_to_read(cast: Cast) -> None:
    assert reachable_unit_ids(cast.son, on=TODAY) == ids(cast.tien_lu, cast.thu_sy, cast.thien_phien)


def test_a_department_does_not_see_its_sibling_communes_unless_they_stand_below_it(cast: Cast) -> None:
    seen = reachable_unit_ids(cast.hoa, on=TODAY)
    assert ids(cast.department, cast.health_centre, cast.dong_hung, cast.thai_binh_department) <= seen
    assert not seen & ids(cast.tien_lu, cast.province, cast.thai_binh, cast.foreign_department)


def test_a_leader_sees_the_province_of_today_and_both_old_ones_and_writes_nothing(cast: Cast) -> None:
    foreign = ids(cast.hai_phong, cast.kien_an, cast.foreign_department)
    everything = set(Unit.objects.values_list("id", flat=True))
    assert reachable_unit_ids(cast.dung, on=TODAY) == everything - foreign
    assert writable_unit_ids(cast.dung, on=TODAY) == frozenset()


def test_an_auditor_sees_everything_and_writes_nothing(cast: Cast) -> None:
    assert reachable_unit_ids(cast.thanh, on=TODAY) == set(Unit.objects.values_list("id", flat=True))
    assert writable_unit_ids(cast.thanh, on=TODAY) == frozenset()


def test_nobody_sees_anything_on_a_day_without_a_role(cast: Cast) -> None:
    assert reachable_unit_ids(cast.lan, on=date(2025, 6, 30)) == frozenset()


def test_a_living_predecessor_stays_out_of_reach(cast: Cast) -> None:
    """A commune that gave a part away still exists: today's numbers of it are not the successor's."""
    Unit.objects.filter(pk=cast.thien_phien.pk).update(ends=None)
    assert cast.thien_phien.pk not in reachable_unit_ids(cast.son, on=TODAY)


def test_reach_takes_at_most_three_queries_and_none_the_second_time(cast: Cast) -> None:
    for name in ("lan", "dung", "thanh", "quan"):
        user = cast.fresh(name)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            reach_of(user, on=TODAY)
        assert len(captured) <= 3
        with CaptureQueriesContext(connection) as captured:
            reach_of(user, on=TODAY)
        assert len(captured) == 0
