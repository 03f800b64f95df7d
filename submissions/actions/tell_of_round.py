"""Mail those who have to answer an urgent round as soon as it is open."""

from datetime import datetime

from django.utils import timezone

from indicators.models import Assignment
from submissions.actions.send_reminders import all_went
from submissions.reminder_mail import NEW, Due
from submissions.reminders import send_each, unsent_duties


def tell_of_round(*, round_id: int, at: datetime) -> int:
    """How many mails went; RemindersNotSent when the server refused some. Twice mails nobody twice."""
    waiting = Assignment.objects.filter(unsent_duties(), round=round_id)
    duties = [
        Due(duty, NEW) for duty in waiting.select_related("round__template", "round__period").order_by("pk")
    ]
    return all_went(*send_each(duties, day=timezone.localdate(at), at=at))
