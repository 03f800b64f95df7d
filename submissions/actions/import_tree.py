"""Nạp danh sách đơn vị: new relations of units that exist move totals, marked in the transaction."""

from datetime import datetime

from django.db import transaction

from submissions.reorganised_totals import MovedTotals
from submissions.signals import tell_on_commit
from units.actions import import_tree as lower
from units.actions.import_tree import CheckedTree, TreeSource
from units.guards import lock_tree
from units.models import User
from units.permissions import check_may_manage_units


def import_tree(*, source: TreeSource, by: User | None, at: datetime) -> CheckedTree:
    """As `units.actions.import_tree`. Units that are new have no duties and no figures yet: those that exist
    move totals when they get a relation by which some regime's totals go, above them or below."""
    if by is not None:
        check_may_manage_units(by)
    with transaction.atomic():
        lock_tree()
        checked = lower.check_tree(source)
        places = [] if checked.plan.problems else checked.plan.places
        if not places:
            return lower.import_tree(source=source, by=by, at=at, checked=checked)
        moved = MovedTotals.from_day(
            min(place.start for place in places), kinds={place.placement for place in places}
        )
        moved.lock(checked.moving, receiving={place.parent for place in places if place.parent > 0})
        lower.import_tree(source=source, by=by, at=at, checked=checked)
        if moved.mark():
            tell_on_commit()
    return checked
