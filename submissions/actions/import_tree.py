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
    """As `units.actions.import_tree`. Units that are new have no duties and no figures yet: only those that
    exist, and get a relation by which some regime's totals go, move any."""
    if by is not None:
        check_may_manage_units(by)
    with transaction.atomic():
        lock_tree()
        checked = lower.check_tree(source)
        moved, moving, receiving = _moved(checked)
        if moved is not None:
            moved.look(moving)
            moved.lock()
        lower.import_tree(source=source, by=by, at=at, checked=checked)
        if moved is not None:
            moved.look(moving, receiving=receiving)
            moved.mark()
            tell_on_commit()
    return checked


def _moved(checked: CheckedTree) -> tuple[MovedTotals | None, list[int], list[int]]:
    """(what looks for totals that move, units that move, units that exist and receive them)."""
    places = [place for place in checked.plan.places if place.unit > 0]
    if not places or checked.plan.problems:
        return None, [], []
    moved = MovedTotals.from_day(min(place.start for place in places))
    moved.kinds &= {place.placement for place in places}
    if not moved.kinds or not moved.periods:
        return None, [], []
    counting = [place for place in places if place.placement in moved.kinds]
    receiving = {place.parent for place in counting if place.parent > 0}
    return moved, sorted({place.unit for place in counting}), sorted(receiving)
