"""Totals, comparisons and sources as the API says them."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from aggregates.asked import Line
from aggregates.became import Successor, became
from aggregates.derived import beside
from aggregates.gather import read
from aggregates.kernel.compare import Change
from aggregates.overview import Overview, value_in
from aggregates.sources import Source
from aggregates.values import Exact, Value, rounded
from aggregates.wanted import Wanted
from aggregates.wording import note_of, plain_amount, words_for
from indicators.answers import round_half_up
from indicators.models import Edition
from units.queries import UnitView
from units.schemas import UnitOut


def total_out(
    wanted: Wanted,
    unit: UnitView,
    line: Line,
    value: Value,
    *,
    tree: str,
    how: str = "",
    warnings: Sequence[str] = (),
) -> dict[str, Any]:
    rule = wanted.book.rules.adding.of(line.data_point)
    return {
        "unit": UnitOut.of(unit),
        "cell": line.address,
        "indicator": line.name,
        "unit_of_measure": line.unit_of_measure,
        "period": wanted.period_code,
        "known_on": None if wanted.known is None else wanted.known.day,
        "derived": how,
        "warnings": list(warnings),
        "edition": Edition(line.edition).name.lower(),
        "tree": tree,
        "basis": wanted.basis,
        "amount": plain_amount(value.shown(rule), decimals=line.decimals),
        "reported": value.reported,
        "answered": value.answered,
        "expected": value.expected,
        "as_of": value.as_of,
        "apportioned_by": rule.measure if value.apportioned else "",
        "apportioned": [UnitOut.of(view) for view in wanted.names.sorted(value.apportioned)],
        "not_comparable": [UnitOut.of(view) for view in wanted.names.sorted(value.divided)],
        "note": note_of(value, wanted.names, measure=rule.measure),
    }


Answers = list[dict[str, Any]]


def totals_of(wanted: Wanted, *, cell: str = "") -> tuple[Answers, Answers, Answers]:
    """Values of the asked unit; of its predecessors when it did not exist at the time; of its successors
    when it has ended and today's tree is asked about."""
    period, last_day = wanted.shown.period_id, wanted.shown.period.ends
    lines = [line for line in wanted.book.lines if not cell or line.address == cell]
    own = _values(wanted, wanted.unit, lines, period)
    if wanted.tree == "now":
        return own, [], [_successor_out(wanted, one, line) for one in became(wanted, lines) for line in lines]
    if wanted.unit.id in wanted.atlas.units_on(last_day):
        return own, [], []
    views = wanted.names.of(wanted.atlas.predecessors(wanted.unit.id, last_day))
    return own, [value for view in views for value in _values(wanted, view, lines, period)], []


def _successor_out(wanted: Wanted, successor: Successor, line: Line) -> dict[str, Any]:
    value = successor.values.get(line.data_point, Value())
    return total_out(wanted, successor.unit, line, value, tree="now") | {"extent": successor.extent}


def _values(wanted: Wanted, unit: UnitView, lines: list[Line], period: int) -> Answers:
    also = beside(wanted.span, wanted.book.spans)
    reading = read(
        book=wanted.book, atlas=wanted.atlas, unit=unit.id, tree=wanted.tree, periods={period, *also},
        basis=wanted.basis, edition=wanted.edition, known=wanted.known,
    )  # fmt: skip
    found = [(line, value_in(reading, wanted, line)) for line in lines]
    return [
        total_out(wanted, unit, line, one.value, tree=wanted.tree, how=one.how, warnings=one.warnings)
        for line, one in found
    ]


def change_out(
    change: Change, *, against: str, words: str, decimals: int, in_points: bool = False
) -> dict[str, Any]:
    def plain(amount: Exact | None) -> str | None:
        return plain_amount(rounded(amount), decimals=decimals)

    def rate(of: Fraction | None) -> str | None:
        return None if of is None else plain_amount(round_half_up(of, decimals=1), decimals=1)

    return {
        "against": against,
        "amount": plain(change.now),
        "base": plain(change.base),
        "difference": plain(change.difference),
        "index": rate(change.index),
        "growth": rate(change.growth),
        "words": words_for(change, base=words, decimals=decimals, in_points=in_points),
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
        "period": page.wanted.period_code,
        "amount": plain_amount(row.scaled, decimals=decimals),
        "same_period_last_year": change_out(
            row.last_year_change,
            against=last_year,
            words=page.last_year_words,
            decimals=decimals,
            in_points=row.line.is_percentage,
        ),
        "previous_period": change_out(
            row.before_change,
            against=before,
            words=page.before_words,
            decimals=decimals,
            in_points=row.line.is_percentage,
        ),
    }


def source_out(source: Source) -> dict[str, Any]:
    return {
        "unit": UnitOut.of(source.unit),
        "value": source.plain,
        "counted": source.counted_plain or source.plain,
        "share": source.share.replace(".", "").replace(",", ".") or None,
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
