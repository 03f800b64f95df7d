"""Make the address of a person's calendar of deadlines; an earlier one stops at once."""

from datetime import datetime

from django.db import transaction

from submissions.models import CalendarFeed
from units.actions.record_event import record_event
from units.models import User
from units.tokens import digest_of, new_token


def make_calendar_feed(*, user: User, at: datetime) -> str:
    """The token, which exists nowhere else."""
    token = new_token()
    with transaction.atomic():
        feed, _made = CalendarFeed.objects.update_or_create(
            user=user,
            defaults={"digest": digest_of(token), "created_at": at, "last_read_at": None},
        )
        record_event(kind="calendar_feed.made", by=user, at=at, subject=feed)
    return token
