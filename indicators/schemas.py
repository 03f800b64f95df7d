"""What the API says about indicators, forms and rounds."""

from datetime import date, datetime
from typing import Any

from ninja import Schema


class IndicatorOut(Schema):
    """`unit_of_measure` is a name, `unit_of_measure_code` its code; `owner` the code of an agency today."""

    code: str
    name: str
    name_en: str
    definition: str
    legal_source: str
    kind: str
    unit_of_measure: str
    unit_of_measure_code: str
    decimals: int
    direction: str
    over_units: str
    over_time: str
    owner: str
    valid_from: date | None
    valid_to: date | None


class IndicatorList(Schema):
    items: list[IndicatorOut]
    count: int


class OptionOut(Schema):
    number: int
    name: str
    name_en: str


class BrokenDownOut(Schema):
    """`how` is "partition" (the categories add up to the whole) or "overlapping"."""

    dimension: str
    how: str


class DataPointOut(Schema):
    """`key` is "total" or dimension=category pairs joined by ";". What it is counted from is "CODE|key"."""

    key: str
    weight: str | None
    numerator: str | None
    denominator: str | None


class IndicatorDetailOut(IndicatorOut):
    """`lowest` and `highest` are decimal strings. A value of `predecessor` × `factor` (an exact ratio of two
    whole numbers, "1/1000") is a value of this indicator."""

    lowest: str | None
    highest: str | None
    carries_forward: bool
    multiplier: int
    measure: str
    options: list[OptionOut]
    breakdowns: list[BrokenDownOut]
    data_points: list[DataPointOut]
    predecessor: str | None
    factor: str | None


class IndicatorVersionOut(Schema):
    """One wording: from the event `since` until the event `until` (null while it stands)."""

    number: int
    since: int
    until: int | None
    at: datetime | None
    name: str
    changed: list[str]


class IndicatorVersionList(Schema):
    items: list[IndicatorVersionOut]
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
    """`layout` is the form: tables, header cells, rows, columns, cells with what they bind to, checks,
    sections of free text."""

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
