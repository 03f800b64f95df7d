"""What adds up and what is refused: the table, the actions, and the database, going around the actions."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from indicators.actions.change_indicator import change_indicator
from indicators.actions.define_indicator import define_indicator
from indicators.adding_up import Adding, OverTime, OverUnits, Part, refusal_of_mix, refusal_of_parts
from indicators.catalogue_reading import definition_of
from indicators.definitions import Definition, Point
from indicators.models import DataPoint, Indicator
from tests.cast import Cast, build_cast
from units.errors import BadContent, NotAllowed, NotWithinReach
from units.models import Event

AT = datetime(2026, 11, 20, 3, 32, tzinfo=UTC)

# Rows: over units; columns: over time, in the order of OverTime. y: allowed, n: refused.
TABLE = """
               sum first last mean min max recomputed none
sum            y   y     y    y    n   n   n          y
mean           y   y     y    y    n   n   y          y
weighted_mean  y   y     y    y    n   n   y          y
min            n   y     y    n    y   n   n          y
max            n   y     y    n    n   y   n          y
recomputed     n   y     y    n    n   n   y          y
none           y   y     y    y    y   y   n          y
"""
MIXES = [
    (row[0], kind, said == "y")
    for head, *rows in [[line.split() for line in TABLE.strip().splitlines()]]
    for row in rows
    for kind, said in zip(head, row[1:], strict=True)
]


@pytest.fixture
def cast(db: None) -> Cast:
    return build_cast()


def define(cast: Cast, code: str = "A", **more: Any) -> Indicator:
    definition = Definition(f"Thử {code}", "nguoi", **more)
    return define_indicator(code=code, definition=definition, owner=cast.department, by=cast.nga, at=AT)


def total_of(indicator: Indicator) -> DataPoint:
    return indicator.data_points.select_related("indicator").get(breakdown__key="total")


def test_the_table_names_every_mix_once() -> None:
    assert len({(units, time) for units, time, _ in MIXES}) == len(OverUnits) * len(OverTime) == 56


def test_the_kinds_are_those_of_the_catalogue() -> None:
    assert [kind.value for kind in OverUnits] == Indicator.OverUnits.values
    assert [kind.value for kind in OverTime] == Indicator.OverTime.values


@pytest.mark.parametrize(("units", "time", "allowed"), MIXES)
def test_a_mix_without_a_defined_result_is_refused_with_a_reason(
    units: str, time: str, allowed: bool
) -> None:
    reason = refusal_of_mix(OverUnits(units), OverTime(time))
    assert (reason is None) is allowed
    assert reason is None or len(reason) > 20


def test_the_database_refuses_every_such_mix_too(cast: Cast) -> None:
    for units, time, allowed in MIXES:
        made = Indicator(
            code=f"{units}.{time}", name="Thử", unit_of_measure_id="nguoi", owner=cast.department,
            over_units=units, over_time=time,
        )  # fmt: skip
        if allowed:
            made.save()
            continue
        with pytest.raises(IntegrityError, match=r"(?i)indicator_"), transaction.atomic():
            made.save()


@pytest.mark.parametrize(
    ("constraint", "wrong"),
    [
        ("indicator_carries_no_stock", {"carries_forward": True}),
        ("indicator_apportions_no_sum", {"over_units": "mean", "measure": "population"}),
        ("indicator_multiplies_no_ratio", {"multiplier": 100}),
        (
            "indicator_multiplier_not_positive",
            {"over_units": "recomputed", "over_time": "none", "multiplier": 0},
        ),
    ],
)
def test_the_database_refuses_fields_that_go_with_another_kind(
    cast: Cast, constraint: str, wrong: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Indicator.objects.create(
            code="A", name="Thử", unit_of_measure_id="nguoi", owner=cast.department, **wrong
        )


@pytest.mark.parametrize("part", ["weight", "numerator", "denominator"])
def test_the_database_refuses_a_part_of_itself(cast: Cast, part: str) -> None:
    point, other = total_of(define(cast)), total_of(define(cast, "B"))
    both = {"numerator": other, "denominator": other} if part != "weight" else {}
    with pytest.raises(IntegrityError, match=f"data_point_{part}_is_another"), transaction.atomic():
        DataPoint.objects.filter(pk=point.pk).update(**both | {part: point})


def test_a_weighted_mean_is_defined_with_its_weight(cast: Cast) -> None:
    marriages = total_of(define(cast, "19"))
    age = define(
        cast, "20", decimals=1, adding=Adding(OverUnits.WEIGHTED_MEAN, OverTime.RECOMPUTED),
        points=(Point(weight="19"),),
    )  # fmt: skip
    assert total_of(age).weight == marriages
    event = Event.objects.get(kind="indicator.defined", subject_id=age.pk)
    assert age.since == event.pk


@pytest.mark.parametrize(
    ("adding", "field", "word"),
    [
        (Adding(OverUnits.SUM, OverTime.MAX), "over_time", "thứ tự tính"),
        (Adding(OverUnits.MIN, OverTime.MAX), "over_time", "nhỏ nhất không đi cùng lớn nhất"),
        (Adding(OverUnits.RECOMPUTED, OverTime.MEAN), "over_time", "tính lại từ các thành phần"),
        (Adding(carries_forward=True), "carries_forward", "số tồn"),
        (Adding(OverUnits.MEAN, OverTime.MEAN, measure="area"), "measure", "chia tách"),
        (Adding(multiplier=100), "multiplier", "tính lại"),
        (Adding(OverUnits.WEIGHTED_MEAN, OverTime.RECOMPUTED), "weight", "quyền số"),
        (Adding(OverUnits.RECOMPUTED, OverTime.RECOMPUTED), "numerator", "tử số"),
    ],
)
def test_what_has_no_defined_result_is_refused_by_field(
    cast: Cast, adding: Adding, field: str, word: str
) -> None:
    with pytest.raises(BadContent) as refused:
        define(cast, adding=adding)
    problem = refused.value.problems[0]
    assert problem["field"] == field
    assert word in str(problem["message"])
    assert not Indicator.objects.exists()


def test_a_weight_that_is_no_sum_and_a_part_of_itself_are_refused() -> None:
    mean = Part(5, OverUnits.MEAN)
    refused = refusal_of_parts(OverUnits.WEIGHTED_MEAN, point=4, weight=mean)
    assert refused is not None
    assert (refused.field, "cộng qua các đơn vị" in refused.reason) == ("weight", True)
    itself = refusal_of_parts(OverUnits.WEIGHTED_MEAN, point=4, weight=Part(4, OverUnits.SUM))
    assert itself is not None
    assert "chính nó" in itself.reason


def test_what_others_are_weighed_by_stays_a_sum(cast: Cast) -> None:
    weight = define(cast, "19")
    define(
        cast, "20", adding=Adding(OverUnits.WEIGHTED_MEAN, OverTime.RECOMPUTED),
        points=(Point(weight="19"),),
    )  # fmt: skip
    mean = replace(definition_of(weight), adding=Adding(OverUnits.MEAN, OverTime.MEAN))
    with pytest.raises(BadContent, match="chỉ tiêu 20"):
        change_indicator(indicator=weight, definition=mean, by=cast.nga, at=AT)


def test_only_the_officer_of_the_owner_defines(cast: Cast) -> None:
    trial = Definition("Thử", "nguoi")
    with pytest.raises(NotAllowed):
        define_indicator(code="A", definition=trial, owner=cast.department, by=cast.hoa, at=AT)
    with pytest.raises(NotWithinReach):
        define_indicator(code="A", definition=trial, owner=cast.foreign_department, by=cast.nga, at=AT)


def test_a_code_that_is_taken_is_named(cast: Cast) -> None:
    define(cast)
    with pytest.raises(BadContent, match="Mã chỉ tiêu A đã có"):
        define(cast)
