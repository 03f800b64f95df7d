"""The next rounds of a regime as it stands: whom they ask, until which day the data go, by when."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from django.utils.translation import gettext as _

from indicators.actions.open_due_rounds import editions_of, openings_until, opens_late, opens_on
from indicators.calendar_words import period_label
from indicators.calendars import calendar_named
from indicators.deadline_words import due_words
from indicators.deadlines import DaysOff, Deadlines, DueBy, days_off, rules_of
from indicators.models import Edition, Regime, ReportingRound, Template
from indicators.periods import Frequency, PeriodSpan, ScopedRule, spans
from indicators.subjects import subjects_of
from units.errors import BadContent
from units.kinds import kind_label
from units.queries import UnitView, days_of_change

NEXT = 3
MOST_LATE = 200
ONE_DAY = timedelta(days=1)
_BACK, _AHEAD = timedelta(days=60), timedelta(days=1200)


@dataclass(frozen=True, slots=True)
class ComingRound:
    """`due`: (kinds of units, due time) in words, the earliest first; no kinds where all are due at once.
    `problem` instead: why it could not open (no deadline for some units)."""

    name: str
    edition: str
    span: PeriodSpan
    opens: date
    subjects: list[UnitView]
    due: list[tuple[str, str]]
    problem: str


@dataclass(frozen=True, slots=True)
class LateRounds:
    """Periods that are over and were never asked: their rounds open at once. `count`: at most MOST_LATE;
    `periods` in words."""

    count: int
    periods: str


Asked = tuple[date, date, int]
"""First and last day of a period, and the edition."""
Planned = tuple[PeriodSpan, int, date]
"""(period, edition, opening day)."""


def coming_rounds(regime: Regime, *, on: date) -> list[ComingRound]:
    """The three that open next, in that order."""
    rules, days = rules_of(regime), days_off()
    asked = asked_of([regime.pk])[regime.pk]
    coming = planned(regime, rules, days, asked=asked, on=on)
    subjects = _subjects(regime, {span.ends for span, _edition, _opens in coming})
    return [
        _round(Deadlines(regime, span, edition, rules, days), subjects[span.ends], opens)
        for span, edition, opens in coming
    ]


def late_rounds(regime: Regime, *, on: date) -> LateRounds | None:
    """What would open at once although its period is over; None when nothing would."""
    asked = asked_of([regime.pk])[regime.pk]
    missed = (
        span
        for span, edition in openings_until(regime, on)
        if span.ends + ONE_DAY < on and (*_dates(span), edition) not in asked
    )
    found = list(islice(missed, MOST_LATE))
    if not found:
        return None
    first, last = period_label(found[0]), period_label(found[-1])
    last = last[:1].lower() + last[1:]
    periods = first if len(found) == 1 else _("%(first)s đến %(last)s") % {"first": first, "last": last}
    return LateRounds(len(found), periods)


def asked_of(regimes: Collection[int]) -> defaultdict[int, set[Asked]]:
    """What was asked already, by regime. One query."""
    rounds = ReportingRound.objects.filter(template__regime__in=regimes)
    rows = rounds.values_list("template__regime", "period__starts", "period__ends", "edition")
    found: defaultdict[int, set[Asked]] = defaultdict(set)
    for regime, starts, ends, edition in rows:
        found[regime].add((starts, ends, edition))
    return found


def days_for(regimes: Iterable[tuple[Regime, tuple[ScopedRule, ...]]]) -> DaysOff:
    """Days off, where they say when a round of these opens. One query at most."""
    if all(opens_late(regime, rules) for regime, rules in regimes):
        return DaysOff(frozenset(), frozenset())
    return days_off()


def has_published_form(regime: Regime) -> bool:
    """Without one no round opens."""
    return Template.objects.filter(regime=regime, versions__published_at__isnull=False).exists()


def planned(
    regime: Regime, rules: tuple[ScopedRule, ...], days: DaysOff, *, asked: set[Asked], on: date
) -> list[Planned]:
    """The next three that nobody was asked for yet, of periods that ended yesterday or end later."""
    first, last = max(on - _BACK, regime.starts_on), on + _AHEAD
    if regime.ends_on is not None:
        last = min(last, regime.ends_on)
    found: list[Planned] = []
    series: Iterator[PeriodSpan] = iter(())
    if first <= last:
        series = spans(calendar_named(regime.calendar.code), Frequency(regime.frequency), first, last)
    periods = 0
    for span in series:
        of_span = [
            (span, edition, opens_on(regime, span, edition, rules, days))
            for edition in editions_of(rules)
            if (*_dates(span), edition) not in asked and on <= span.ends + ONE_DAY
        ]
        found += of_span
        periods += bool(of_span)
        if periods > NEXT:  # an estimate of the next period may open before the official figures of this one
            break
    return sorted(found, key=lambda one: one[2])[:NEXT]


def _dates(span: PeriodSpan) -> tuple[date, date]:
    return span.starts, span.ends


def _subjects(regime: Regime, days: Iterable[date]) -> dict[date, list[UnitView]]:
    """The units asked on each day; looked up once for days between which no unit changes."""
    ordered = sorted(days)
    changes = days_of_change(ordered[0], ordered[-1]) if len(ordered) > 1 else []
    found: dict[date, list[UnitView]] = {}
    for day in ordered:
        before = max(found, default=None)
        if before is not None and not any(before <= change <= day for change in changes):
            found[day] = found[before]
        else:
            found[day] = [view for view, _owner in subjects_of(regime, last_day=day)]
    return found


def _round(deadlines: Deadlines, subjects: list[UnitView], opens: date) -> ComingRound:
    span, edition = deadlines.span, deadlines.edition
    due, problem = list[tuple[str, str]](), ""
    try:
        due = _by_level(deadlines, subjects)
    except BadContent as error:
        problem = error.messages[0]
    edition_words = "" if edition == Edition.OFFICIAL else str(Edition(edition).label)
    return ComingRound(period_label(span), edition_words, span, opens, subjects, due, problem)


def _by_level(deadlines: Deadlines, subjects: list[UnitView]) -> list[tuple[str, str]]:
    """(kinds, due time) in words; kinds that are due at one time are named together."""
    kinds: dict[str, DueBy] = {unit.kind: deadlines.of(unit.kind) for unit in subjects}
    at_once: defaultdict[str, list[str]] = defaultdict(list)
    for kind, due in sorted(kinds.items(), key=lambda pair: (pair[1].at, pair[0])):
        at_once[due_words(due)].append(kind_label(kind))
    if len(at_once) == 1:
        return [("", words) for words in at_once]
    return [(", ".join(labels), words) for words, labels in at_once.items()]
