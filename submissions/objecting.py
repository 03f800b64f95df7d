""" "Trùng, không cần" as lists: what a unit said of a form, and what waits for the officer of a form."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from indicators.cells_in_words import where
from indicators.forms import layout_asked
from indicators.models import Template
from submissions.models import Objection, Submission
from units.queries import names_of

LISTED = 20
"""So many are listed; the rest are counted, or older."""


@dataclass(frozen=True, slots=True)
class ObjectionLine:
    """What was said of a cell, and its answer. `cell`: where it stands in the workbook."""

    one: Objection
    cell: str
    row: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """What waits for an answer, of one cell. `more`: how many are not listed."""

    address: str
    place: str
    row: str
    units: int
    said: list[ObjectionLine]
    more: int


def said_of_form(submission: Submission) -> list[ObjectionLine]:
    """What people of the unit that fills said of the form in this and earlier rounds. One query."""
    assignment = submission.assignment
    rows = _rows().filter(
        submission__assignment__responsible=assignment.responsible_id,
        submission__assignment__round__template=assignment.round.template_id,
    )
    return [_line(one) for one in rows.order_by("-pk")[:LISTED]]


def waiting(template: Template) -> list[Group]:
    """By cell, those said first come first. Two queries."""
    rows = list(_of_template(template).filter(answered_at__isnull=True).order_by("pk"))
    units = {one.submission.assignment.responsible_id for one in rows}
    names = names_of(units, on=timezone.localdate())
    by_cell: dict[str, list[Objection]] = {}
    for one in rows:
        by_cell.setdefault(one.address, []).append(one)
    return [_group(address, listed, names) for address, listed in by_cell.items()]


def answered(template: Template) -> list[ObjectionLine]:
    """The latest answers. One query."""
    rows = _of_template(template).filter(answered_at__isnull=False)
    return [_line(one) for one in rows.order_by("-answered_at", "-pk")[:LISTED]]


# ---- parts ------------------------------------------------------------------------------------------------


def _rows() -> QuerySet[Objection]:
    beside = ("said_by", "answered_by", "submission__assignment__round__version")
    return Objection.objects.select_related(*beside).defer("submission__assignment__round__version__workbook")


def _of_template(template: Template) -> QuerySet[Objection]:
    return _rows().filter(submission__assignment__round__template=template)


def _group(address: str, listed: list[Objection], names: dict[int, str]) -> Group:
    lines = [_line(one, names) for one in listed[:LISTED]]
    layout = layout_asked(listed[-1].submission.assignment.round)
    return Group(
        address=address,
        place=where(layout, address) if address in layout.place_of else address,
        row=lines[-1].row,
        units=len({one.submission.assignment.responsible_id for one in listed}),
        said=lines,
        more=max(0, len(listed) - LISTED),
    )


def _line(one: Objection, names: dict[int, str] | None = None) -> ObjectionLine:
    """A round that moved to another version may have lost the cell: its address stands then."""
    layout = layout_asked(one.submission.assignment.round)
    place = layout.place_of.get(one.address)
    cell = layout.excel_cell(one.address) if place else one.address
    row = f"{place[1].number} {place[1].name}".strip() if place else ""
    return ObjectionLine(one, cell, row, (names or {}).get(one.submission.assignment.responsible_id, ""))


def row_of(submission: Submission, address: str) -> Iterable[str]:
    """The cells for typing in the row of a cell, itself among them."""
    layout = layout_asked(submission.assignment.round)
    table, row, _column, _cell = layout.place_of[address]
    return [
        other
        for other, (other_table, other_row, _c, cell) in layout.place_of.items()
        if (other_table.key, other_row.key) == (table.key, row.key) and cell.kind == "input"
    ]
