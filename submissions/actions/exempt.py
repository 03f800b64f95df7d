"""Miễn báo cáo: the duty is not expected any more, and the totals that expected it are marked."""

from datetime import datetime

from django.db import transaction

from indicators.actions import exempt as lower
from indicators.models import Assignment, TemplateCell
from submissions.figures import mark_dirty
from submissions.marks import marked_unit
from submissions.signals import tell_on_commit
from units.models import User


def exempt(*, assignment: Assignment, reason: str, by: User, at: datetime) -> Assignment:
    """As `indicators.actions.exempt`, with dirty marks for every point the form asks, in one transaction."""
    with transaction.atomic():
        exempted = lower.exempt(assignment=assignment, reason=reason, by=by, at=at)
        round_ = assignment.round
        kind = round_.template.regime.placement_kind
        marked = marked_unit(assignment.subject_id, kind=kind, on=round_.period.ends)
        if marked is not None:
            points = TemplateCell.objects.filter(version=round_.version_id).values_list(
                "data_point", flat=True
            )
            mark_dirty(unit=marked, points=[(round_.period_id, point) for point in points])
        tell_on_commit()
    return exempted
