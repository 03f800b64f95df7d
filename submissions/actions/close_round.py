"""Khóa đợt: what is being sent is sent first, and nothing after."""

from datetime import datetime

from django.db import transaction

from indicators.actions import close_round as lower
from indicators.models import ReportingRound
from submissions.models import Submission
from units.models import User


def close_round(
    *, reporting_round: ReportingRound, by: User | None, at: datetime, reason: str = ""
) -> ReportingRound:
    """As `indicators.actions.close_round`, after waiting for all that act on reports of the round: they lock
    the report first and look at the round then, so that nobody sends into a closed round.
    """
    with transaction.atomic():
        reports = Submission.objects.select_for_update().filter(assignment__round=reporting_round)
        list(reports.order_by("pk").values_list("pk"))
        return lower.close_round(reporting_round=reporting_round, by=by, at=at, reason=reason)
