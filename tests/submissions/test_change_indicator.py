"""What has figures keeps its unit and decimals; other changes mark the totals they move."""

from dataclasses import replace
from typing import Any

import pytest

from indicators.adding_up import Adding, OverTime, OverUnits
from indicators.catalogue_reading import definition_of
from indicators.definitions import Definition, Factor, Point
from indicators.models import Indicator, ReportingRound
from submissions.actions.change_indicator import change_indicator
from submissions.actions.define_indicator import define_indicator
from submissions.models import DirtyMark, Status
from tests.submissions.factories import AT, World, bring_to, build_world
from units.errors import BadContent

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build_world()


def change(world: World, code: str = "T.r6", **changes: Any) -> Indicator:
    indicator = Indicator.objects.get(code=code)
    definition = replace(definition_of(indicator), **changes)
    return change_indicator(indicator=indicator, definition=definition, by=world.cast.nga, at=AT)


def refusal_of(world: World, **changes: Any) -> dict[str, Any]:
    with pytest.raises(BadContent) as refused:
        change(world, **changes)
    [problem] = refused.value.problems
    return problem


def test_decimals_and_unit_freeze_while_a_round_is_open_and_for_good_at_the_first_figure(
    world: World,
) -> None:
    assert "đợt báo cáo đang mở" in refusal_of(world, decimals=2)["message"]
    ReportingRound.objects.update(closed_at=AT)
    assert change(world, decimals=2).decimals == 2
    change(world, decimals=1)
    ReportingRound.objects.update(closed_at=None)
    bring_to(world, Status.SUBMITTED)
    problem = refusal_of(world, unit_of_measure="ty-dong")
    assert problem["field"] == "unit_of_measure"
    assert "đã có số liệu" in problem["message"]
    assert change(world, name="Chênh lệch").name == "Chênh lệch"


def test_what_is_frozen_goes_on_as_a_new_indicator_linked_by_a_factor(world: World) -> None:
    bring_to(world, Status.ACCEPTED)
    successor = define_indicator(
        code="T.r6.ty", owner=world.cast.department, by=world.cast.nga, at=AT,
        definition=Definition(
            "Chênh lệch thu chi", "ty-dong", decimals=4, predecessor="T.r6", factor=Factor(1, 1000)
        ),
    )  # fmt: skip
    assert successor.predecessor == Indicator.objects.get(code="T.r6")
    assert (successor.factor_numerator, successor.factor_denominator) == (1, 1000)


def test_totals_are_marked_when_the_way_of_adding_up_changes_and_only_then(world: World) -> None:
    bring_to(world, Status.ACCEPTED)
    DirtyMark.objects.all().delete()
    change(world, name="Tên khác", highest=5)
    assert not DirtyMark.objects.exists()
    change(world, adding=Adding(OverUnits.MEAN, OverTime.MEAN))
    points = set(DirtyMark.objects.values_list("data_point", flat=True))
    assert points == {Indicator.objects.get(code="T.r6").data_points.get().pk}


def test_marks_stand_where_the_old_parts_stood_and_where_the_new_ones_do(world: World) -> None:
    bring_to(world, Status.ACCEPTED)
    mean = Adding(OverUnits.WEIGHTED_MEAN, OverTime.NONE)
    change(world, adding=mean, points=(Point(weight="T.r1"),))
    assert DirtyMark.objects.exists()
    assert definition_of(Indicator.objects.get(code="T.r6")).points == (Point(weight="T.r1|total"),)
