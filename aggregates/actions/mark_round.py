"""Have all totals of a round computed again."""

from django.db import transaction

from indicators.models import ReportingRound
from submissions.marks import mark_duties


@transaction.atomic
def mark_round(*, reporting_round: ReportingRound) -> int:
    """Leave marks at the units directly above the round's subjects on the period's last day; how many."""
    subjects = reporting_round.assignments.values_list("subject_id", flat=True)
    return mark_duties(reporting_round, subjects=subjects)
