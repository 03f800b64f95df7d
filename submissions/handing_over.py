"""What units that have ended still hold passes to their successors: open duties and regimes."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Q, QuerySet

from indicators.actions.hand_over import hand_over
from indicators.models import Assignment, Regime
from indicators.subjects import holders_on
from submissions.models import Status
from units.models import User
from units.snapshots import Change, change_between, rows_of


def open_duties(units: Collection[int]) -> QuerySet[Assignment]:
    """Duties the units fill or check whose answer is not accepted, or is being corrected."""
    return _all_open_duties().filter(Q(responsible__in=units) | Q(recipient__in=units))


def still_holding(units: Collection[int]) -> set[int]:
    """Those of the units that fill or check an open duty or own a regime. Two queries, however many units."""
    pairs = _all_open_duties().values_list("responsible_id", "recipient_id").distinct()
    owners = Regime.objects.values_list("owner_id", flat=True)
    return {unit for pair in pairs for unit in pair}.union(owners).intersection(units)


def _all_open_duties() -> QuerySet[Assignment]:
    unanswered = Q(submission__accepted__isnull=True) | Q(submission__status=Status.CORRECTING)
    return Assignment.objects.filter(unanswered, exempted_at__isnull=True, round__closed_at__isnull=True)


def hand_over_all(
    *, units: Collection[int], on: date, by: User | None, at: datetime, told: bool = True
) -> dict[str, Change]:
    """Pass on what units that have ended by a day still hold; what was changed, by table.

    `told`: an event of the caller's says it; otherwise each duty gets one.
    """
    duties = list(open_duties(units).values_list("pk", flat=True))
    regimes = Regime.objects.filter(owner__in=units)
    owned = list(regimes.values_list("pk", flat=True))
    before = (_rows(duties), rows_of(Regime.objects.filter(pk__in=owned)))
    hand_over(assignments=Assignment.objects.filter(pk__in=duties), by=by, at=at, told=told)
    for regime in Regime.objects.select_for_update().filter(pk__in=owned).order_by("pk"):
        holder = holders_on([regime.owner_id], on=on)[regime.owner_id]
        if holder != regime.owner_id:
            Regime.objects.filter(pk=regime.pk).update(owner=holder)
    after = (_rows(duties), rows_of(Regime.objects.filter(pk__in=owned)))
    return {
        Assignment._meta.label: change_between(before[0], after[0]),
        Regime._meta.label: change_between(before[1], after[1]),
    }


def _rows(duties: list[int]) -> dict[int, dict[str, object]]:
    found = Assignment.objects.filter(pk__in=duties).values("id", "responsible_id", "recipient_id")
    return {row["id"]: dict(row) for row in found}
