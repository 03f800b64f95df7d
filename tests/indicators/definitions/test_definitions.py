"""What an entry of the catalogue may say, and that nothing of it is lost on the way to text and back."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given

from indicators.adding_up import Adding, OverTime, OverUnits
from indicators.definitions import (
    BrokenDown,
    Catalogue,
    Definition,
    Factor,
    Held,
    Option,
    Point,
    ValueKind,
    broken_users,
    categories_of,
    combined,
    differences,
    from_text,
    key_of,
    refusals,
    refusals_of_change,
    to_text,
)
from indicators.models import Indicator
from tests.indicators.definitions.made_up import CATALOGUE, DIMENSIONS, MEASURES, definitions

BORN = Definition("Số trẻ sinh ra", "nguoi")
SHARE = Definition(
    "Tỷ lệ", "phan-tram", kind=ValueKind.PERCENTAGE, decimals=1,
    adding=Adding(OverUnits.RECOMPUTED, OverTime.RECOMPUTED, multiplier=100),
    points=(Point(numerator="W|gioi-tinh=nu", denominator="W|total"),),
)  # fmt: skip
CHOICE = Definition(
    "Mức độ", "khong", kind=ValueKind.CHOICE, adding=Adding(OverUnits.NONE, OverTime.LAST),
    options=(Option(1, "Đạt"), Option(2, "Không đạt")),
)  # fmt: skip


def refused(definition: Definition, code: str = "A", catalogue: Catalogue = CATALOGUE) -> list[str]:
    return [one.field for one in refusals(code, definition, catalogue)]


def test_what_is_left_out_is_asked_for_not_quoted_as_unknown() -> None:
    [said] = refusals("A", replace(BORN, unit_of_measure=""), CATALOGUE)
    assert (said.field, said.reason) == ("unit_of_measure", "chưa chọn đơn vị tính")


# ---- text and back ----------------------------------------------------------------------------------------


@given(definitions())
def test_a_definition_comes_back_from_its_text(definition: Definition) -> None:
    assert from_text(to_text(definition)) == definition
    assert differences(definition, from_text(to_text(definition))) == []


def test_an_older_text_is_read_with_the_defaults_of_what_it_lacks() -> None:
    assert from_text('{"name": "A", "unit_of_measure": "nguoi"}') == Definition("A", "nguoi")


def test_differences_are_told_by_field() -> None:
    after = replace(BORN, name="Số sinh", decimals=1, adding=Adding(OverUnits.MEAN, OverTime.SUM))
    assert [(one.field, one.before, one.after) for one in differences(BORN, after)] == [
        ("name", "Số trẻ sinh ra", "Số sinh"),
        ("decimals", 0, 1),
        ("over_units", "sum", "mean"),
    ]


# ---- breakdown keys ---------------------------------------------------------------------------------------


def test_a_key_is_the_same_in_whatever_order_its_dimensions_are_named() -> None:
    assert key_of({"khu-vuc": "tt", "gioi-tinh": "nu"}) == "gioi-tinh=nu;khu-vuc=tt"
    assert categories_of("gioi-tinh=nu;khu-vuc=tt") == {"gioi-tinh": "nu", "khu-vuc": "tt"}
    assert key_of({}) == "total"
    assert categories_of("total") == {}


@pytest.mark.parametrize(
    "key", ["", "nu", "b=1;a=1", "a=1;a=1", "a=", "=1", "A=1", "a=1;", "a=nữ", "a" * 301]
)
def test_what_is_no_canonical_key_names_no_categories(key: str) -> None:
    assert categories_of(key) is None


def test_combinations_are_of_one_category_of_each_dimension() -> None:
    assert combined({"a": ["1", "2"], "b": ["x"]}) == ["a=1;b=x", "a=2;b=x"]


# ---- what is refused --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "definition"),
    [
        ("name", replace(BORN, name="")),
        ("name", replace(BORN, name="x" * 301)),
        ("meaning", replace(BORN, meaning="x" * 3001)),
        ("unit_of_measure", replace(BORN, unit_of_measure="foot")),
        ("decimals", replace(BORN, decimals=7)),
        ("decimals", replace(CHOICE, decimals=1)),
        ("lowest", replace(CHOICE, lowest=1)),
        ("lowest", replace(BORN, lowest=-(10**14) - 1)),
        ("highest", replace(BORN, lowest=5, highest=4)),
        ("over_units", replace(SHARE, adding=Adding())),
        ("over_units", replace(SHARE, adding=Adding(OverUnits.MEAN, OverTime.MEAN))),
        ("over_units", replace(BORN, kind=ValueKind.INDEX)),
        ("over_time", replace(BORN, kind=ValueKind.YES_NO)),
        ("over_units", replace(CHOICE, adding=Adding(OverUnits.MAX, OverTime.LAST))),
        ("over_time", replace(BORN, adding=Adding(OverUnits.SUM, OverTime.MAX))),
        ("options", replace(CHOICE, options=(Option(1, "Đạt"),))),
        ("options", replace(CHOICE, options=(Option(1, "Đạt"), Option(1, "Không")))),
        ("options", replace(CHOICE, options=(Option(1, "Đạt"), Option(2, "Đạt")))),
        ("options", replace(CHOICE, options=(Option(-1, "Đạt"), Option(2, "Không")))),
        ("options", replace(BORN, options=(Option(1, "Đạt"), Option(2, "Không")))),
        ("breakdowns", replace(BORN, breakdowns=(BrokenDown("mau-mat"),))),
        ("breakdowns", replace(BORN, breakdowns=(BrokenDown("khu-vuc"), BrokenDown("khu-vuc")))),
        ("breakdowns", replace(BORN, breakdowns=(BrokenDown("khu-vuc", "half"),))),
        ("points", replace(BORN, points=())),
        ("points", replace(BORN, points=(Point(), Point()))),
        ("points", replace(BORN, points=(Point("gioi-tinh=nu"),))),
        ("points", replace(BORN, breakdowns=(BrokenDown("gioi-tinh"),), points=(Point("gioi-tinh=x"),))),
        ("numerator", replace(SHARE, points=(Point(),))),
        ("denominator", replace(SHARE, points=(Point(numerator="W|total", denominator="W|khu-vuc=tt"),))),
        ("weight", replace(BORN, points=(Point(weight="Z|total"),))),
        ("weight", replace(BORN, points=(Point(weight="A|total"),))),
        ("valid_to", replace(BORN, valid_from=date(2026, 1, 2), valid_to=date(2026, 1, 1))),
        ("predecessor", replace(BORN, predecessor="Z")),
        ("predecessor", replace(BORN, predecessor="A")),
        ("factor", replace(BORN, factor=Factor(2))),
        ("factor", replace(BORN, predecessor="W", factor=Factor(2))),
        ("factor", replace(SHARE, predecessor="W", factor=Factor(0))),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(field: str, definition: Definition) -> None:
    assert refused(definition) == [field]


@pytest.mark.parametrize("definition", [BORN, SHARE, CHOICE])
def test_what_can_be_is_accepted(definition: Definition) -> None:
    assert refused(definition) == []


@pytest.mark.parametrize("code", ["", "A|B", "4/BCH", "Ă1", ".A", "A" * 61, "A B"])
def test_a_code_is_plain(code: str) -> None:
    assert refused(BORN, code) == ["code"]


def test_a_successor_in_another_unit_of_the_same_quantity_has_its_factor_given_by_the_two() -> None:
    in_thousands = replace(BORN, unit_of_measure="nghin-nguoi", decimals=1, predecessor="W")
    assert refused(replace(in_thousands, factor=Factor(1, 1000))) == []
    [wrong] = refusals("A", replace(in_thousands, factor=Factor(1000, 1)), CATALOGUE)
    assert wrong.params == {"ratio": "1/1000"}
    assert refused(replace(SHARE, predecessor="W", factor=Factor(3, 7))) == []


def test_nothing_continues_itself_through_others() -> None:
    known = {"B": replace(BORN, predecessor="C"), "C": replace(BORN, predecessor="A")}
    line = Catalogue(MEASURES, DIMENSIONS, known)
    assert refused(replace(BORN, predecessor="B"), "A", line) == ["predecessor"]


def test_others_that_count_from_an_entry_are_named_when_it_no_longer_can_be_counted_from() -> None:
    known = {"W": replace(CATALOGUE.indicators["W"], points=(Point(),)), "S": SHARE}
    assert broken_users({"W"}, Catalogue(MEASURES, DIMENSIONS, known)) == {"W": ["S"]}
    assert broken_users({"W"}, Catalogue(MEASURES, DIMENSIONS, {**CATALOGUE.indicators, "S": SHARE})) == {}


# ---- what freezes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "change"),
    [
        (["decimals"], {"decimals": 2}),
        (["unit_of_measure"], {"unit_of_measure": "nghin-nguoi"}),
        (["kind"], {"kind": ValueKind.YES_NO}),
        ([], {"kind": ValueKind.AMOUNT}),
        ([], {"name": "Khác", "adding": Adding(OverUnits.MEAN, OverTime.MEAN), "highest": 5}),
    ],
)
def test_how_numbers_are_read_freezes_at_the_first_figure(fields: list[str], change: dict[str, Any]) -> None:
    after = replace(BORN, **change)
    assert [one.field for one in refusals_of_change(BORN, after, Held(figures={"total"}))] == fields
    assert [one.field for one in refusals_of_change(BORN, after, Held(asked={"total"}))] == fields
    assert refusals_of_change(BORN, after, Held(used={"total"})) == []


def test_a_data_point_in_use_and_an_option_with_figures_stay() -> None:
    both = replace(BORN, points=(Point(), Point("gioi-tinh=nu")))
    [said] = refusals_of_change(both, BORN, Held(used={"gioi-tinh=nu"}))
    assert (said.field, said.params["given"]) == ("points", "gioi-tinh=nu")
    assert refusals_of_change(both, BORN, Held()) == []
    fewer = replace(CHOICE, options=(Option(1, "Đạt"), Option(3, "Khác")))
    assert [one.field for one in refusals_of_change(CHOICE, fewer, Held(figures={"total"}))] == ["options"]
    assert refusals_of_change(CHOICE, fewer, Held()) == []


def test_the_kinds_are_those_of_the_catalogue() -> None:
    assert [kind.value for kind in ValueKind] == Indicator.ValueKind.values
