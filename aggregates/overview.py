"""The leader's page as data: the sentence first, then the numbers, then the way down."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from aggregates.asked import Line
from aggregates.became import Successor, became
from aggregates.comparing import Changes, Comparing
from aggregates.drawing import Spark, spark
from aggregates.gather import read
from aggregates.kernel.compare import NO_BASE, Change
from aggregates.kernel.difference import steps
from aggregates.kernel.rules import PointRule
from aggregates.timeline import Place, is_cumulative, place_of, within, words_for, year_of
from aggregates.values import Value
from aggregates.wanted import Wanted, has_ended
from aggregates.wording import ShownChange, all_of, lower_first, note_of, show_change, shown_amount
from indicators.periods import code_of
from units.queries import UnitView

DRAWN_FROM = 95
"""Per cent of the duties that must be answered for a quarter to stand in the small line of its row."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the form with its amount and what changed."""

    line: Line
    value: Value
    amount: str
    scaled: int | None
    note: str
    last_year: ShownChange
    before: ShownChange
    last_year_change: Change
    before_change: Change
    spark: Spark | None
    is_chosen: bool


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
        year_of(book, span.year - 1, calendar=span.calendar),
        year_of(book, span.year, calendar=span.calendar),
    )
    last_year = book.period_id(wanted.asked.last_year)
    now, before = _two_steps(wanted, years)
    in_full = {period} | ({last_year} if last_year is not None else set())
    for place in (now, before):
        in_full |= set(place.step.periods) if place is not None and place.step is not None else set()
    series = {one for year in years for place in year if place.step is not None for one in place.step.periods}
    reading = read(
        book=book, atlas=wanted.atlas, unit=wanted.unit.id, tree=wanted.tree, periods=in_full,
        series=series, point=chosen.data_point, basis=wanted.basis, edition=wanted.edition,
    )  # fmt: skip
    _load_names(wanted, reading, last_year)
    changes = reading.changes(period, last_year)
    before_changes, before_words = _before(wanted, reading, now, before)
    last_year_words = _("cùng kỳ năm %(year)d") % {"year": span.year - 1}
    born = _crossed_on(wanted, years)
    rows = [
        _row(
            line, wanted, reading, changes, before_changes, last_year_words, before_words, years, born, chosen
        )
        for line in book.lines
    ]
    reported, expected = reading.coverage(period)
    return Overview(
        wanted=wanted,
        reading=reading,
        rows=rows,
        chosen=chosen,
        sentence=_sentence(wanted, rows),
        compared_on=_compared_on(changes.get((wanted.unit.id, chosen.data_point))),
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


def _load_names(wanted: Wanted, reading: Comparing, last_year: int | None) -> None:
    """All the page will say, in one query."""
    period = wanted.shown.period_id
    shown = {*wanted.start_ids, *reading.children(period), *reading.missing(period)}
    shown |= set(wanted.atlas.path_to(wanted.unit.id, wanted.atlas.today))
    if last_year is not None:
        shown |= set(reading.missing(last_year))
    shown |= reading.divided_units(period)
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
    now = place_of(every, wanted.shown.period_id)
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
    years: tuple[list[Place], list[Place]],
    born: date | None,
    chosen: Line,
) -> Row:
    value = reading.value(wanted.shown.period_id, line.data_point)
    key = (wanted.unit.id, line.data_point)
    shown = value.shown(reading.rule(line.data_point))
    none = Change(shown, None, reason=_no_base(wanted, reading))
    comparable_before = line.is_flow or not is_cumulative(wanted.book)
    last_year = changes.get(key, none)
    before = before_changes.get(key, none) if comparable_before else none
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
        spark=_spark(line, reading, years, born),
        is_chosen=line.address == chosen.address,
    )


def _no_base(wanted: Wanted, reading: Comparing) -> str:
    if wanted.tree == "then" and not reading.counting[wanted.shown.period_id]:
        return _("chưa thành lập vào kỳ này")
    return NO_BASE


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
    first = min((row[2] for row in wanted.atlas.placements if unit in row[:2]), default=None)
    starts = [place.span.starts for year in years for place in year]
    ends = [place.span.ends for year in years for place in year]
    return first if first is not None and starts and min(starts) < first <= max(ends) else None


def _predecessors(wanted: Wanted) -> list[UnitView]:
    """At the time of the report the unit did not exist: those it came from, listed apart."""
    day = wanted.shown.period.ends
    if wanted.unit.id in wanted.atlas.units_on(day) or has_ended(wanted.unit, wanted.atlas.today):
        return []
    return wanted.names.sorted(wanted.atlas.predecessors(wanted.unit.id, day))


def _sentence(wanted: Wanted, rows: list[Row]) -> str:
    """ "Toàn tỉnh có 4.512 phụ nữ đẻ, tăng 5,2% so với cùng kỳ năm 2025; …": the chosen line first."""
    told = [row for row in rows if row.is_chosen and row.amount]
    told += [row for row in rows if row.line.level == 0 and row.amount and not row.is_chosen][:1]
    if not told:
        return _("Chưa có số liệu được duyệt cho %(period)s.") % {"period": within(wanted.asked.span)}
    first, *others = told
    where = all_of(wanted.unit)
    sentence = _("%(where)s có %(amount)s %(what)s, %(change)s") % (_told(first) | {"where": where})
    for row in others:
        sentence += "; " + _("%(amount)s %(what)s, %(change)s") % _told(row)
    return sentence + "."


def _compared_on(change: Change | None) -> str:
    if change is None or not change.is_partial or not change.units:
        return ""
    return _("So sánh tính trên %(units)d trong %(of)d đơn vị có đủ số liệu ở cả hai kỳ.") % {
        "units": change.units,
        "of": change.of_units,
    }


def _told(row: Row) -> dict[str, str]:
    return {
        "amount": row.amount,
        "what": lower_first(row.line.name),
        "change": row.last_year.words,
    }


def title_of(wanted: Wanted) -> str:
    return f"{words_for(wanted.asked.span)} · {wanted.unit.full_name}"
