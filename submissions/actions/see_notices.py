"""Đã xem: all notices up to one are no longer new."""

from datetime import datetime

from django.db import transaction

from submissions.models import NoticesSeen
from units.models import Event, User


def see_notices(*, by: User, up_to: int, at: datetime) -> int:
    """`up_to`: the newest that was shown; what came since stays new. What was seen stays seen. No event: it
    changes nothing but how the person's own page looks. The number of the last event seen now."""
    newest = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    with transaction.atomic():
        User.objects.select_for_update().only("pk").get(pk=by.pk)
        seen, _made = NoticesSeen.objects.get_or_create(user=by, defaults={"event": 0, "seen_at": at})
        seen.event, seen.seen_at = max(seen.event, min(up_to, newest)), at
        seen.save(update_fields=["event", "seen_at"])
    return seen.event
