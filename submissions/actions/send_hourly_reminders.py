"""Hourly reminders of ad-hoc rounds, in the hours around their due time, to units that have not sent."""

from datetime import datetime, timedelta

from django.db.models.functions import Coalesce
from django.utils import timezone

from indicators.models import Assignment, ReportingRound
from submissions.actions.send_reminders import all_went
from submissions.reminder_mail import HOUR, Due
from submissions.reminders import send_each, unsent_duties

BEFORE, AFTER = timedelta(hours=6), timedelta(hours=12)
"""From how long before the due time until how long after it."""
AT_ONCE = timedelta(minutes=20)
"""Who was told of the round so short ago is not reminded yet."""


def send_hourly_reminders(*, at: datetime) -> int:
    """How many mails went, at most one a duty, person and hour; RemindersNotSent as in `send_reminders`."""
    local = timezone.localtime(at)
    waiting = Assignment.objects.annotate(due=Coalesce("extended_to", "due_at")).filter(
        unsent_duties(),
        round__in=_rounds(),
        round__opened_at__lte=at - AT_ONCE,
        due__gte=at - AFTER,
        due__lte=at + BEFORE,
    )
    duties = [
        Due(duty, f"{HOUR}{local:%H}")
        for duty in waiting.select_related("round__template", "round__period").order_by("due", "pk")
    ]
    return all_went(*send_each(duties, day=local.date(), at=at))


def has_hourly_reminders() -> bool:
    """Whether anybody could be reminded: two short queries, one where no such round is open."""
    rounds = _rounds()
    return bool(rounds) and Assignment.objects.filter(unsent_duties(), round__in=rounds).exists()


def _rounds() -> list[int]:
    """The open rounds with hourly reminders. Asked apart, so that nobody's duties are searched for none."""
    found = ReportingRound.objects.filter(
        template__regime__ad_hoc__reminds_hourly=True, closed_at__isnull=True
    )
    return list(found.values_list("pk", flat=True))
