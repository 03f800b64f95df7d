"""The leader's page as data: the sentence first, then the numbers, then the way down."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from aggregates.answered import Answered
from aggregates.asked import Line
from aggregates.became import Successor, became
from aggregates.comparing import Changes, Comparing
from aggregates.derived import Derived, beside, derived_value, warnings_of
from aggregates.drawing import Spark, spark
from aggregates.gather import read
from aggregates.kernel.compare import NO_BASE, Change
from aggregates.kernel.difference import steps
from aggregates.kernel.rules import PointRule
from aggregates.sentence import Row, compared_on, sentence_of
from aggregates.timeline import Place, is_cumulative, place_of, within, words_for, year_of
from aggregates.values import Value
from aggregates.wanted import Wanted
from aggregates.wording import note_of, show_change, shown_amount
from indicators.adding_up import OverUnits
from indicators.periods import code_of
from units.queries import UnitView

DRAWN_FROM = 95
"""Per cent of the duties that must be answered for a quarter to stand in the small line of its row."""


@dataclass(frozen=True)
class Overview:
    wanted: Wanted
    reading: Comparing
    rows: list[Row]
    chosen: Line
    sentence: str
    compared_on: str
    reported: int
    expected: int
    missing: list[UnitView]
    as_of: datetime | None
    predecessors: list[UnitView]
    successors: list[Successor]
    last_year_words: str
    before_words: str
    before_code: str
    years: tuple[list[Place], list[Place]]
    crossed_on: date | None
    changes: Changes
    last_year: int | None


def overview(wanted: Wanted, *, cell: str = "") -> Overview:
    """Read and arrange. Three queries."""
    book, span = wanted.book, wanted.asked.span
    period = wanted.shown.period_id
    chosen = book.line(cell) or _headline(wanted)
    years = (
        year_of(book, span.year - 1, calendar=span.cut),
        year_of(book, span.year, calendar=span.cut),
    )
    last_year = book.period_id(wanted.asked.last_year)
    now, before = _two_steps(wanted, years)
    derivation = wanted.derivation
    in_full = {period} | ({last_year} if last_year is not None else set())
    in_full |= set() if derivation is None else derivation.periods
    step_last_year = None if derivation is None else derivation.step(wanted.asked.last_year)
    in_full |= set() if step_last_year is None else set(step_last_year.periods)
    for place in (now, before):
        in_full |= set(place.step.periods) if place is not None and place.step is not None else set()
    series = {one for year in years for place in year if place.step is not None for one in place.step.periods}
    series |= beside(span, book.spans)
    reading = read(
        book=book, atlas=wanted.atlas, unit=wanted.unit.id, tree=wanted.tree, periods=in_full,
        series=series, point=chosen.data_point, basis=wanted.basis, edition=wanted.edition,
        known=wanted.known,
    )  # fmt: skip
    _load_names(wanted, reading, chosen, last_year)
    changes = _changes(reading, wanted, last_year)
    before_changes, before_words = _before(wanted, reading, now, before)
    last_year_words = _("cùng kỳ năm %(year)d") % {"year": span.year - 1}
    born = _crossed_on(wanted, years)
    sparks = _sparks(wanted, reading, years, born)
    rows = [
        _row(line, wanted, reading, changes, before_changes, last_year_words, before_words, sparks, chosen)
        for line in book.lines
    ]
    reported, expected = reading.coverage(period)
    return Overview(
        wanted=wanted,
        reading=reading,
        rows=rows,
        chosen=chosen,
        sentence=sentence_of(wanted, rows),
        compared_on=compared_on(changes.get((wanted.unit.id, chosen.data_point))),
        reported=reported,
        expected=expected,
        missing=wanted.names.sorted(reading.missing(period)),
        as_of=max((row.value.as_of for row in rows if row.value.as_of is not None), default=None),
        predecessors=_predecessors(wanted),
        successors=became(wanted, [chosen]) if wanted.tree == "now" else [],
        last_year_words=last_year_words,
        before_words=before_words,
        before_code=code_of(before.span) if before is not None else "",
        years=years,
        crossed_on=born,
        changes=changes,
        last_year=last_year,
    )


def _changes(reading: Comparing, wanted: Wanted, last_year: int | None) -> Changes:
    derivation = wanted.derivation
    if derivation is None:
        return reading.changes(wanted.shown.period_id, last_year)
    now, before = derivation.step(wanted.span), derivation.step(wanted.asked.last_year)
    return {} if now is None or before is None else reading.flow_changes(now, before)


def value_in(reading: Comparing, wanted: Wanted, line: Line) -> Derived:
    """The line's value, counted from other periods where nobody was asked about this one."""
    if wanted.derivation is not None:
        return derived_value(reading, wanted.derivation, line.data_point)
    value = reading.value(wanted.shown.period_id, line.data_point)
    found = wanted.cover(reading.rule(line.data_point))
    return Derived(value, "", tuple(warnings_of(reading, wanted.book.spans, found, line.data_point, value)))


def _load_names(wanted: Wanted, reading: Comparing, chosen: Line, last_year: int | None) -> None:
    """All the page will say, in one query."""
    period = wanted.shown.period_id
    shown = {*wanted.start_ids, *reading.children(period), *reading.missing(period)}
    shown |= set(wanted.atlas.path_to(wanted.unit.id, wanted.atlas.today))
    if last_year is not None:
        shown |= set(reading.missing(last_year))
    if wanted.derivation is not None:
        shown |= reading.divided_units(period)
    else:
        points = [line.data_point for line in wanted.book.lines]
        shown |= reading.divided_in(period, points, below=chosen.data_point)
    if wanted.unit.id not in wanted.atlas.units_on(wanted.shown.period.ends):
        shown |= set(wanted.atlas.predecessors(wanted.unit.id, wanted.shown.period.ends))
    wanted.names.load(shown)


def _headline(wanted: Wanted) -> Line:
    """The line that most checks of the form measure others against ("Phụ nữ đẻ"), else the first."""
    wholes = [check.whole for check in wanted.book.layout.checks]
    return max(wanted.book.lines, key=lambda line: wholes.count(line.address))


def _two_steps(wanted: Wanted, years: tuple[list[Place], list[Place]]) -> tuple[Place | None, Place | None]:
    """The step that ends the asked period, and the step before it."""
    every = [place for year in years for place in year]
    if wanted.derivation is None:
        now = place_of(every, wanted.shown.period_id)
    else:
        now = next((one for one in every if one.span == wanted.span and one.step is not None), None)
    if now is None:
        return None, None
    at = every.index(now)
    return now, every[at - 1] if at and every[at - 1].step is not None else None


def _before(
    wanted: Wanted, reading: Comparing, now: Place | None, before: Place | None
) -> tuple[Changes, str]:
    """Change against the period before: of cumulative ones, this quarter against the one before it."""
    if is_cumulative(wanted.book):
        if now is None or before is None or now.step is None or before.step is None:
            return {}, _("kỳ trước")
        return reading.flow_changes(now.step, before.step), within(before.span)
    if wanted.derivation is not None:
        return {}, within(wanted.asked.before)
    found = wanted.book.period_id(wanted.asked.before)
    return reading.changes(wanted.shown.period_id, found), within(wanted.asked.before)


def _row(
    line: Line,
    wanted: Wanted,
    reading: Comparing,
    changes: Changes,
    before_changes: Changes,
    last_year_words: str,
    before_words: str,
    sparks: Mapping[str, Spark | None],
    chosen: Line,
) -> Row:
    derived = value_in(reading, wanted, line)
    value = derived.value
    key = (wanted.unit.id, line.data_point)
    shown = value.shown(reading.rule(line.data_point))
    none = Change(shown, None, reason=_no_base(wanted, reading))
    comparable_before = line.is_flow or not is_cumulative(wanted.book)
    last_year = changes.get(key, none)
    before = before_changes.get(key, none) if comparable_before else none
    if wanted.derivation is not None and not (
        line.is_flow and reading.rule(line.data_point).over_units is OverUnits.SUM
    ):
        last_year = before = none
    return Row(
        line=line,
        value=value,
        amount=shown_amount(shown, decimals=line.decimals),
        scaled=shown,
        note=note_of(value, wanted.names, measure=reading.rule(line.data_point).measure),
        last_year=show_change(
            last_year, base=last_year_words, decimals=line.decimals, in_points=line.is_percentage
        ),
        before=show_change(before, base=before_words, decimals=line.decimals, in_points=line.is_percentage),
        last_year_change=last_year,
        before_change=before,
        how=derived.how,
        warnings=derived.warnings,
        spark=sparks[line.address],
        is_chosen=line.address == chosen.address,
    )


def _no_base(wanted: Wanted, reading: Comparing) -> str:
    if wanted.tree == "then" and not reading.counting[wanted.shown.period_id]:
        return _("chưa thành lập vào kỳ này")
    return NO_BASE


def _sparks(
    wanted: Wanted, reading: Comparing, years: tuple[list[Place], list[Place]], born: date | None
) -> Mapping[str, Spark | None]:
    """Line → the small line beside it; remembered where stored totals say all of it."""
    lines = wanted.book.lines

    def draw() -> Mapping[str, Spark | None]:
        return {line.address: _spark(line, reading, years, born) for line in lines}

    if not isinstance(reading, Answered):
        return draw()
    steps_drawn = tuple(place.step for year in years for place in year)
    stamps = tuple(reading.stamp(step.upto) for step in steps_drawn if step is not None)
    rules = tuple(reading.rule(line.data_point) for line in lines)
    return reading.remember(("sparks", lines, rules, born, steps_drawn, stamps), draw)


def _spark(
    line: Line, reading: Comparing, years: tuple[list[Place], list[Place]], born: date | None
) -> Spark | None:
    values: list[int | None] = []
    ends: list[date] = []
    for year in years:
        asked = [place for place in year if place.step is not None]
        amounts = [
            _drawable(reading.value(place.step.upto, line.data_point), reading.rule(line.data_point))
            for place in asked
            if place.step
        ]
        cumulative = line.is_flow and any(place.step and place.step.less is not None for place in asked)
        values += steps(amounts) if cumulative else amounts
        ends += [place.span.ends for place in asked]
    crossed = next((at for at, day in enumerate(ends) if born is not None and day >= born), None)
    return spark(values, mark_before=crossed)


def _drawable(value: Value, rule: PointRule) -> int | None:
    """The amount, unless so few have answered that a line through it would show their absence."""
    return value.shown(rule) if 100 * value.answered >= DRAWN_FROM * value.expected else None


def _crossed_on(wanted: Wanted, years: tuple[list[Place], list[Place]]) -> date | None:
    """The first day of the unit in its tree, when that lies inside what is shown."""
    unit = wanted.unit.id
    placements = wanted.atlas.placements
    first = wanted.atlas.remember(
        ("first day", unit), lambda: min((row[2] for row in placements if unit in row[:2]), default=None)
    )
    starts = [place.span.starts for year in years for place in year]
    ends = [place.span.ends for year in years for place in year]
    return first if first is not None and starts and min(starts) < first <= max(ends) else None


def _predecessors(wanted: Wanted) -> list[UnitView]:
    """At the time of the report the unit did not exist: those it came from, listed apart."""
    day = wanted.shown.period.ends
    if wanted.tree == "now" or wanted.unit.id in wanted.atlas.units_on(day):
        return []
    return wanted.names.sorted(wanted.atlas.predecessors(wanted.unit.id, day))


def title_of(wanted: Wanted) -> str:
    return f"{words_for(wanted.asked.span)} · {wanted.unit.full_name}"
