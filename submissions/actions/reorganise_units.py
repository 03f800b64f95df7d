"""Sắp xếp đơn vị: units change, and duties, figures and totals go with them in one transaction."""

import json
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from submissions.displacements import rebuild_displacements
from submissions.handing_over import hand_over_all, owners_among
from submissions.reorganised_totals import MovedTotals
from submissions.signals import tell_on_commit
from units.actions import reorganise as lower
from units.guards import lock_tree
from units.models import Reorganisation, User
from units.permissions import check_may_manage_units
from units.reorganisations.plan import Kind, Plan

MOVES_NOTHING = frozenset({Kind.RENAME, Kind.CHANGE_KIND})


def reorganise_units(*, plan: Plan, by: User, at: datetime) -> Reorganisation:
    """The reorganisation, recorded and carried out; a day to come takes effect by `take_effect` on that day.

    BadContent with `problems` when the plan cannot be done; nothing is then changed.
    """
    check_may_manage_units(by)
    with transaction.atomic():
        lock_tree()
        owners = frozenset(owners_among(plan.sources))
        lower.check_plan(plan, at=at, owners=owners)
        if plan.kind in MOVES_NOTHING:
            return lower.reorganise(plan=plan, by=by, at=at, owners=owners)
        moved = MovedTotals.from_day(plan.effective_on)
        moved.lock(plan.sources, receiving=plan.receiving)
        made = lower.reorganise(plan=plan, by=by, at=at, owners=owners)
        _follow(made, plan, by=by, at=at)
        moved.mark()
        tell_on_commit()
    return made


def _follow(made: Reorganisation, plan: Plan, *, by: User, at: datetime) -> None:
    done = json.loads(made.done)
    today = timezone.localdate(at)
    is_due = plan.effective_on <= today
    done["passed_on"] = hand_over_all(units=plan.ending, on=today, by=by, at=at) if is_due else None
    made.done = json.dumps(done)
    made.save(update_fields=["done"])
    rebuild_displacements(units=plan.sources, from_=plan.effective_on, event=made.event)
