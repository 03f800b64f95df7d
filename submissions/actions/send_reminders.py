"""The daily reminders: at most one mail a person and day, with all that is near or past its day."""

import logging
from datetime import datetime

from django.utils import timezone

from submissions.reminders import by_person, claim, deliver, due_on

logger = logging.getLogger(__name__)


class RemindersNotSent(RuntimeError):
    """Some mails were refused by the mail server; the others went."""


def send_reminders(*, at: datetime) -> int:
    """How many mails went. Running it again on the same day mails nobody twice, killed at whatever moment.

    A mail the server refused is not tried again that day (it may have gone out): RemindersNotSent at the end.
    """
    day = timezone.localdate(at)
    sent = failed = 0
    for user, duties in by_person(due_on(day), on=day):
        promised = claim(user, duties, day=day, at=at)
        if not promised:
            continue
        try:
            deliver(user, promised, day=day, at=at)
        except OSError:
            logger.exception("reminder not sent to user %s", user.pk)
            failed += 1
        else:
            sent += 1
    if failed:
        raise RemindersNotSent(f"{failed} reminders not sent, {sent} sent")
    return sent
