"""Nạp đơn vị: units of a source, and duties, figures and totals go with those that were there."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from indicators.models import Assignment
from indicators.subjects import holders_on
from submissions.displacements import rebuild_displacements
from submissions.handing_over import hand_over_all, open_duties, still_holding
from submissions.reorganised_totals import MovedTotals
from submissions.signals import tell_on_commit
from units.actions import load_units as lower
from units.actions.load_units import Loaded, Tell, tell_nobody
from units.guards import lock_tree
from units.loading.plan import Plan
from units.loading.reorganisation import NEW_BEGIN
from units.models import User
from units.permissions import check_may_manage_units


def load_units(
    *,
    plan: Plan,
    by: User | None,
    at: datetime,
    amending: bool = False,
    data: Mapping[str, Any] | None = None,
    tell: Tell = tell_nobody,
) -> Loaded:
    """Create the units of the plan that do not exist yet, in one transaction with all that follows.

    A unit exists when its first code already names one from the same day: later changes by people stay.
    `amending`: what the plan says of 1 July 2025 also replaces what is stored about units that exist. Then
    units may end back-dated, move, or go elsewhere: their open duties go to who answers for them now, their
    figures stand where their successors are, and every total that this moves is marked.
    """
    if by is not None:
        check_may_manage_units(by)
    today = timezone.localdate(at)
    with transaction.atomic():
        lock_tree()
        load = lower.look_up(plan, amending=amending)
        if not load:
            return Loaded(0, 0)
        moved = MovedTotals.from_day(load.first_day)
        moved.lock(load.moving, receiving=load.receiving)
        holders = holders_on(_asked_about(load.descending), on=today)
        loaded = lower.load_units(load=load, by=by, at=at, data=data, tell=tell)
        _ask_the_subject_again(holders, on=today)
        hand_over_all(units=still_holding(load.moving), on=today, by=by, at=at, told=False)
        rebuild_displacements(units=load.moving, from_=NEW_BEGIN, event=loaded.event)
        loaded = loaded._replace(marks=moved.mark())
        if loaded.marks:
            tell_on_commit()
    return loaded


def _asked_about(units: Collection[int]) -> set[int]:
    return set(Assignment.objects.values_list("subject_id", flat=True).distinct()).intersection(units)


def _ask_the_subject_again(holders: Mapping[int, int], *, on: date) -> None:
    """Open duties about units for whom somebody else answers now wait to be handed over to them."""
    now = holders_on(holders, on=on)
    for unit, holder in holders.items():
        if now[unit] != holder:
            duties = open_duties([holder]).filter(subject=unit, responsible=holder)
            Assignment.objects.filter(pk__in=list(duties.values_list("pk", flat=True))).update(
                responsible=unit
            )
