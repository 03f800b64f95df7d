"""Thôi cho một người vừa lập biểu vừa ký: what was signed stays signed."""

from datetime import datetime

from django.db import transaction

from units.actions.record_event import record_event
from units.models import Unit, User
from units.one_person import one_person_rule
from units.permissions import check_may_set_one_person


def require_two_people(*, unit: Unit, by: User, at: datetime) -> None:
    """Nothing, and no event, where two people are needed already."""
    check_may_set_one_person(by, unit.pk)
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=unit.pk)
        rule = one_person_rule(unit.pk)
        if rule is None:
            return
        rule.ended_by, rule.ended_at = by, at
        rule.save(update_fields=["ended_by", "ended_at"])
        record_event(kind="unit.one_person_ended", by=by, at=at, subject=rule, unit=unit)
