"""When a duty is due: the rules of its regime on the table of days off."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.calendars import period_named
from indicators.models import DeadlineRule, Edition, Holiday, Regime, ReportingRound
from indicators.periods import (
    Moved,
    PeriodSpan,
    ScopedRule,
    add_working_days,
    deadline,
    most_specific,
)
from units.errors import BadContent
from units.kinds import kind_label


@dataclass(frozen=True, slots=True)
class DaysOff:
    """`off`: days off that are not weekends; `worked`: weekend days that are worked. As the table says."""

    off: frozenset[date]
    worked: frozenset[date]


@dataclass(frozen=True, slots=True)
class DueBy:
    """`rule` is the number of the rule; `planned` the day it gives before the deadline was `moved`."""

    at: datetime
    rule: int
    planned: date
    moved: tuple[Moved, ...]


@dataclass(frozen=True)
class Deadlines:
    """The deadlines of one period and edition under a regime, one a rule."""

    regime: Regime
    span: PeriodSpan
    edition: int
    rules: tuple[ScopedRule, ...]
    days: DaysOff
    _known: dict[int, DueBy] = field(default_factory=dict)

    def of(self, kind: str) -> DueBy:
        """When units of a kind are due. BadContent when the regime has no rule for them."""
        due = self.find(kind)
        if due is None:
            raise self._unsaid(kind)
        return due

    def find(self, kind: str) -> DueBy | None:
        """The same; None when there is no rule for them."""
        scoped = most_specific(self.rules, kind=kind, edition=self.edition)
        return None if scoped is None else self._by(scoped)

    def latest_of(self, kinds: Iterable[str]) -> datetime:
        """When the last of some units is due; without any unit, the last that any unit could be."""
        dues = [self.of(kind) for kind in set(kinds)] or [
            self._by(scoped) for scoped in self.rules if scoped.edition in (None, self.edition)
        ]
        if not dues:
            raise self._unsaid("")
        return max(due.at for due in dues)

    @property
    def found(self) -> tuple[DueBy, ...]:
        """The deadlines that were asked for so far, the earliest first."""
        return tuple(sorted(self._known.values(), key=lambda due: due.at))

    def _by(self, scoped: ScopedRule) -> DueBy:
        if scoped.key not in self._known:
            self._known[scoped.key] = due_by(scoped, self.span, self.days)
        return self._known[scoped.key]

    def _unsaid(self, kind: str) -> BadContent:
        message = (
            _("Chế độ %(regime)s chưa quy định hạn gửi cho %(kind)s. Hãy thêm quy định về hạn gửi.")
            if kind
            else _("Chế độ %(regime)s chưa quy định hạn gửi. Hãy thêm quy định về hạn gửi.")
        )
        words = {"regime": self.regime.code, "kind": kind_label(kind)}
        return BadContent(message % words, code="no_deadline_rule")


def days_off() -> DaysOff:
    """The whole table; one query."""
    off: set[date] = set()
    worked: set[date] = set()
    for day, is_working in Holiday.objects.values_list("day", "is_working"):
        (worked if is_working else off).add(day)
    return DaysOff(frozenset(off), frozenset(worked))


def rules_of(regime: Regime) -> tuple[ScopedRule, ...]:
    """The rules that hold for rounds to come; one query."""
    rows = DeadlineRule.objects.filter(regime=regime, retired_at__isnull=True).order_by("pk")
    return tuple(row.scoped() for row in rows)


def deadlines_of(regime: Regime, span: PeriodSpan, *, edition: int = Edition.OFFICIAL) -> Deadlines:
    """The deadlines of a period under a regime, for any kind of unit; two queries."""
    return Deadlines(regime, span, edition, rules_of(regime), days_off())


def deadlines_in(asked: ReportingRound) -> Deadlines:
    """The deadlines of a round that is open, by the rules its duties came by (which may have been retired
    since); without any where a person set the times. `asked` with template, regime and period.
    """
    used = DeadlineRule.objects.filter(assignments__round=asked).distinct().order_by("pk")
    rules = tuple(row.scoped() for row in used)
    edition = next((rule.edition for rule in rules if rule.edition is not None), Edition.OFFICIAL)
    return Deadlines(asked.template.regime, period_named(asked.period_code), edition, rules, days_off())


def due_by(scoped: ScopedRule, span: PeriodSpan, days: DaysOff) -> DueBy:
    """When a period is due by one rule, aware, in the country's time."""
    found = deadline(span=span, rule=scoped.rule, days_off=days.off, swapped_working_days=days.worked)
    return DueBy(timezone.make_aware(found.at), scoped.key, found.planned, found.moved)


def working_days_after(day: date, count: int, *, hour: int = 17) -> datetime:
    """The end of the `count`-th working day after a day, aware."""
    days = days_off()
    last = add_working_days(day, count, days_off=days.off, swapped_working_days=days.worked)
    return timezone.make_aware(datetime.combine(last, time(hour)))
