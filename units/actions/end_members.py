"""Take units out of a group: the last day of their membership is given."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from units.actions.record_event import record_event
from units.guards import lock_tree
from units.models import GroupMember, UnitGroup, User
from units.permissions import check_may_manage_units


def end_members(
    *, group: UnitGroup, units: Collection[int], last_day: date, by: User | None, at: datetime
) -> int:
    """Return how many memberships ended. One that would begin later never was: it goes, as the event says.

    Units that are no members after `last_day` change nothing.
    """
    if by is not None:
        check_may_manage_units(by)
    with transaction.atomic():
        lock_tree()
        group = UnitGroup.objects.select_for_update().get(pk=group.pk)
        rows = GroupMember.objects.filter(group=group, unit__in=list(units))
        never = rows.filter(valid_from__gt=last_day)
        cut = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=last_day), valid_from__lte=last_day)
        gone = sorted({*never.values_list("unit_id", flat=True), *cut.values_list("unit_id", flat=True)})
        if gone:
            withdrawn = [
                {"unit": unit, "from": str(start)}
                for unit, start in never.values_list("unit_id", "valid_from")
            ]
            never.delete()
            cut.update(valid_to=last_day)
            data = {"code": group.code, "units": len(gone), "until": last_day, "ids": gone}
            if withdrawn:
                data["withdrawn"] = withdrawn
            record_event(kind="group.members_ended", by=by, at=at, subject=group, data=data)
    return len(gone)
