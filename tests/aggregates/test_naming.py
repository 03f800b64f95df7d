"""Names on pages are remembered, and never longer than a unit is called so."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aggregates.naming import Names, units_with_code
from tests.cast import Cast, build_cast
from units.models import UnitCode, UnitName
from units.queries import tree_version

pytestmark = pytest.mark.django_db

DAY = date(2025, 6, 30)


def names(cast: Cast, *seen: int) -> Names:
    return Names(frozenset(seen or [cast.dong_la.pk]), version=tree_version())


def called(names: Names, unit: int) -> str:
    view = names.get(unit)
    return "" if view is None else view.name


def test_a_name_asked_again_takes_no_query() -> None:
    cast = build_cast()
    first = called(names(cast), cast.dong_la.pk)
    again = names(cast)
    with CaptureQueriesContext(connection) as asked:
        assert called(again, cast.dong_la.pk) == first != ""
    assert not asked.captured_queries


def test_a_renamed_unit_is_called_so_at_once() -> None:
    cast = build_cast()
    assert called(names(cast), cast.dong_la.pk) != "Tên khác"
    UnitName.objects.filter(unit=cast.dong_la).update(name="Tên khác")
    assert called(names(cast), cast.dong_la.pk) == "Tên khác"


def test_what_others_may_see_is_named_to_nobody_else() -> None:
    cast = build_cast()
    assert called(names(cast, cast.thai_binh.pk), cast.thai_binh.pk)
    assert called(names(cast), cast.thai_binh.pk) == ""


def test_a_unit_that_is_not_there_is_named_once_it_is() -> None:
    cast = build_cast()
    unit = UnitName.objects.filter(unit=cast.dong_la).get()
    spelled = unit.name
    unit.delete()
    assert called(names(cast), cast.dong_la.pk) == ""
    UnitName.objects.create(
        unit=unit.unit, name=spelled, kind=unit.kind, sort_key=unit.sort_key, valid_from=unit.valid_from
    )
    assert called(names(cast), cast.dong_la.pk) == spelled


def test_a_code_asked_again_takes_no_query_and_a_new_code_is_found_at_once() -> None:
    cast = build_cast()
    code = UnitCode.objects.filter(unit=cast.dong_la).values_list("code", flat=True)[0]
    first = units_with_code(code, DAY, version=tree_version())
    version = tree_version()
    with CaptureQueriesContext(connection) as asked:
        assert [view.id for view in units_with_code(code, DAY, version=version)] == [cast.dong_la.pk]
    assert first
    assert not asked.captured_queries
    UnitCode.objects.filter(unit=cast.dong_la).update(code="khác")
    assert units_with_code(code, DAY, version=tree_version()) == []
    assert [view.id for view in units_with_code("khác", DAY, version=tree_version())] == [cast.dong_la.pk]


def test_a_day_before_the_unit_existed_finds_nothing() -> None:
    cast = build_cast()
    code = UnitCode.objects.filter(unit=cast.dong_la).values_list("code", flat=True)[0]
    assert units_with_code(code, DAY, version=tree_version())
    assert units_with_code(code, date(1900, 1, 1), version=tree_version()) == []
