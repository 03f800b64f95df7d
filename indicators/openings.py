"""What a round would ask, before it is opened: whom, until which day the data go, by when it is due."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from indicators.deadlines import deadlines_of
from indicators.models import Regime
from indicators.periods import PeriodSpan
from indicators.subjects import duties_of
from units.kinds import kind_label
from units.queries import UnitView, describe_units, in_order


@dataclass(frozen=True, slots=True)
class Asking:
    """`dues`: (due time, kinds of units in words, how many), the earliest first; `others_fill`: how many
    units report through another.
    """

    span: PeriodSpan
    subjects: list[UnitView]
    recipients: list[int]
    dues: list[tuple[datetime, str, int]]
    others_fill: int


def asking(regime: Regime, span: PeriodSpan, *, edition: int, on: date) -> Asking:
    """What a round opened on a day would ask. BadContent when the regime says no deadline for some."""
    duties = duties_of(regime, last_day=span.ends, asked_on=on)
    deadlines = deadlines_of(regime, span, edition=edition)
    kinds = Counter(duty.kind for duty in duties)
    by_due: dict[datetime, list[str]] = {}
    for kind in kinds:
        by_due.setdefault(deadlines.of(kind).at, []).append(kind)
    return Asking(
        span=span,
        subjects=in_order(describe_units((duty.subject for duty in duties), on=span.ends).values()),
        recipients=sorted({duty.recipient for duty in duties}),
        dues=[
            (due, ", ".join(sorted(kind_label(kind) for kind in found)), sum(kinds[kind] for kind in found))
            for due, found in sorted(by_due.items())
        ],
        others_fill=sum(1 for duty in duties if duty.responsible != duty.subject),
    )
