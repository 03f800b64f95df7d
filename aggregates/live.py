"""A round while reports come in: how far it is, what was sent so far adds up to, who sent last."""

from dataclasses import dataclass
from datetime import datetime

from aggregates import ledger
from aggregates.asked import Line, book_of
from aggregates.kernel.total import finish, overlaid, parts_of
from aggregates.point_rules import PointRules
from aggregates.values import Value
from aggregates.wording import shown_amount
from indicators.models import ReportingRound
from indicators.queries import reachable_assignments
from submissions.models import Revision
from submissions.round_lines import NO_COUNTS, counts_of
from units.models import User
from units.queries import UnitView, describe_units

LATEST = 8


@dataclass(frozen=True, slots=True)
class LiveLine:
    """`amount` of all that was sent, accepted or not; `is_provisional`: some of it is not accepted yet."""

    line: Line
    amount: str
    answered: int
    expected: int
    is_provisional: bool


@dataclass(frozen=True, slots=True)
class Sent:
    unit: UnitView
    at: datetime
    was_told: bool


@dataclass(frozen=True, slots=True)
class Live:
    round: ReportingRound
    counts: dict[str, int]
    lines: list[LiveLine]
    latest: list[Sent]
    at: datetime

    @property
    def come_in(self) -> int:
        """Units of which something stands."""
        return self.counts["expected"] - self.counts["missing"]

    @property
    def is_over(self) -> bool:
        """Whether nothing can change any more by itself: everything accepted, or closed and nothing waits."""
        is_closed = self.round.closed_at is not None and not self.counts["sent"]
        return is_closed or self.counts["accepted"] == self.counts["expected"]


def live(shown: ReportingRound, *, user: User, at: datetime) -> Live:
    """The duties within the person's reach. Eight queries."""
    duties = reachable_assignments(user).filter(round=shown)
    counts = counts_of(user, [shown.pk], at=at).get(shown.pk, NO_COUNTS)
    subjects = list(duties.values_list("subject", flat=True))
    return Live(shown, counts, _lines(shown, subjects), _latest(shown, subjects), at)


def _lines(shown: ReportingRound, subjects: list[int]) -> list[LiveLine]:
    book = book_of([shown], shown=shown, edition=shown.edition)
    points = book.rules.adding.needed({line.data_point for line in book.lines})
    where = ledger.wanted(periods=[shown.period_id], data_points=points, units=subjects)
    pending = ledger.pending_where(where)
    figures = overlaid(ledger.figures_where(where), pending)
    asked = ledger.asked_frame(periods=[shown.period_id], units=subjects, rounds=[shown.pk])
    expected = ledger.bound_to_cells(asked, cells=book.cells, rules=book.rules)
    parts = parts_of(figures, expected, rules=book.rules.adding)
    parts = parts[parts["edition"] == shown.edition]
    totals = finish(parts.assign(unit=0), rules=book.rules.adding)
    waiting = set(pending["data_point"].tolist())
    found: dict[int, dict[str, int]] = {
        point: dict(zip(totals.columns, row, strict=True))
        for point, row in zip(totals["data_point"].tolist(), totals.to_numpy().tolist(), strict=True)
    }
    return [_line(line, found.get(line.data_point), book.rules, waiting) for line in book.lines]


def _line(line: Line, row: dict[str, int] | None, rules: PointRules, waiting: set[int]) -> LiveLine:
    if row is None:
        return LiveLine(line, "", 0, 0, is_provisional=False)
    value = Value(
        amount=int(row["amount"]) if row["has_amount"] else None,
        numerator=int(row["numerator"]),
        denominator=int(row["denominator"]),
    )
    shown = value.shown(rules.adding.of(line.data_point))
    return LiveLine(
        line,
        shown_amount(shown, decimals=line.decimals),
        int(row["answered"]),
        int(row["expected"]),
        is_provisional=line.data_point in waiting,
    )


def _latest(shown: ReportingRound, subjects: list[int]) -> list[Sent]:
    rows = (
        Revision.objects.filter(
            submission__assignment__round=shown, submission__assignment__subject__in=subjects
        )
        .order_by("-sent_at", "-pk")
        .values_list("submission__assignment__subject", "sent_at", "told_how")[:LATEST]
    )
    names = describe_units((row[0] for row in rows), on=shown.period.ends)
    return [Sent(names[unit], at, bool(told)) for unit, at, told in rows]
