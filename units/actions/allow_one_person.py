"""Cho một người vừa lập biểu vừa ký: from now on, until it is ended."""

from datetime import datetime

from django.db import transaction

from units.actions.record_event import record_event
from units.models import OnePersonRule, Unit, User
from units.one_person import one_person_rule
from units.permissions import check_may_set_one_person


def allow_one_person(*, unit: Unit, by: User | None, at: datetime) -> OnePersonRule:
    """What stands already stays and leaves no event. `by` None: it comes with the units."""
    if by is not None:
        check_may_set_one_person(by, unit.pk)
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=unit.pk)
        standing = one_person_rule(unit.pk)
        if standing is not None:
            return standing
        rule = OnePersonRule.objects.create(unit=unit, allowed_by=by, allowed_at=at)
        record_event(kind="unit.one_person_allowed", by=by, at=at, subject=rule, unit=unit)
    return rule
