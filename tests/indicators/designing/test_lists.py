"""Lists to which units add lines: put in, given columns, told when a version differs in them."""

from dataclasses import replace

import pytest

from indicators.designing import (
    Design,
    Step,
    StepRefused,
    apply,
    differences,
    from_text,
    layout_of_design,
    to_text,
)
from indicators.formulas import parse, print_formula
from indicators.layout import ListColumn, RowList, from_json, to_json
from indicators.layout.checking import faults_of
from tests.indicators.designing.conftest import Start


def with_list(design: Design) -> Design:
    for kind, values, fresh in (
        ("list.add", {"title": "Dự án", "hint": "Mỗi dự án một dòng", "required": "yes"}, "9a"),
        ("listcolumn.add", {"list": "l9a", "label": "Vốn", "kind": "number", "decimals": "1"}, "9b"),
        ("listcolumn.add", {"list": "l9a", "label": "Ngày", "kind": "date", "required": "yes"}, "9c"),
        ("listcolumn.words", {"list": "l9a", "key": "c9a", "label": "Tên dự án"}, "9d"),
        ("listcolumn.move", {"list": "l9a", "key": "c9c", "by": "-1"}, "9e"),
    ):
        design = apply(design, Step(kind, "", values), fresh=fresh)
    return design


def test_a_list_gets_columns_and_the_workbook_stays_the_agency_s(start: Start) -> None:
    design = with_list(start("4-BCH.xlsx"))
    assert design.form.lists == (
        RowList(
            "l9a", "Dự án", "Mỗi dự án một dòng", is_required=True,
            columns=(ListColumn("c9a", "Tên dự án"), ListColumn("c9c", "Ngày", "date", is_required=True),
                     ListColumn("c9b", "Vốn", "number", 1)),
        ),
    )  # fmt: skip
    assert not design.is_redrawn
    assert from_text(to_text(design)) == design
    layout = layout_of_design(design, code="A")
    assert from_json(to_json(layout)) == layout
    assert faults_of(layout) == []
    assert faults_of(replace(layout, lists=(replace(layout.lists[0], columns=()),))) == ["lists.0.columns"]
    assert layout.for_words[-1] == "list/l9a"


@pytest.mark.parametrize(
    ("kind", "values", "code"),
    [
        ("list.add", {"title": " "}, "no_list_title"),
        ("listcolumn.add", {"list": "l9a", "label": ""}, "no_list_column_label"),
        ("listcolumn.add", {"list": "l9a", "label": "A", "kind": "money"}, "no_such_choice"),
        ("listcolumn.add", {"list": "l9a", "label": "A", "decimals": "9"}, "no_number"),
        ("listcolumn.add", {"list": "l8", "label": "A"}, "no_such_place"),
        ("listcolumn.delete", {"list": "l9a", "key": "c1"}, "no_such_place"),
    ],
)
def test_a_column_that_cannot_be_is_refused(
    start: Start, kind: str, values: dict[str, str], code: str
) -> None:
    with pytest.raises(StepRefused) as refused:
        apply(with_list(start("4-BCH.xlsx")), Step(kind, "", values), fresh="9f")
    assert refused.value.code == code


def test_the_last_column_stays(start: Start) -> None:
    design = with_list(start("4-BCH.xlsx"))
    for key in ("c9a", "c9c"):
        design = apply(design, Step("listcolumn.delete", "", {"list": "l9a", "key": key}), fresh="9f")
    with pytest.raises(StepRefused) as refused:
        apply(design, Step("listcolumn.delete", "", {"list": "l9a", "key": "c9b"}), fresh="9g")
    assert refused.value.code == "last_list_column"


def test_the_difference_of_two_versions_names_lists(start: Start) -> None:
    old = with_list(start("4-BCH.xlsx"))
    new = apply(old, Step("listcolumn.delete", "", {"list": "l9a", "key": "c9b"}), fresh="9f")
    told = differences(layout_of_design(old, code="A"), layout_of_design(new, code="A"))
    assert [(one.code, dict(one.params)) for one in told] == [
        ("list_words", {"old": "Dự án", "new": "Dự án"})
    ]
    gone = apply(new, Step("list.delete", "", {"key": "l9a"}), fresh="9g")
    told = differences(layout_of_design(new, code="A"), layout_of_design(gone, code="A"))
    assert [one.code for one in told] == ["list_gone"]


@pytest.mark.parametrize("formula", ['SỐ_DÒNG("l9a")', 'TỔNG_CỘT("l9a:c9b") + (1)'])
def test_what_a_list_comes_to_is_written_in_one_way(formula: str) -> None:
    assert print_formula(parse(formula)) == formula
