"""Open rounds with everything a duty needs to be filled: the report and its draft are made with it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from indicators.actions import open_round as lower
from indicators.actions.open_due_rounds import due_openings
from indicators.models import Assignment, Edition, ReportingRound, Template
from submissions.marks import mark_duties
from submissions.models import Draft, Submission
from submissions.signals import tell_on_commit
from units.errors import BadContent
from units.guards import lock_tree
from units.models import User


def open_round(
    *,
    template: Template,
    period_code: str,
    by: User | None,
    at: datetime,
    edition: int = Edition.OFFICIAL,
) -> ReportingRound:
    """The round, its duties and their reports, and marks at the totals that expect them, in one transaction.

    A second call changes nothing.
    """
    with transaction.atomic():
        lock_tree()  # a reorganisation sees the new duties, or they see the new tree
        opened, assignments = lower.open_round(
            template=template, period_code=period_code, edition=edition, by=by, at=at
        )
        if assignments:
            make_submissions(assignments)
            mark_duties(opened, subjects=[assignment.subject_id for assignment in assignments])
            tell_on_commit()
    return opened


def open_due_rounds(*, at: datetime) -> list[ReportingRound]:
    """Open every round that ought to be open by now, each in a transaction of its own (the daily job).

    BadContent, after all the others are open, names those that could not be: a regime that sets no deadline.
    """
    opened: list[ReportingRound] = []
    refused: list[str] = []
    for due in due_openings(at=at):
        try:
            opened.append(
                open_round(
                    template=due.template,
                    period_code=due.period_code,
                    edition=due.edition,
                    by=None,
                    at=at,
                )
            )
        except BadContent as reason:
            refused.append(f"{due.template.code} {due.period_code}: {reason.message}")
    if refused:
        raise BadContent("; ".join(refused), code="not_opened")
    return opened


def make_submissions(assignments: Sequence[Assignment]) -> list[Submission]:
    """An empty report and draft for each duty."""
    made = Submission.objects.bulk_create(
        [Submission(assignment=assignment) for assignment in assignments], batch_size=1000
    )
    Draft.objects.bulk_create([Draft(submission=submission) for submission in made], batch_size=1000)
    return made
