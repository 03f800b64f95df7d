"""Publishing binds the cells of a form and freezes it."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from indicators.actions.publish_template import publish_template
from indicators.layout import Check, FormLayout, to_json
from indicators.models import DataPoint, Indicator, TemplateCell, TemplateVersion
from tests.indicators.factories import AT, Asked, build_asked
from tests.indicators.formulas.making import grid
from units.errors import BadContent, Conflict, NotAllowed, NotWithinReach
from units.models import Event

pytestmark = pytest.mark.django_db


def test_each_cell_is_bound_to_its_data_point(asked: Asked) -> None:
    cells = TemplateCell.objects.filter(version=asked.version).select_related("data_point__indicator")
    assert {cell.address: cell.data_point.indicator.code for cell in cells} == {
        f"t1/r{number:02d}:c1": f"BCH4.{number:02d}" for number in range(1, 22)
    }
    assert Event.objects.filter(kind="template.published", subject_id=asked.version.pk).exists()


def test_a_cell_without_its_indicator_is_refused_and_named() -> None:
    made = build_asked(with_catalogue=False)
    with pytest.raises(BadContent) as refused:
        publish_template(version=made.version, by=made.cast.nga, at=AT)
    assert len(refused.value.problems) == 21
    assert "t1/r01:c1" in refused.value.problems[0]["message"]


def test_a_version_is_published_once(asked: Asked) -> None:
    with pytest.raises(Conflict):
        publish_template(version=asked.version, by=asked.cast.nga, at=AT)


def test_the_database_refuses_to_change_a_published_version(asked: Asked) -> None:
    for change in (
        lambda: TemplateVersion.objects.filter(pk=asked.version.pk).update(layout="{}"),
        lambda: TemplateVersion.objects.filter(pk=asked.version.pk).update(
            published_at=None, published_by=None
        ),
        lambda: TemplateCell.objects.filter(version=asked.version).update(scale=3),
        lambda: TemplateCell.objects.filter(version=asked.version).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_only_the_owner_s_officer_publishes() -> None:
    made = build_asked()
    with pytest.raises(NotAllowed):
        publish_template(version=made.version, by=made.cast.hoa, at=AT)
    with pytest.raises(NotWithinReach):
        publish_template(version=made.version, by=made.cast.long, at=AT)


def published(layout: FormLayout) -> TemplateVersion:
    made = build_asked()
    total = DataPoint.objects.first()
    assert total is not None
    for *_place, cell in layout.places():
        code = cell.data_point.partition("|")[0]
        indicator = Indicator.objects.create(
            code=code, name=code, unit_of_measure_id="nguoi", owner=made.cast.department
        )
        DataPoint.objects.create(indicator=indicator, breakdown=total.breakdown)
    version = TemplateVersion.objects.create(template=made.template, number=2, layout=to_json(layout))
    return publish_template(version=version, by=made.cast.nga, at=AT)


def test_formulas_and_checks_that_cannot_be_read_are_all_named() -> None:
    layout = grid(
        ["(1)"],
        formulas={"(2)": "(1) + (9)", "(3)": "(2) ×"},
        checks=[Check("k", "formula", formula="(1)"), Check("k", "formula", formula="(1) > 0")],
    )
    with pytest.raises(BadContent) as refused:
        published(layout)
    said = [problem["message"] for problem in refused.value.problems]
    assert said[0].startswith("Ô C10: Biểu không có cột “9”.")
    assert said[1].startswith("Ô D10: Công thức chưa viết hết.")
    assert said[2].startswith("Quy tắc kiểm tra k: Chỗ này cần một phép so sánh")
    assert said[3] == "Hai quy tắc kiểm tra cùng khóa “k”."


def test_a_formula_of_an_indicator_that_nobody_knows_is_refused() -> None:
    with pytest.raises(BadContent) as refused:
        published(grid(["(1)"], formulas={"(2)": '(1) / CHỈ_TIÊU("DS.01|gioi=nu")'}))
    assert "DS.01|gioi=nu" in refused.value.problems[0]["message"]


def test_a_form_with_formulas_is_published() -> None:
    version = published(
        grid(
            ["(1)"], formulas={"(2)": 'KỲ_TRƯỚC((1)) + CHỈ_TIÊU("BCH4.01")'}, carried={"(3)": "KỲ_TRƯỚC((1))"}
        )
    )
    assert version.published_at == AT


@pytest.mark.parametrize(
    ("words", "change"),
    [
        ("bằng chữ", {"kind": "text", "over_units": "none", "over_time": "none"}),
        ("hết hiệu lực", {"valid_to": date(2026, 9, 30)}),
        ("số chữ số thập phân", {"decimals": 1}),
    ],
)
def test_a_cell_is_not_bound_to_what_has_no_such_figure(words: str, change: dict[str, Any]) -> None:
    made = build_asked()
    Indicator.objects.filter(code="BCH4.05").update(**change)
    with pytest.raises(BadContent) as refused:
        publish_template(version=made.version, by=made.cast.nga, at=AT)
    [problem] = refused.value.problems
    assert problem["cell"] == "t1/r05:c1"
    assert words in problem["message"]
