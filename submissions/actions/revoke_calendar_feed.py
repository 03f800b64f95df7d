"""Revoke the address of a person's calendar: whoever has it reads nothing from now on."""

from datetime import datetime

from django.db import transaction

from submissions.models import CalendarFeed
from units.actions.record_event import record_event
from units.models import User


def revoke_calendar_feed(*, user: User, at: datetime) -> bool:
    """Whether there was one."""
    with transaction.atomic():
        feed = CalendarFeed.objects.select_for_update().filter(user=user).first()
        if feed is None:
            return False
        record_event(kind="calendar_feed.revoked", by=user, at=at, subject=feed)
        feed.delete()
    return True
