"""What units that have ended still hold passes to their successors: open duties, regimes, indicators."""

from collections.abc import Collection
from datetime import date, datetime
from typing import TypeAlias

from django.db.models import Q, QuerySet

from indicators.actions.hand_over import hand_over
from indicators.models import Assignment, FormerOwner, Indicator, Regime
from indicators.subjects import holders_on
from submissions.models import Status
from units.models import Unit, User
from units.snapshots import Change, change_between, rows_of

Owned: TypeAlias = Regime | Indicator
OWNED: tuple[type[Owned], ...] = (Regime, Indicator)
PASSED_ON = (Assignment, *OWNED, FormerOwner)
"""The tables of which `hand_over_all` says what was changed."""


def open_duties(units: Collection[int]) -> QuerySet[Assignment]:
    """Duties the units fill or check whose answer is not accepted, or is being corrected."""
    return _all_open_duties().filter(Q(responsible__in=units) | Q(recipient__in=units))


def still_holding(units: Collection[int]) -> set[int]:
    """Those of the units that fill or check an open duty or own something. Three queries."""
    pairs = _all_open_duties().values_list("responsible_id", "recipient_id").distinct()
    owners = (model._default_manager.values_list("owner_id", flat=True).distinct() for model in OWNED)
    return {unit for pair in pairs for unit in pair}.union(*owners).intersection(units)


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
    before = _rows(duties)
    hand_over(assignments=Assignment.objects.filter(pk__in=duties), by=by, at=at, told=told)
    kept = _keep_owners(units)
    return {
        Assignment._meta.label: change_between(before, _rows(duties)),
        **{model._meta.label: _pass_on(model, units, on=on) for model in OWNED},
        FormerOwner._meta.label: kept,
    }


def owners_among(units: Collection[int] | QuerySet[Unit]) -> set[int]:
    """Those of the units that own a regime or an indicator. A query a table."""
    return {
        owner
        for model in OWNED
        for owner in model._default_manager.filter(owner__in=units).values_list("owner_id", flat=True)
    }


def _pass_on(model: type[Owned], units: Collection[int], *, on: date) -> Change:
    """Give what the units own to whoever holds their duties on a day."""
    rows = model._default_manager.filter(owner__in=units)
    owned = list(rows.select_for_update().order_by("pk").values_list("pk", flat=True))
    held = model._default_manager.filter(pk__in=owned)
    before = rows_of(held)
    for owner, holder in holders_on({row["owner_id"] for row in before.values()}, on=on).items():
        if holder != owner:
            held.filter(owner=owner).update(owner=holder)
    return change_between(before, rows_of(held))


def _keep_owners(units: Collection[int]) -> Change:
    """Remember, of the regimes that pass on, whose they were until the unit's last day."""
    passing = Regime.objects.filter(owner__in=units, owner__ends__isnull=False).select_related("owner")
    made = [
        FormerOwner.objects.get_or_create(regime=regime, last_day=ends, defaults={"owner": regime.owner})
        for regime in passing.order_by("pk")
        if (ends := regime.owner.ends) is not None
    ]
    new = FormerOwner.objects.filter(pk__in=[row.pk for row, is_new in made if is_new])
    return change_between({}, rows_of(new))


def _rows(duties: list[int]) -> dict[int, dict[str, object]]:
    found = Assignment.objects.filter(pk__in=duties).values("id", "responsible_id", "recipient_id")
    return {row["id"]: dict(row) for row in found}
