"""The consolidated report of a middle level: what was taken from below, plus own parts, as a sheet says it.

Cells taken from below write no figures; an own part writes one of the scope ADDED, of the middle level's own
unit: a total above is then own + Σ children (rule 3), and nothing is there twice.
"""

import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from indicators.answers import Answer, AnswerError, Sign, parse_plain, plain
from indicators.forms import bound_cell, layout_asked
from indicators.formulas.values import TooLarge, answer_of
from indicators.layout import FormLayout
from indicators.models import Indicator, ReportingRound, TemplateCell
from indicators.queries import data_points_named
from submissions.models import Consolidation, Submission
from submissions.sheet import Below, OwnPart, Part, Reused
from units.errors import Conflict

BELOW = "below"
"""How a reused cell is had (`Reused.how`): put together from the reports below."""


def is_consolidated(submission: Submission) -> bool:
    return submission.assignment.round.template.consolidates_id is not None


def check_consolidated(submission: Submission) -> None:
    if not is_consolidated(submission):
        raise Conflict(_("Biểu này không phải biểu tổng hợp."), code="not_consolidated")


def bound_cells(round_: ReportingRound) -> dict[str, TemplateCell]:
    """What the cells of a consolidated form are about; no such rows are stored. One query."""
    layout, version = layout_asked(round_), round_.version
    places = {address: cell for address, *_place, cell in layout.places() if cell.kind == "input"}
    named = data_points_named(cell.data_point for cell in places.values())
    rows = named.select_related("indicator", "breakdown", "first_source")
    points = {f"{row.indicator.code}|{row.breakdown.key}": row for row in rows}
    return {
        address: bound_cell(version, address, cell, points[cell.data_point])
        for address, cell in places.items()
        if cell.data_point in points
    }


def from_below(bound: Mapping[str, TemplateCell]) -> dict[str, TemplateCell]:
    """The cells that are put together; what does not add up over units is typed."""
    return {
        address: cell
        for address, cell in bound.items()
        if cell.data_point.indicator.over_units != Indicator.OverUnits.NONE
    }


def consolidation_of(submission: Submission) -> Consolidation | None:
    return Consolidation.objects.filter(submission=submission).first()


def below_of(submission: Submission, layout: FormLayout) -> Below | None:
    """What was taken, with the own parts; None while nothing was. One query."""
    kept = consolidation_of(submission)
    if kept is None or kept.taken_at is None:
        return None
    taken = json.loads(kept.taken)
    return below_from({**taken, "at": kept.taken_at.isoformat(), "own": json.loads(kept.own)}, layout)


def below_from(said: Mapping[str, Any], layout: FormLayout) -> Below:
    """The same from what a sealed document holds."""

    def answer(address: str, value: str) -> Answer:
        return parse_plain(value, decimals=layout.place_of[address][3].decimals)

    return Below(
        at=said["at"],
        cells={a: answer(a, v) if v is not None else None for a, v in said["cells"].items()},
        own={a: OwnPart(answer(a, one["v"]), one["why"]) for a, one in said["own"].items()},
        reports=tuple((subject, revision) for subject, revision in said["reports"]),
        missing=tuple(said["missing"]),
    )


def sealed_words(below: Below) -> dict[str, Any]:
    """What the sealed document keeps of it."""
    return {
        "at": below.at,
        "cells": {a: None if said is None else plain(said) for a, said in below.cells.items()},
        "own": {a: {"v": plain(one.answer), "why": one.why} for a, one in below.own.items()},
        "reports": [list(pair) for pair in below.reports],
        "missing": list(below.missing),
    }


def filled_in(submission: Submission, below: Below | None) -> dict[str, Reused]:
    """Address → what stands there: from below plus the own part; nothing yet while nothing was taken."""
    round_ = submission.assignment.round
    source = round_.template.consolidates
    assert source is not None
    parts = (Part(round_.period_code, "accepted"),)
    addresses = from_below(bound_cells(round_)) if below is None else below.cells
    return {
        address: Reused(None if below is None else together(below, address), source.code, BELOW, parts)
        for address in addresses
    }


def together(below: Below, address: str) -> Answer | None:
    """Below + own part; an own part alone where nobody below said a number."""
    said, own = below.cells.get(address), below.own.get(address)
    if own is None:
        return said
    if said is None or said.scaled is None:
        return own.answer
    try:
        return Answer(Sign.NUMBER, said.scaled + (own.answer.scaled or 0), said.decimals)
    except AnswerError:
        return None


def shown_as(amount: Fraction, cell: TemplateCell) -> Answer | None:
    """An amount in the indicator's unit of measure as the cell prints it; None past what a cell can hold."""
    try:
        return answer_of(amount, decimals=cell.data_point.indicator.decimals, scale=cell.scale)
    except TooLarge:
        return None
