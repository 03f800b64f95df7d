"""Rule 5: periods nobody was asked about directly, from those that were: a year of months, Q3 = 9M − 6M."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from aggregates.asked import Asked
from aggregates.comparing import Comparing, Step
from aggregates.kernel.cover import Cover, How, Way, cover
from aggregates.kernel.over_time import Base, OverPeriods, over_time
from aggregates.kernel.rules import PointRule
from aggregates.values import Value, rounded, together
from aggregates.wording import shown_amount
from indicators.adding_up import OverTime, OverUnits
from indicators.calendars import period_named
from indicators.models import ReportingRound
from indicators.periods import (
    Kind,
    PeriodError,
    PeriodSpan,
    previous,
    same_last_year,
    short_label_of,
    spans_of_year,
)


@dataclass(frozen=True)
class Derivation:
    """An asked period without a round of its own. `form`: the latest round it is counted from."""

    span: PeriodSpan
    form: ReportingRound
    period_of: dict[PeriodSpan, int]

    @property
    def asked(self) -> Asked:
        try:
            before = previous(self.span)
        except PeriodError:
            before = self.span
        return Asked(self.span, before, same_last_year(self.span))

    def cover(self, rule: PointRule, span: PeriodSpan | None = None) -> Cover[PeriodSpan]:
        return covered(span or self.span, self.period_of, rule)

    def step(self, span: PeriodSpan | None) -> Step | None:
        """The way flows are counted by, as a step that can be compared."""
        if span is None:
            return None
        found = covered(span, self.period_of, _FLOW)
        return None if found.how is How.IMPOSSIBLE else step_of(found.way, self.period_of)

    @property
    def periods(self) -> set[int]:
        """All periods that answer or check the asked one, for any kind over time."""
        return beside(self.span, self.period_of)


_FLOW = PointRule()


def beside(span: PeriodSpan, period_of: dict[PeriodSpan, int]) -> set[int]:
    """The periods that answer a span, or check what answers it, for any kind over time."""
    found: set[int] = set()
    for kind in OverTime:
        result = covered(span, period_of, PointRule(over_time=kind, carries_forward=True))
        for way in (result.way, *result.checks):
            found |= {period_of[one] for one in (*way.adds, *way.less)}
    return found


def covered(span: PeriodSpan, period_of: dict[PeriodSpan, int], rule: PointRule) -> Cover[PeriodSpan]:
    return _covered(span, tuple(period_of), rule.over_time, rule.carries_forward)


@lru_cache(maxsize=2048)
def _covered(
    span: PeriodSpan, available: tuple[PeriodSpan, ...], kind: OverTime, carries_forward: bool
) -> Cover[PeriodSpan]:
    return cover(span, available, kind=kind, carries_forward=carries_forward)


def spans_of(rounds: Sequence[ReportingRound]) -> dict[PeriodSpan, int]:
    """The reported spans of a form, with their periods."""
    return {period_named(one.period_code): one.period_id for one in rounds}


def derive(rounds: Sequence[ReportingRound], span: PeriodSpan) -> Derivation | None:
    """How the rounds of a form answer `span`; None when they cannot, for any kind over time."""
    period_of = spans_of(rounds)
    used: set[int] = set()
    for kind in (OverTime.SUM, OverTime.LAST):
        found = covered(span, period_of, PointRule(over_time=kind))
        used |= {period_of[one] for one in (*found.way.adds, *found.way.less)}
    last = max(
        (one for one in rounds if one.period_id in used), key=lambda one: one.period.ends, default=None
    )
    return None if last is None else Derivation(span, last, period_of)


def step_of(way: Way[PeriodSpan], period_of: dict[PeriodSpan, int]) -> Step:
    first, *more = (period_of[span] for span in reversed(way.adds))
    less = [period_of[span] for span in way.less]
    return Step(first, less[0] if less else None, (*more,), (*less[1:],))


def derivable(period_of: dict[PeriodSpan, int], year: int) -> list[PeriodSpan]:
    """Quarters, halves and years of a year that nobody was asked about and that can be counted as flows."""
    found: list[PeriodSpan] = []
    cuts = {span.calendar: span.cut for span in period_of}
    for code, calendar in sorted(cuts.items()):
        if not calendar.has(Kind.QUARTER):
            continue
        kinds = (kind for kind in (Kind.YEAR, Kind.HALF, Kind.QUARTER) if calendar.has(kind))
        wanted = [span for kind in kinds for span in spans_of_year(calendar, kind, year)]
        there = {(span.starts, span.ends) for span in period_of if span.calendar == code}
        found += [
            span
            for span in wanted
            if (span.starts, span.ends) not in there
            and covered(span, period_of, _FLOW).how is not How.IMPOSSIBLE
        ]
    return found


# ---- values -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Derived:
    """A value counted from other periods: `how` in words, `warnings` where another way says otherwise."""

    value: Value
    how: str
    warnings: tuple[str, ...] = ()


def derived_value(reading: Comparing, derivation: Derivation, data_point: int) -> Derived:
    rule = reading.rule(data_point)
    found = derivation.cover(rule)
    if found.how is How.IMPOSSIBLE:
        return Derived(Value(), _(found.reason))
    if found.way.less and rule.over_units is OverUnits.SUM:
        value = _difference(reading, found.way, derivation, data_point)
    else:
        value = _of_way(found.way, derivation, rule, lambda period: reading.value(period, data_point))
    words = how_words(found, derivation.span)
    return Derived(value, words, tuple(warnings_of(reading, derivation.period_of, found, data_point, value)))


def _difference(reading: Comparing, way: Way[PeriodSpan], derivation: Derivation, data_point: int) -> Value:
    """Over the units complete in all the periods: a report missing on one side would look like a rise."""
    values = [reading.value(derivation.period_of[span], data_point) for span in (*way.adds, *way.less)]
    if all(one.is_complete for one in values):
        return _of_way(
            way, derivation, reading.rule(data_point), lambda period: reading.value(period, data_point)
        )
    change = reading.flow_change(step_of(way, derivation.period_of), None, data_point=data_point)
    return Value(
        reported=change.units,
        answered=change.units,
        expected=change.of_units,
        as_of=max((one.as_of for one in values if one.as_of is not None), default=None),
        divided=tuple(sorted({unit for one in values for unit in one.divided})),
        given=change.now,
        is_given=True,
    )


def derived_by_child(reading: Comparing, derivation: Derivation, data_point: int) -> dict[int, Value]:
    rule = reading.rule(data_point)
    found = derivation.cover(rule)
    if found.how is How.IMPOSSIBLE:
        return {}
    spans = (*found.way.adds, *found.way.less)
    by_period = {
        period: reading.by_child(period, data_point)
        for period in {derivation.period_of[span] for span in spans}
    }
    children = {child for values in by_period.values() for child in values}
    if found.way.less:  # nothing is taken away from, or with, what is not complete
        children = {
            child
            for child in children
            if all(one.get(child, Value()).is_complete for one in by_period.values())
        }
    return {child: _of_way(found.way, derivation, rule, _of_child(by_period, child)) for child in children}


def _of_child(by_period: dict[int, dict[int, Value]], child: int) -> Callable[[int], Value]:
    return lambda period: by_period[period].get(child, Value())


def _of_way(
    way: Way[PeriodSpan], derivation: Derivation, rule: PointRule, value_in: Callable[[int], Value]
) -> Value:
    values = {span: value_in(derivation.period_of[span]) for span in (*way.adds, *way.less)}
    result = _over(way, values, derivation.period_of, rule)
    joined, last = together(values.values(), rule), values[way.adds[-1]]
    scaled = None if result.value is None else result.value * 10**rule.decimals
    return Value(
        reported=last.reported,
        answered=last.answered,
        expected=last.expected,
        as_of=joined.as_of,
        apportioned=joined.apportioned,
        divided=joined.divided,
        given=scaled,
        is_given=True,
    )


def _over(
    way: Way[PeriodSpan], values: dict[PeriodSpan, Value], period_of: dict[PeriodSpan, int], rule: PointRule
) -> OverPeriods:
    def bases(spans: Sequence[PeriodSpan]) -> list[Base]:
        return [
            Base(period_of[span], one.answered, one.amount, one.numerator, one.denominator)
            for span in spans
            for one in (values[span],)
        ]

    return over_time(bases(way.adds), rule=rule, less=bases(way.less))


def warnings_of(
    reading: Comparing, period_of: dict[PeriodSpan, int], found: Cover[PeriodSpan], point: int, value: Value
) -> list[str]:
    """Where another way to the same span gives another value."""
    rule = reading.rule(point)
    said = []
    for way in found.checks:
        spans = (*way.adds, *way.less)
        if any(period_of[span] not in reading.periods for span in spans):
            continue
        values = {span: reading.value(period_of[span], point) for span in spans}
        if not all(one.is_complete for one in values.values()):
            continue
        other = _over(way, values, period_of, rule).value
        mine = value.exact(rule)
        if other is None or mine is None or other * 10**rule.decimals == mine:
            continue
        said.append(
            _("%(way)s được %(other)s, số ở đây là %(mine)s")
            % {
                "way": way_words(way),
                "other": shown_amount(rounded(other * 10**rule.decimals), decimals=rule.decimals),
                "mine": shown_amount(value.shown(rule), decimals=rule.decimals),
            }
        )
    return said


# ---- words ------------------------------------------------------------------------------------------------


def how_words(found: Cover[PeriodSpan], span: PeriodSpan) -> str:
    """ "cộng 12 tháng", "9 tháng − 6 tháng"."""
    if found.how is How.EDGE:
        return _("lấy số của %(period)s") % {"period": _short(found.way.adds[0])}
    if found.how is How.CARRIED:
        return _("giữ nguyên số của %(period)s") % {"period": _short(found.way.adds[0])}
    return way_words(found.way) if found.how in (How.TILED, How.DIFFERENCE) else ""


def way_words(way: Way[PeriodSpan]) -> str:
    if way.less:
        said = " + ".join(_short(span) for span in way.adds)
        return " − ".join([said, *(_short(span) for span in way.less)])
    kinds = Counter(span.kind for span in way.adds)
    if len(kinds) == 1 and len(way.adds) > 1:
        [(kind, count)] = kinds.items()
        words = {
            Kind.MONTH: _("cộng %(count)d tháng"),
            Kind.QUARTER: _("cộng %(count)d quý"),
            Kind.HALF: _("cộng %(count)d kỳ 6 tháng"),
            Kind.WEEK: _("cộng %(count)d tuần"),
        }
        if kind in words:
            return words[kind] % {"count": count}
    return _("cộng %(periods)s") % {"periods": " + ".join(_short(span) for span in way.adds)}


def _short(span: PeriodSpan) -> str:
    msgid, params = short_label_of(span)
    words = _(msgid) % params
    return words[:1].lower() + words[1:]
