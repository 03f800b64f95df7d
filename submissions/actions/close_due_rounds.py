"""Tự khóa đợt: rounds whose regime says so close some days after the last duty is due (a job)."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.closings import due_closings
from indicators.models import ReportingRound
from submissions.actions.close_round import close_round
from units.errors import Conflict


def close_due_rounds(*, at: datetime) -> list[ReportingRound]:
    """The rounds closed, each in a transaction of its own. What a person closed meanwhile stays as it is."""
    closed: list[ReportingRound] = []
    for due in due_closings(at=at):
        try:
            closed.append(close_round(reporting_round=due, by=None, at=at, reason=_("Tự khóa theo chế độ.")))
        except Conflict:
            continue
    return closed


def has_rounds_to_close() -> bool:
    return bool(due_closings(at=timezone.now()))
