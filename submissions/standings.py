"""The reports of a round in short, for a matrix of thousands of units: who, how far, when."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from indicators.models import ReportingRound
from indicators.queries import effective_due
from submissions.conditions import waits_for_signature
from submissions.models import Status, Submission
from submissions.queries import is_late, reachable_submissions
from units.models import User
from units.queries import UnitView, describe_units


@dataclass(frozen=True, slots=True)
class Standing:
    """`revision`: the number of what was sent last, 0: nothing. `is_ready`: sent and signed by the unit
    itself, with no word on a cell: as far as is known without what it says, it may be accepted together with
    others."""

    report: int
    revision: int
    unit: UnitView
    recipient: int
    status: Status
    sent_at: datetime | None
    was_accepted: bool
    is_late: bool
    is_ready: bool


_READ = (
    "status", "sent__number", "sent__sent_at", "sent__is_late", "sent__told_how", "sent__signed_as",
    "sent__signature", "accepted_id", "assignment__subject_id", "assignment__recipient_id",
    "assignment__due_at", "assignment__extended_to",
)  # fmt: skip


def standings_of(user: User, round_: ReportingRound, *, at: datetime) -> list[Standing]:
    """By name, of the duties within the person's reach that are not exempt. Two queries."""
    reports = reachable_submissions(user).filter(
        assignment__round=round_, assignment__exempted_at__isnull=True
    )
    rows = list(
        reports.select_related(None)
        .select_related("assignment", "sent__signature")
        .defer(None)
        .only(*_READ)
        .annotate(open_comments=Count("comments", filter=Q(comments__resolved_at__isnull=True)))
    )
    names = describe_units(row.assignment.subject_id for row in rows)
    found = [_standing(row, round_, names[row.assignment.subject_id], at) for row in rows]
    return sorted(found, key=lambda one: (one.unit.sort_key, one.report))


def _standing(row: Submission, round_: ReportingRound, unit: UnitView, at: datetime) -> Standing:
    row.assignment.round = round_
    sent, status = row.sent, Status(row.status)
    return Standing(
        report=row.pk,
        revision=sent.number if sent else 0,
        unit=unit,
        recipient=row.assignment.recipient_id,
        status=status,
        sent_at=sent.sent_at if sent else None,
        was_accepted=row.accepted_id is not None,
        is_late=is_late(row, due=effective_due(row.assignment), at=at),
        is_ready=status == Status.SUBMITTED
        and sent is not None
        and not sent.was_told
        and not waits_for_signature(row)
        and not getattr(row, "open_comments", 0),
    )
