"""Mail those whose report a closed round missed, as soon as it is closed: their one mail of the day."""

from datetime import datetime

from django.utils import timezone

from submissions.actions.send_reminders import all_went
from submissions.reminder_mail import CLOSED, MISSED, Due
from submissions.reminders import daily_on, send_each


def tell_of_closing(*, round_id: int, at: datetime) -> int:
    """How many mails went; RemindersNotSent when the server refused some. Twice mails nobody twice.

    The mail holds all of the person's day, as the daily one would. Who has had the day's mail already is told
    with the next day's; nobody is, when the round was opened again before.
    """
    day = timezone.localdate(at)

    def concerns(due: Due) -> bool:
        return due.kind in (MISSED, CLOSED) and due.assignment.round_id == round_id

    return all_went(*send_each(daily_on(day), day=day, at=at, to_whom=concerns))
