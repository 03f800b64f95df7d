"""The daily reminders: at most one mail a person and day, with all that is near or past its day."""

from datetime import datetime

from django.utils import timezone

from submissions.reminders import daily_on, send_each


class RemindersNotSent(RuntimeError):
    """Some mails were refused by the mail server; the others went."""


def send_reminders(*, at: datetime) -> int:
    """How many mails went. Running it again on the same day mails nobody twice, killed at whatever moment.

    A mail the server refused is not tried again that day (it may have gone out): RemindersNotSent at the end.
    """
    day = timezone.localdate(at)
    return all_went(*send_each(daily_on(day), day=day, at=at))


def all_went(sent: int, failed: int) -> int:
    """How many went; RemindersNotSent when some were refused."""
    if failed:
        raise RemindersNotSent(f"{failed} reminders not sent, {sent} sent")
    return sent
