"""Form 4/BCH asked by the cast's Department of Health: a regime and a template, not yet published."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from indicators.actions.publish_template import publish_template
from indicators.actions.set_deadline_rules import set_deadline_rules
from indicators.layout import FormLayout, from_json, to_json
from indicators.models import (
    Breakdown,
    Calendar,
    DataPoint,
    Indicator,
    Regime,
    Template,
    TemplateVersion,
    UnitOfMeasure,
)
from indicators.periods import DueRule, ScopedRule
from tests.cast import Cast, build_cast
from tests.support.databases import REPOSITORY
from tests.support.kept_worlds import kept

AT = datetime(2026, 10, 1, 2, 0, tzinfo=UTC)
"""9:00 on 1 October 2026 in Việt Nam."""


def form_4bch() -> FormLayout:
    path = REPOSITORY / "reporting" / "demo" / "forms" / "4-BCH.json"
    return from_json(path.read_text(encoding="utf-8"))


def measured_in(name: str) -> UnitOfMeasure:
    """The unit of measure of a printed word ("Người"); a new one where the catalogue has none."""
    found = UnitOfMeasure.objects.filter(name=name.lower() or "không có đơn vị tính").first()
    return (
        found
        or UnitOfMeasure.objects.get_or_create(
            name=name, defaults={"code": f"khac-{UnitOfMeasure.objects.count()}", "quantity": "khac"}
        )[0]
    )


@dataclass
class Asked:
    cast: Cast
    regime: Regime
    template: Template
    version: TemplateVersion


@kept
def build_asked(*, with_catalogue: bool = True, **regime: Any) -> Asked:
    cast = build_cast()
    calendar = Calendar.objects.get(code="year")
    settings: dict[str, Any] = {
        "code": "BCH", "name": "Chăm sóc bà mẹ", "owner": cast.department, "calendar": calendar,
        "frequency": "cumulative_quarter", "is_cumulative": True, "starts_on": date(2025, 1, 1),
    }  # fmt: skip
    made = Regime.objects.create(**(settings | regime))
    set_deadline_rules(regime=made, rules=[ScopedRule(DueRule(offset=10))], by=None, at=AT)
    layout = form_4bch()
    if with_catalogue:
        total, _made = Breakdown.objects.get_or_create(key=Breakdown.TOTAL)
        for _address, _table, row, _column, cell in layout.places():
            indicator = Indicator.objects.create(
                code=cell.data_point.partition("|")[0],
                name=row.label,
                unit_of_measure=measured_in(row.unit_of_measure),
                owner=cast.department,
            )
            DataPoint.objects.create(indicator=indicator, breakdown=total)
    template = Template.objects.create(code=layout.code, name="Hoạt động chăm sóc bà mẹ", regime=made)
    version = TemplateVersion.objects.create(template=template, number=1, layout=to_json(layout))
    return Asked(cast, made, template, version)


@kept
def build_published() -> Asked:
    """The form, published by nga."""
    made = build_asked()
    made.version = publish_template(version=made.version, by=made.cast.nga, at=AT)
    return made
