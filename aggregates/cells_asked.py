"""The cells of a form's versions that ask about their own period, with what the catalogue says of each."""

from functools import cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Case, F, OuterRef, Subquery, TextField, Value, When

from aggregates.kernel.rules import PointRule
from aggregates.point_rules import RULE_COLUMNS, rule_from
from indicators.models import DataPoint, TemplateCell

_FORM = -1
"""Stands for the form in the statement."""


class CellAsked(NamedTuple):
    """`layout`: the version's, with its first cell only. `regime`: the first source of the point."""

    version: int
    address: str
    data_point: int
    edition: int
    months: int
    layout: str
    regime: int | None
    name: str
    name_en: str
    unit_of_measure: str
    direction: str
    rule: PointRule


_COLUMNS = (
    "version_id",
    "address",
    "data_point_id",
    "edition",
    "months",
    "layout",
    "data_point__first_source__regime",
    "data_point__indicator__name",
    "data_point__indicator__name_en",
    "data_point__indicator__unit_of_measure__name",
    "data_point__indicator__direction",
)
_LOOKED_UP = {f"{part}__indicator__decimals": f"{part}_decimals" for part in ("numerator", "denominator")}


def cells_asked(template: int) -> list[CellAsked]:
    """Of all versions, in their own order. One query."""
    statement, values = _statement(connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(statement, [template if value == _FORM else value for value in values])
        rows = cursor.fetchall()
    told = len(_COLUMNS)
    return [CellAsked._make((*row[:told], rule_from(*row[told:]))) for row in rows]


@cache
def _statement(_vendor: str) -> tuple[str, tuple[Any, ...]]:
    """Put together once a process: that costs more than to run it."""
    first = TemplateCell.objects.filter(version=OuterRef("version")).order_by("pk").values("pk")[:1]
    # Looked up and not joined: the planner weighs every order of ten tables, which takes longer than to read.
    looked_up = {
        f"{part}_decimals": DataPoint.objects.filter(pk=OuterRef(f"data_point__{part}")).values(
            "indicator__decimals"
        )
        for part in ("numerator", "denominator")
    }
    rules = [_LOOKED_UP.get(name, f"data_point__{name}") for name in RULE_COLUMNS]
    found = (
        TemplateCell.objects.filter(version__template=_FORM, period_role="this")
        .annotate(
            layout=Case(
                When(pk=Subquery(first), then=F("version__layout")),
                default=Value(""),
                output_field=TextField(),
            ),
            **{name: Subquery(rows) for name, rows in looked_up.items()},
        )
        .order_by("pk")
        .values_list(*_COLUMNS, *rules)
    )
    statement, values = found.query.sql_with_params()
    return statement, tuple(values)
