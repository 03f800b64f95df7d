"""Totals, comparisons and sources as the API says them."""

from typing import Any

from django.utils.translation import gettext as _

from aggregates.asked import Line
from aggregates.gather import read
from aggregates.kernel.compare import Change, words_of
from aggregates.overview import Overview
from aggregates.reading import Value
from aggregates.sources import Source
from aggregates.wanted import Wanted
from aggregates.wording import plain_amount
from indicators.answers import round_half_up
from indicators.models import Edition
from units.queries import UnitView
from units.schemas import UnitOut


def total_out(wanted: Wanted, unit: UnitView, line: Line, value: Value, *, tree: str) -> dict[str, Any]:
    return {
        "unit": UnitOut.of(unit),
        "cell": line.address,
        "indicator": line.name,
        "unit_of_measure": line.unit_of_measure,
        "period": wanted.shown.period_code,
        "edition": Edition(line.edition).name.lower(),
        "tree": tree,
        "basis": wanted.basis,
        "amount": plain_amount(value.amount, decimals=line.decimals),
        "reported": value.reported,
        "answered": value.answered,
        "expected": value.expected,
        "as_of": value.as_of,
    }


def totals_of(wanted: Wanted, *, cell: str = "") -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Values of the asked unit, and of its predecessors when it did not exist at the time."""
    period = wanted.shown.period_id
    lines = [line for line in wanted.book.lines if not cell or line.address == cell]
    existed = wanted.unit.id in wanted.atlas.units_on(wanted.shown.period.ends)
    own = _values(wanted, wanted.unit, lines, period)
    if wanted.tree == "now" or existed:
        return own, []
    found = wanted.atlas.predecessors(wanted.unit.id, wanted.shown.period.ends)
    views = wanted.names.of(found)
    return own, [value for view in views for value in _values(wanted, view, lines, period)]


def _values(wanted: Wanted, unit: UnitView, lines: list[Line], period: int) -> list[dict[str, Any]]:
    reading = read(
        book=wanted.book, atlas=wanted.atlas, unit=unit.id, tree=wanted.tree, periods=[period],
        basis=wanted.basis, edition=wanted.edition,
    )  # fmt: skip
    return [
        total_out(wanted, unit, line, reading.value(period, line.data_point), tree=wanted.tree)
        for line in lines
    ]


def change_out(change: Change, *, against: str, words: str, decimals: int) -> dict[str, Any]:
    msgid, params = words_of(change, base=words)
    return {
        "against": against,
        "amount": plain_amount(change.now, decimals=decimals),
        "base": plain_amount(change.base, decimals=decimals),
        "difference": plain_amount(change.difference, decimals=decimals),
        "index": None
        if change.index is None
        else plain_amount(round_half_up(change.index, decimals=1), decimals=1),
        "growth": None
        if change.growth is None
        else plain_amount(round_half_up(change.growth, decimals=1), decimals=1),
        "words": _(msgid) % params,
        "units_compared": change.units,
        "units_answered": change.of_units,
    }


def comparison_out(page: Overview, row: Any, *, last_year: str, before: str) -> dict[str, Any]:
    decimals = row.line.decimals
    return {
        "unit": UnitOut.of(page.wanted.unit),
        "cell": row.line.address,
        "indicator": row.line.name,
        "unit_of_measure": row.line.unit_of_measure,
        "period": page.wanted.shown.period_code,
        "amount": plain_amount(row.value.amount, decimals=decimals),
        "same_period_last_year": change_out(
            row.last_year_change, against=last_year, words=page.last_year_words, decimals=decimals
        ),
        "previous_period": change_out(
            row.before_change, against=before, words=page.before_words, decimals=decimals
        ),
    }


def source_out(source: Source) -> dict[str, Any]:
    return {
        "unit": UnitOut.of(source.unit),
        "value": source.plain,
        "assignment": source.assignment,
        "submission": source.submission,
        "revision": source.revision,
        "revision_number": source.revision_number,
        "signed_by": source.signed_by,
        "signed_as": source.signed_as,
        "sent_at": source.sent_at,
        "workbook_cell": source.excel_cell,
        "sha256": source.sha256,
    }
