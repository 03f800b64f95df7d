"""Publishing binds the cells of a form and freezes it."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from indicators.actions.publish_template import publish_template
from indicators.models import Indicator, TemplateCell, TemplateVersion
from tests.indicators.factories import AT, Asked, build_asked
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
