"""The next rounds of a regime as it stands: whom they ask, until which day the data go, by when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from indicators.actions.open_due_rounds import editions_of, opens_on
from indicators.calendars import calendar_named
from indicators.deadline_words import due_words
from indicators.deadlines import DaysOff, Deadlines, days_off, rules_of
from indicators.models import Edition, Regime, ReportingRound
from indicators.periods import Frequency, PeriodSpan, ScopedRule, code_of, label_of, spans
from indicators.subjects import subjects_of
from units.errors import BadContent
from units.queries import UnitView, days_of_change

NEXT = 3
_BACK, _AHEAD = timedelta(days=60), timedelta(days=1200)


@dataclass(frozen=True, slots=True)
class ComingRound:
    """`due`: the due times in words, the earliest first; `problem`: why it could not open (no deadline for
    some units) instead."""

    code: str
    name: str
    edition: str
    span: PeriodSpan
    opens: date
    subjects: list[UnitView]
    due: list[str]
    problem: str


Planned = tuple[PeriodSpan, int, date]


def coming_rounds(regime: Regime, *, on: date) -> list[ComingRound]:
    """The three that open next, in that order."""
    rules, days = rules_of(regime), days_off()
    planned = _planned(regime, rules, days, on=on)
    asked = _subjects(regime, {span.ends for span, _edition, _opens in planned})
    return [
        _round(Deadlines(regime, span, edition, rules, days), asked[span.ends], opens)
        for span, edition, opens in planned
    ]


def _planned(regime: Regime, rules: tuple[ScopedRule, ...], days: DaysOff, *, on: date) -> list[Planned]:
    """(period, edition, opening day) of rounds that are not there yet and whose time has not passed."""
    first, last = max(on - _BACK, regime.starts_on), on + _AHEAD
    if regime.ends_on is not None:
        last = min(last, regime.ends_on)
    if first > last:
        return []
    rounds = ReportingRound.objects.filter(template__regime=regime)
    there = set(rounds.values_list("period__starts", "period__ends", "edition"))
    found: list[Planned] = []
    for span in spans(calendar_named(regime.calendar.code), Frequency(regime.frequency), first, last):
        for edition in editions_of(rules):
            opens = opens_on(regime, span, edition, rules, days)
            if (span.starts, span.ends, edition) not in there and on <= max(opens, span.ends):
                found.append((span, edition, opens))
        if len(found) >= NEXT:
            break
    return sorted(found, key=lambda planned: planned[2])[:NEXT]


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
    msgid, params = label_of(span)
    due, problem = list[str](), ""
    try:
        found = {by.at: due_words(by) for by in (deadlines.of(unit.kind) for unit in subjects)}
        due = [words for _at, words in sorted(found.items())]
    except BadContent as error:
        problem = error.messages[0]
    edition_words = "" if edition == Edition.OFFICIAL else str(Edition(edition).label)
    return ComingRound(code_of(span), _(msgid) % params, edition_words, span, opens, subjects, due, problem)
