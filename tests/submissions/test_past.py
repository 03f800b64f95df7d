"""The panel beside a cell looks back over a reorganisation, and says how."""

from datetime import UTC, datetime

import pytest

from indicators.answers import Sign
from indicators.models import Indicator, ReportingRound
from submissions.actions.open_rounds import open_round
from submissions.models import Figure
from submissions.past import From, PastValue, past_values
from submissions.views.line import line_of
from tests.submissions.factories import HIV, World
from units.models import Unit

APRIL_2025 = datetime(2025, 4, 1, 2, 0, tzinfo=UTC)


def _said(
    world: World, round_: ReportingRound, unit: Unit, *, amount: int | None, sign: Sign = Sign.NUMBER
) -> None:
    cell = world.round.version.cells.get(address=HIV)
    Figure.objects.create(
        period=round_.period_id,
        data_point=cell.data_point_id,
        shard=unit.shard,
        unit=unit.pk,
        edition=cell.edition,
        amount=amount,
        sign=sign,
        revision=0,
        since=0,
    )


@pytest.fixture
def before(world: World) -> ReportingRound:
    """The round of the first quarter of 2025, when the old communes reported."""
    return open_round(template=world.template, period_code="2025-3M", by=None, at=APRIL_2025)


@pytest.mark.django_db
def test_predecessors_that_lie_wholly_inside_are_added_up(world: World, before: ReportingRound) -> None:
    _said(world, before, world.cast.dong_hung_town, amount=5)
    _said(world, before, world.cast.dong_la, amount=7)
    assert past_values(world.submission, HIV) == [PastValue("2025-3M", 12, Sign.NUMBER, From.PREDECESSORS, 2)]


@pytest.mark.django_db
def test_nothing_of_the_kind_counts_as_nothing_in_the_sum(world: World, before: ReportingRound) -> None:
    _said(world, before, world.cast.dong_hung_town, amount=None, sign=Sign.NONE)
    _said(world, before, world.cast.dong_la, amount=7)
    assert [(value.amount, value.origin) for value in past_values(world.submission, HIV)] == [
        (7, From.PREDECESSORS)
    ]


@pytest.mark.django_db
def test_a_sum_with_a_predecessor_missing_is_not_shown(world: World, before: ReportingRound) -> None:
    _said(world, before, world.cast.dong_hung_town, amount=5)
    (value,) = past_values(world.submission, HIV)
    assert value.origin == From.INCOMPLETE
    assert not value.has_value


@pytest.mark.django_db
def test_a_unit_made_from_a_part_of_another_says_the_ground_is_another(
    world: World, before: ReportingRound
) -> None:
    _said(world, before, world.cast.thu_sy, amount=5)
    _said(world, before, world.cast.thien_phien, amount=7)
    (value,) = past_values(world.report_of(world.cast.tien_lu), HIV)
    assert value.origin == From.OTHER_GROUND


@pytest.mark.django_db
def test_what_does_not_add_up_over_units_is_not_added_up(world: World, before: ReportingRound) -> None:
    Indicator.objects.update(over_units=Indicator.OverUnits.NONE)
    _said(world, before, world.cast.dong_hung_town, amount=5)
    _said(world, before, world.cast.dong_la, amount=7)
    assert past_values(world.submission, HIV) == []


def test_the_line_steps_over_gaps_and_marks_where_the_ground_changed() -> None:
    line = line_of([0, None, 10, 5], mark_before=2)
    assert line is not None
    assert line.points == "5.0,43.0 171.7,5.0 255.0,24.0"
    assert line.bounds == 130.0
    assert line_of([3, None]) is None
    assert line_of([3, 3], mark_before=0) is not None
