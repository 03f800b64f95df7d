"""Miễn báo cáo: the duty is not expected any more, and the totals that expected it are marked."""

from datetime import datetime

from django.db import transaction

from indicators.actions import exempt as lower
from indicators.models import Assignment
from submissions.marks import mark_duties
from submissions.signals import tell_on_commit
from units.models import User


def exempt(*, assignment: Assignment, reason: str, by: User, at: datetime) -> Assignment:
    """As `indicators.actions.exempt`, with dirty marks for every point the form asks, in one transaction."""
    with transaction.atomic():
        exempted = lower.exempt(assignment=assignment, reason=reason, by=by, at=at)
        mark_duties(assignment.round, subjects=[assignment.subject_id])
        tell_on_commit()
    return exempted
