"""Give a group of units another name or note; its code stays."""

from datetime import datetime

from django.db import transaction

from units.actions.create_group import checked_description
from units.actions.record_event import record_event
from units.models import UnitGroup, User
from units.naming import checked_group_name, name_columns
from units.permissions import check_may_manage_units


def change_group(
    *, group: UnitGroup, name: str, description: str, by: User | None, at: datetime
) -> UnitGroup:
    """What is the same already changes nothing and leaves no event."""
    if by is not None:
        check_may_manage_units(by)
    name, description = checked_group_name(name), checked_description(description)
    with transaction.atomic():
        group = UnitGroup.objects.select_for_update().get(pk=group.pk)
        if (group.name, group.description) == (name, description):
            return group
        before = {"name": group.name, "description": group.description}
        for field, value in name_columns(name).items():
            setattr(group, field, value)
        group.description = description
        group.save()
        data = {"code": group.code, "name": name, "description": description, "before": before}
        record_event(kind="group.changed", by=by, at=at, subject=group, data=data)
    return group
