"""Miễn báo cáo: duties that are not expected any more (or again), and the totals that count on it, marked."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from indicators.actions import exempt as lower
from indicators.models import Assignment
from submissions.marks import mark_duties
from submissions.models import Submission
from submissions.reminders import UNSENT
from submissions.signals import tell_on_commit
from units.errors import Conflict
from units.models import User


def exempt(*, assignments: Sequence[Assignment], reason: str, by: User, at: datetime) -> list[Assignment]:
    """As `indicators.actions.exempt`, of units that have sent nothing that stands, with dirty marks for every
    point the forms ask, in one transaction. Conflict when one of them has.
    """
    with transaction.atomic():
        _check_nothing_stands(assignments)
        exempted = lower.exempt(assignments=assignments, reason=reason, by=by, at=at)
        _mark(assignments)
    return exempted


def lift_exemption(*, assignments: Sequence[Assignment], by: User, at: datetime) -> list[Assignment]:
    """As `indicators.actions.exempt.lift_exemption`, with the same marks."""
    with transaction.atomic():
        expected = lower.lift_exemption(assignments=assignments, by=by, at=at)
        _mark(assignments)
    return expected


def _check_nothing_stands(assignments: Sequence[Assignment]) -> None:
    """Locks the reports: what is being sent is sent first."""
    duties = [row.pk for row in assignments]
    reports = Submission.objects.select_for_update().filter(assignment__in=duties).order_by("pk")
    answered = sum(1 for report in reports if report.accepted_id is not None or report.status not in UNSENT)
    if answered:
        raise Conflict(
            _("Có %(count)d đơn vị đã gửi báo cáo nên không miễn được. Hãy bỏ chọn các đơn vị đó.")
            % {"count": answered},
            code="already_sent",
        )


def _mark(assignments: Sequence[Assignment]) -> None:
    subjects: dict[int, list[int]] = {}
    for row in assignments:
        subjects.setdefault(row.round_id, []).append(row.subject_id)
    for round_ in {row.round_id: row.round for row in assignments}.values():
        mark_duties(round_, subjects=subjects[round_.pk])
    tell_on_commit()
