"""What the API says about indicators, forms and rounds."""

from datetime import date, datetime
from typing import Any

from ninja import Field, Schema


class IndicatorOut(Schema):
    code: str
    name: str
    name_en: str
    definition: str
    unit_of_measure: str = Field(alias="unit_of_measure.name")
    decimals: int
    direction: str
    over_units: str
    over_time: str


class IndicatorList(Schema):
    items: list[IndicatorOut]
    count: int


class TemplateOut(Schema):
    code: str
    name: str
    regime: str
    frequency: str
    version: int | None


class TemplateList(Schema):
    items: list[TemplateOut]
    count: int


class TemplateVersionOut(Schema):
    """`layout` is the form: tables, header cells, rows, columns, cells with what they bind to, checks."""

    code: str
    name: str
    version: int
    published_at: datetime | None
    layout: dict[str, Any]


class RoundOut(Schema):
    """`period` is the name its regime uses; `duties` counts those the person may see."""

    id: int
    template: str
    version: int
    period: str
    starts: date
    ends: date
    opened_at: datetime
    due_at: datetime
    closed_at: datetime | None
    duties: int


class RoundList(Schema):
    items: list[RoundOut]
    count: int
