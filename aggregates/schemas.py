"""What the API says about totals. Amounts are decimal strings in plain notation, never floats."""

from datetime import date, datetime

from ninja import Schema

from units.schemas import UnitOut


class TotalOut(Schema):
    """One value. `amount` is null when nobody answered, or when it cannot be known: `not_comparable` names
    the divided units whose figures count here only in part, by no known share. `apportioned` names those that
    are in it by their share of `apportioned_by` (population, area). `reported`, `answered`, `expected` count
    duties. `derived` says from which periods it was counted, when nobody was asked about this one; `warnings`
    where another way to the same period says otherwise.
    """

    unit: UnitOut
    cell: str
    indicator: str
    unit_of_measure: str
    period: str
    known_on: date | None
    derived: str
    warnings: list[str]
    edition: str
    tree: str
    basis: str
    amount: str | None
    reported: int
    answered: int
    expected: int
    as_of: datetime | None
    apportioned_by: str
    apportioned: list[UnitOut]
    not_comparable: list[UnitOut]
    note: str


class SuccessorOut(TotalOut):
    """The value of a unit of today with a part of one that has ended. `extent` is "whole" when nothing in it
    came from elsewhere, else "part"."""

    extent: str


class TotalList(Schema):
    """`predecessors`: with `tree=then`, the values of units from which the asked one came, apart.

    `successors`: with `tree=now`, of a unit that has ended, those of the units it became.
    """

    items: list[TotalOut]
    count: int
    predecessors: list[TotalOut]
    successors: list[SuccessorOut]


class SourceOut(Schema):
    """An accepted answer behind a total; `value` may be a sign. `workbook_cell` is of the official form.

    `counted`: what of it is in the total; of a divided unit the part by its `share` in per cent (else null).
    """

    unit: UnitOut
    value: str
    counted: str
    share: str | None
    assignment: int
    submission: int
    revision: int
    revision_number: int
    signed_by: str
    signed_as: str
    sent_at: datetime
    workbook_cell: str
    sha256: str


class SourceList(Schema):
    """`missing`: no accepted report; `without_answer`: accepted, this cell left empty; both paged as `items`.

    `below`: the totals of the units below, instead of `items`, when there are more answers than a list holds.
    """

    total: TotalOut
    items: list[SourceOut]
    count: int
    below: list[TotalOut]
    missing: list[UnitOut]
    missing_count: int
    without_answer: list[UnitOut]


class ChangeOut(Schema):
    """`index` is A/B×100 and `growth` per cent, rounded half up once to one decimal; null with a reason."""

    against: str
    amount: str | None
    base: str | None
    difference: str | None
    index: str | None
    growth: str | None
    words: str
    units_compared: int
    units_answered: int


class ComparisonOut(Schema):
    unit: UnitOut
    cell: str
    indicator: str
    unit_of_measure: str
    period: str
    amount: str | None
    same_period_last_year: ChangeOut
    previous_period: ChangeOut


class ComparisonList(Schema):
    items: list[ComparisonOut]
    count: int


class RankOut(Schema):
    """Units without an amount have no rank and come last."""

    rank: int | None
    unit: UnitOut
    amount: str | None
    same_period_last_year: ChangeOut


class RankList(Schema):
    cell: str
    period: str
    items: list[RankOut]
    count: int
