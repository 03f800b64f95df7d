"""Khóa đợt: what is being sent is sent first, and nothing after; whom it missed is told at once."""

from datetime import datetime

from django.db import transaction

from indicators.actions import close_round as lower
from indicators.duties import LONGEST_REASON
from indicators.models import Assignment, ReportingRound
from submissions.models import Submission
from submissions.reminders import unsent_duties
from submissions.tasks import tell_of_closing
from units.actions.record_event import NewEvent, record_events
from units.models import User
from units.vietnamese import clean_name


def close_round(
    *, reporting_round: ReportingRound, by: User | None, at: datetime, reason: str = ""
) -> ReportingRound:
    """As `indicators.actions.close_round`, after waiting for all that act on reports of the round: they lock
    the report first and look at the round then, so that nobody sends into a closed round.

    Each duty that nobody answered gets an event, a notice to its clerks and heads; they are mailed once it is
    committed.
    """
    with transaction.atomic():
        reports = Submission.objects.select_for_update().filter(assignment__round=reporting_round)
        list(reports.order_by("pk").values_list("pk"))
        missed = list(Assignment.objects.filter(unsent_duties(), round=reporting_round).order_by("pk"))
        closed = lower.close_round(reporting_round=reporting_round, by=by, at=at, reason=reason)
        data = {"reason": clean_name(reason)[:LONGEST_REASON]}
        record_events(
            NewEvent("assignment.missed", at=at, by=by, subject=duty, unit=duty.responsible_id, data=data)
            for duty in missed
        )
        if missed:
            transaction.on_commit(lambda: tell_of_closing.enqueue(closed.pk))
    return closed
