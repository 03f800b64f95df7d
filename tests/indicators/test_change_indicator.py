"""Entries of the catalogue are written whole, changed whole, and every wording is kept with its events."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from indicators.actions.change_indicator import change_indicator
from indicators.actions.define_indicator import define_indicator
from indicators.adding_up import Adding, OverTime, OverUnits
from indicators.catalogue_reading import catalogue_around, definition_of, definitions_of, whole_catalogue
from indicators.definitions import BrokenDown, Definition, Factor, Option, Point, ValueKind, from_text
from indicators.models import (
    Breakdown,
    Category,
    DataPoint,
    Dimension,
    Indicator,
    IndicatorVersion,
    TemplateCell,
    UnitOfMeasure,
)
from tests.cast import Cast, build_cast
from tests.support.kept_worlds import kept
from units.errors import BadContent, NotAllowed
from units.models import Event

AT = datetime(2026, 11, 20, 3, 32, tzinfo=UTC)
BORN = Definition("Số trẻ sinh ra", "nguoi", name_en="Births", highest=99_999)


@pytest.fixture
@kept
def cast(db: None) -> Cast:
    cast = build_cast()
    sex = Dimension.objects.create(code="gioi-tinh", name="Giới tính")
    for position, (code, name) in enumerate([("nam", "Nam"), ("nu", "Nữ")]):
        Category.objects.create(dimension=sex, code=code, name=name, position=position)
    return cast


def define(cast: Cast, code: str, definition: Definition) -> Indicator:
    return define_indicator(code=code, definition=definition, owner=cast.department, by=cast.nga, at=AT)


WHOLE = replace(
    BORN,
    meaning="Trẻ sinh ra còn sống.\nKể cả sinh tại nhà.",
    legal_source="Thông tư số 37/2019/TT-BYT",
    breakdowns=(BrokenDown("gioi-tinh"),),
    points=(Point(), Point("gioi-tinh=nam"), Point("gioi-tinh=nu")),
    valid_from=date(2026, 1, 1),
)


def test_what_is_written_is_read_again(cast: Cast) -> None:
    born = define(cast, "SINH", WHOLE)
    share = Definition(
        "Tỷ lệ nữ", "phan-tram", kind=ValueKind.PERCENTAGE, decimals=2, direction="less",
        adding=Adding(OverUnits.RECOMPUTED, OverTime.RECOMPUTED, multiplier=100), predecessor="SINH",
        factor=Factor(1, 100), points=(Point("total", "", "SINH|gioi-tinh=nu", "SINH|total"),),
    )  # fmt: skip
    level = Definition(
        "Mức độ", "khong", kind=ValueKind.CHOICE, adding=Adding(OverUnits.NONE, OverTime.LAST),
        options=(Option(1, "Đạt", "Met"), Option(2, "Không đạt")),
    )  # fmt: skip
    for code, definition in (("TY.LE", share), ("MUC", level)):
        assert definition_of(define(cast, code, definition)) == definition
    assert definition_of(born) == WHOLE
    assert whole_catalogue().indicators == {"MUC": level, "SINH": WHOLE, "TY.LE": share}
    assert {*catalogue_around({"SINH": WHOLE}).indicators} == {"SINH", "TY.LE"}


def test_texts_are_stored_as_two_people_would_write_them(cast: Cast) -> None:
    typed = replace(
        BORN, name="  Số  trẻ\u200b sinh ra ", meaning="a\r\n\r\n\r\n\r\n b \x07\n", points=(Point(),)
    )
    made = define(cast, " SINH ", typed)
    assert (made.code, made.name, made.definition) == ("SINH", "Số trẻ sinh ra", "a\n\nb")


def test_a_change_is_one_event_and_keeps_the_wording_before(cast: Cast) -> None:
    made = define(cast, "SINH", WHOLE)
    first = made.since
    fewer = replace(WHOLE, name="Số sinh", points=(Point(), Point("gioi-tinh=nu")))
    changed = change_indicator(indicator=made, definition=fewer, by=cast.nga, at=AT)
    event = Event.objects.get(kind="indicator.changed")
    assert event.data == '{"code": "SINH", "fields": "name, points", "name": "Số sinh"}'
    assert (event.actor, event.unit, changed.since) == (cast.nga, cast.department, event.pk)
    assert definition_of(changed) == fewer
    kept = [
        (row.number, row.since, row.until, from_text(row.document)) for row in changed.versions.order_by("pk")
    ]
    assert kept == [(1, first, event.pk, WHOLE), (2, event.pk, None, fewer)]
    again = change_indicator(indicator=changed, definition=fewer, by=cast.nga, at=AT)
    assert (again.since, Event.objects.filter(kind="indicator.changed").count()) == (event.pk, 1)


def test_what_was_written_in_bulk_gets_its_first_version_when_it_changes(cast: Cast) -> None:
    made = Indicator.objects.create(code="X", name="X", unit_of_measure_id="nguoi", owner=cast.department)
    DataPoint.objects.create(indicator=made, breakdown=Breakdown.objects.get_or_create(key="total")[0])
    before = definition_of(made)
    change_indicator(indicator=made, definition=replace(before, name="Y"), by=None, at=AT)
    assert [from_text(row.document).name for row in made.versions.order_by("number")] == ["X", "Y"]
    assert made.versions.get(number=1).since == 0


def test_a_change_is_refused_where_it_cannot_be_and_nothing_is_written(cast: Cast) -> None:
    made = define(cast, "SINH", BORN)
    wrong = replace(BORN, unit_of_measure="foot", decimals=9, name="Khác")
    with pytest.raises(BadContent) as refused:
        change_indicator(indicator=made, definition=wrong, by=cast.nga, at=AT)
    assert [problem["field"] for problem in refused.value.problems] == ["unit_of_measure", "decimals"]
    assert definition_of(made) == BORN
    with pytest.raises(NotAllowed):
        change_indicator(indicator=made, definition=BORN, by=cast.hoa, at=AT)


def test_a_data_point_that_a_form_uses_cannot_be_taken_away(cast: Cast) -> None:
    made = define(cast, "SINH", WHOLE)
    version = build_asked_version()
    point = made.data_points.get(breakdown__key="gioi-tinh=nu")
    TemplateCell.objects.create(version=version, address="t1/x:c1", data_point=point)
    with pytest.raises(BadContent, match="gioi-tinh=nu"):
        change_indicator(indicator=made, definition=BORN, by=cast.nga, at=AT)
    fewer = replace(WHOLE, points=(Point(), Point("gioi-tinh=nu")))
    change_indicator(indicator=made, definition=fewer, by=cast.nga, at=AT)
    assert made.data_points.count() == 2


def build_asked_version() -> object:
    from indicators.models import Calendar, Regime, Template, TemplateVersion
    from units.models import Unit

    calendar, _made = Calendar.objects.get_or_create(code="year", defaults={"name": "Năm"})
    regime = Regime.objects.create(
        code="R", name="R", owner=Unit.objects.first(), calendar=calendar, frequency="month",
        starts_on=date(2026, 1, 1),
    )  # fmt: skip
    template = Template.objects.create(code="B", name="B", regime=regime)
    return TemplateVersion.objects.create(template=template, number=1, layout="{}")


def test_two_entries_of_one_code_cannot_be(cast: Cast) -> None:
    define(cast, "SINH", BORN)
    with pytest.raises(BadContent) as refused:
        define(cast, "SINH", replace(BORN, name="Khác"))
    assert refused.value.problems[0]["field"] == "code"


def test_the_database_keeps_what_a_version_promises(cast: Cast) -> None:
    made = define(cast, "SINH", BORN)
    for wrong in ({"number": 2, "since": made.since + 1}, {"number": 1, "since": 1, "until": 2}):
        with pytest.raises(IntegrityError), transaction.atomic():
            IndicatorVersion.objects.create(indicator=made, document="{}", **wrong)
    with pytest.raises(IntegrityError, match="events_in_order"), transaction.atomic():
        IndicatorVersion.objects.create(indicator=made, document="{}", number=2, since=5, until=5)


@pytest.mark.parametrize(
    ("constraint", "wrong"),
    [
        (
            "indicator_decimals_of_a_number",
            {"kind": "text", "decimals": 1, "over_units": "none", "over_time": "none"},
        ),
        ("indicator_range_of_a_number", {"kind": "yes_no", "lowest": 1, "over_time": "last"}),
        ("indicator_range_in_order", {"lowest": 2, "highest": 1}),
        ("indicator_range_in_bounds", {"highest": 10**14 + 1}),
        ("indicator_dates_in_order", {"valid_from": date(2026, 1, 2), "valid_to": date(2026, 1, 1)}),
        ("indicator_code_names_one", {"code": "A|B"}),
        ("indicator_factor_of_a_successor", {"factor_numerator": 2}),
        ("indicator_percentage_adds_up_otherwise", {"kind": "percentage"}),
        ("indicator_choice_adds_up_otherwise", {"kind": "choice", "over_time": "last"}),
        ("indicator_text_adds_up_otherwise", {"kind": "text"}),
    ],
)
def test_the_database_refuses_what_actions_refuse(
    cast: Cast, constraint: str, wrong: dict[str, object]
) -> None:
    fields = {"code": "A", "name": "Thử", "unit_of_measure_id": "nguoi", "owner": cast.department, **wrong}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Indicator.objects.create(**fields)


def test_a_factor_of_nothing_is_no_unit_of_measure(db: None) -> None:
    for wrong in ({"numerator": 0}, {"denominator": -1}, {"numerator": 10**13}):
        with pytest.raises(IntegrityError, match="factor_positive"), transaction.atomic():
            UnitOfMeasure.objects.create(code="x", name="x", quantity="x", **wrong)


def test_the_demo_form_s_units_are_seeded_with_exact_conversions(db: None) -> None:
    known = catalogue_around({})
    assert known.conversion("trieu-dong", "ty-dong") == known.conversion("m2", "nghin-m2")
    assert known.conversion("nghin-ha", "ha") == 1000
    assert known.conversion("ha", "dong") is None


def test_the_catalogue_is_read_in_few_queries(cast: Cast, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    for number in range(5):
        define(cast, f"A{number}", replace(WHOLE, name=f"Số {number}"))
    with django_assert_num_queries(7):
        whole_catalogue()
    with django_assert_num_queries(4):
        definitions_of(Indicator.objects.all())
