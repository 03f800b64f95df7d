"""Duyệt số liệu: what was sent now counts."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from indicators.models import Regime
from submissions.bindings import figure_rows, key_space
from submissions.consolidating import is_consolidated
from submissions.figures import (
    FigureRow,
    figures_of,
    mark_dirty,
    remove_figures,
    remove_pending,
    write_figures,
)
from submissions.locking import lock
from submissions.marks import marked_unit
from submissions.models import Figure, Revision, Submission
from submissions.permissions import check_may
from submissions.revisions import sheet_of_revision, version_said
from submissions.signals import tell_on_commit
from submissions.transitions import Action, check_seen, check_step, may_step, status_after
from units.actions.record_event import record_event
from units.errors import Conflict
from units.models import User


def accept(
    *, submission: Submission, by: User | None, at: datetime, revision: int | None = None
) -> Submission:
    """The revision's figures replace those that counted; marks for the totals go in the same transaction.

    `revision`: the number the person looked at; Conflict when another was sent meanwhile. None: do not ask.
    """
    check_may(by, Action.ACCEPT, submission)
    with transaction.atomic():
        return _accept(lock(submission), by=by, at=at, revision=revision)


def accept_if_automatic(submission: Submission, *, at: datetime) -> Submission:
    """Accept what was just sent or signed, as the system, where the regime says so and nothing is to come.

    The caller holds the lock and the transaction.
    """
    regime = submission.assignment.round.template.regime
    if regime.acceptance != Regime.Acceptance.AUTOMATIC or not may_step(submission, Action.ACCEPT):
        return submission
    return _accept(submission, by=None, at=at)


def _accept(
    submission: Submission, *, by: User | None, at: datetime, revision: int | None = None
) -> Submission:
    step = check_step(submission, Action.ACCEPT)
    sent = check_seen(submission, revision)
    event = record_event(
        kind=step.event,
        by=by,
        at=at,
        subject=submission,
        unit=submission.assignment.responsible_id,
        data={"revision": sent.number, "sha256": sent.sha256},
    )
    move_figures(submission, sent, event=event.pk)
    submission.status, submission.accepted = status_after(submission, step), sent
    submission.save(update_fields=["status", "accepted"])
    tell_on_commit()
    return submission


def _refuse_said_otherwise(rows: list[FigureRow], submission: Submission) -> None:
    """Conflict where the unit's own part of a period counts by another report: it would stand there twice."""
    keys = Q(pk__in=[])
    for row in rows:
        keys |= Q(**row.key._asdict())
    others = Figure.objects.filter(keys).exclude(
        revision__in=list(submission.revisions.values_list("pk", flat=True))
    )
    if rows and others.exists():
        raise Conflict(
            _("Phần riêng của đơn vị cho kỳ này đã có trong một báo cáo khác nên không cộng thêm lần nữa."),
            code="own_part_elsewhere",
        )


def move_figures(submission: Submission, sent: Revision, *, event: int) -> None:
    """What a revision says counts from `event` on, what it says no more does not; totals above are marked.
    The caller holds the lock."""
    assignment = submission.assignment
    unit = assignment.subject_id
    sent.submission = submission
    version = version_said(sent).pk
    rows = figure_rows(sheet_of_revision(sent), submission, version=version, revision=sent.pk, since=event)
    among = key_space(submission)
    if is_consolidated(submission):
        _refuse_said_otherwise(rows, submission)
    counted = figures_of(among, revision=submission.accepted_id) if submission.accepted_id else []
    said = {row.key for row in rows}
    gone = [row.key for row in counted if row.key not in said]
    write_figures(rows, until=event)
    remove_figures(gone, until=event)
    remove_pending(among, revision=sent.pk)
    period = assignment.round.period
    counted_by = assignment.round.template.answered
    marked = marked_unit(unit, kind=counted_by.regime.placement_kind, on=period.ends)
    if marked is not None:
        points = [(key.period, key.data_point) for key in [*said, *gone]]
        if submission.accepted_id is None:  # one more has reported, for the cells left empty too
            points += [(period.pk, point) for point in among.data_points]
        mark_dirty(unit=marked, points=points)
