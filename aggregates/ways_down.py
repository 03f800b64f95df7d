"""The chosen line by unit and by time."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from aggregates.derived import derived_by_child
from aggregates.drawing import bar
from aggregates.kernel.compare import NOT_COMPLETE, NOTHING_NOW, Change
from aggregates.overview import Overview
from aggregates.timeline import Place, is_daily
from aggregates.values import Value, rounded
from aggregates.wording import ShownChange, note_of, plain_amount, show_change, shown_amount
from indicators.answers import format_scaled
from units.queries import UnitView


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit below: its place by value, value, change, bar; `is_inner` when it has others below it."""

    rank: str
    unit: UnitView
    value: Value
    amount: str
    scaled: int | None
    note: str
    change: ShownChange
    bar: int
    is_inner: bool


@dataclass(frozen=True, slots=True)
class TimeRow:
    """One step of the year beside the same one a year before."""

    label: str
    before: str
    now: str
    note: str
    note_before: str
    change: ShownChange
    amounts: tuple[int | None, int | None]
    is_first_after_crossing: bool


def by_unit(page: Overview) -> list[UnitRow]:
    """Units below in order of value, those without one last. No query."""
    wanted, reading, line = page.wanted, page.reading, page.chosen
    period = wanted.shown.period_id
    if wanted.derivation is None:
        values = reading.by_child(period, line.data_point)
    else:
        values = derived_by_child(reading, wanted.derivation, line.data_point)
    rule = reading.rule(line.data_point)
    amounts = {unit: value.shown(rule) for unit, value in values.items()}
    known = {unit: amount for unit, amount in amounts.items() if amount is not None}
    largest = max(known.values(), default=0)
    day = reading.day_of(period)
    shown = {view.id: view for view in wanted.names.of(values)}
    rows = [
        UnitRow(
            rank=str(1 + sum(1 for other in known.values() if other > known[unit])) if unit in known else "",
            unit=shown[unit],
            value=value,
            amount=shown_amount(amounts[unit], decimals=line.decimals),
            scaled=amounts[unit],
            note=note_of(value, wanted.names, measure=rule.measure),
            change=show_change(
                change_of(page, unit),
                base=page.last_year_words,
                decimals=line.decimals,
                in_points=line.is_percentage,
            ),
            bar=bar(amounts[unit], largest),
            is_inner=wanted.atlas.is_inner(unit, day),
        )
        for unit, value in values.items()
        if unit in shown
    ]
    return sorted(
        rows,
        key=lambda row: (row.scaled is None, -(row.scaled or 0), row.unit.sort_key, row.unit.id),
    )


def change_of(page: Overview, unit: int) -> Change:
    """A child's change against last year, or why there is none."""
    found = page.changes.get((unit, page.chosen.data_point))
    if found is not None and found.now is not None:
        return found
    if page.last_year is None:
        return Change(0, None)
    if page.wanted.tree == "now":
        tied = page.reading.tied_with(
            unit, page.wanted.shown.period_id, page.last_year, data_point=page.chosen.data_point
        )
        names = [view.full_name for view in page.wanted.names.of(sorted(tied))]
        if tied:
            reason = _("không so sánh được: một đơn vị cũ đã chia cho đơn vị này và %(others)s") % {
                "others": ", ".join(names) or _("đơn vị ngoài phạm vi")
            }
            return Change(None, None, reason=reason.replace("%", "%%"))
    return Change(None, None, reason=_not_complete(page, unit, page.last_year))


def _not_complete(page: Overview, unit: int, base: int) -> str:
    """Who is missing on which side, by name."""
    wanted = page.wanted
    if unit in page.reading.missing_below(wanted.shown.period_id):
        return NOTHING_NOW
    missing = page.reading.missing_below(base).get(unit, [])
    names = [view.full_name for view in wanted.names.of(missing)]
    if not names:
        return NOT_COMPLETE
    reason = _("chưa so sánh được: %(base)s thiếu %(units)s") % {
        "base": page.last_year_words,
        "units": ", ".join(names),
    }
    return reason.replace("%", "%%")


def by_time(page: Overview) -> list[TimeRow]:
    """Steps of the year over those of the year before, over units complete in both ends of each. No query."""
    year_before, year = page.years
    rows = []
    for at, place in enumerate(year):
        earlier = year_before[at] if at < len(year_before) else None
        now, then = _amount(page, place), _amount(page, earlier)
        if now.of_units == then.of_units == 0:
            continue
        rows.append(
            TimeRow(
                label=place.label,
                before=shown_amount(rounded(then.now), decimals=page.chosen.decimals),
                now=shown_amount(rounded(now.now), decimals=page.chosen.decimals),
                note=_note(now),
                note_before=_note(then),
                change=show_change(
                    _between(page, place, earlier),
                    base=f"{place.label.lower()}/{earlier.span.year}" if earlier else "",
                    decimals=page.chosen.decimals,
                    in_points=page.chosen.is_percentage,
                ),
                amounts=(rounded(then.now), rounded(now.now)),
                is_first_after_crossing=_is_crossing(page, earlier),
            )
        )
    return rows


def _amount(page: Overview, place: Place | None) -> Change:
    """The step's amount as `now`, over how many units."""
    if place is None or place.step is None:
        return Change(None, None)
    if not page.chosen.is_flow:
        amount = page.reading.value(place.step.upto, page.chosen.data_point)
        rule = page.reading.rule(page.chosen.data_point)
        return Change(amount.exact(rule), None, amount.answered, amount.expected)
    return page.reading.flow_change(place.step, None, data_point=page.chosen.data_point)


def _between(page: Overview, place: Place, earlier: Place | None) -> Change:
    if place.step is None or earlier is None or earlier.step is None:
        return Change(None, None)
    point = page.chosen.data_point
    if page.chosen.is_flow:
        return page.reading.flow_change(place.step, earlier.step, data_point=point)
    found = page.reading.changes(place.step.upto, earlier.step.upto)
    return found.get((page.wanted.unit.id, point), Change(None, None, reason=NOT_COMPLETE))


def _note(amount: Change) -> str:
    if amount.is_partial and amount.units:
        return _("trên %(units)d/%(of)d đơn vị") % {"units": amount.units, "of": amount.of_units}
    return ""


def _is_crossing(page: Overview, earlier: Place | None) -> bool:
    born = page.crossed_on
    return born is not None and earlier is not None and earlier.span.starts <= born <= earlier.span.ends


def chart(page: Overview, rows: list[TimeRow]) -> dict[str, Any]:
    """What the line is drawn from; amounts as plain decimal strings."""
    decimals = page.chosen.decimals
    year = page.wanted.asked.span.year
    drawn = ((1, year),) if is_daily(page.wanted.book) else ((0, year - 1), (1, year))
    return {
        "labels": [row.label for row in rows],
        "unit": page.chosen.unit_of_measure,
        "series": [
            {
                "name": str(of),
                "values": [plain_amount(row.amounts[at], decimals=decimals) for row in rows],
                "shown": [
                    "" if row.amounts[at] is None else format_scaled(row.amounts[at] or 0, decimals=decimals)
                    for row in rows
                ],
            }
            for at, of in drawn
        ],
    }
