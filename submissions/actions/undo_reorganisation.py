"""Hoàn tác sắp xếp: units, roles, duties, figures' places and totals are again what they were."""

import json
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from indicators.deadlines import deadlines_in
from indicators.models import Assignment, ReportingRound
from indicators.subjects import duties_of
from submissions.actions.open_rounds import make_submissions
from submissions.actions.reorganise_units import MOVES_NOTHING
from submissions.displacements import rebuild_displacements
from submissions.handing_over import PASSED_ON
from submissions.models import Draft, Submission
from submissions.reorganised_totals import MovedTotals
from submissions.reported_since import why_not_undone
from submissions.signals import tell_on_commit
from units.actions import undo_reorganisation as lower
from units.errors import Conflict
from units.guards import lock_tree
from units.models import Event, Reorganisation, User
from units.permissions import check_may_manage_units
from units.reorganisations.plan import from_json
from units.snapshots import Change, put_back


def undo_reorganisation(*, reorganisation: Reorganisation, by: User, at: datetime) -> Reorganisation:
    """The reorganisation, undone; Conflict that says why when something was reported under it.

    Duties that new units were given meanwhile and nobody has begun are asked of the old ones again.
    """
    check_may_manage_units(by)
    with transaction.atomic():
        lock_tree()
        standing = Reorganisation.objects.select_for_update().get(pk=reorganisation.pk)
        plan, done = from_json(standing.plan), json.loads(standing.done)
        moved = MovedTotals.from_day(plan.effective_on)
        if plan.kind not in MOVES_NOTHING:
            moved.lock([*plan.sources, *lower.created_by(standing)], receiving=plan.receiving)
        said = why_not_undone(standing)
        if said:
            raise Conflict(said, code="reported_since")
        undone = lower.undo_reorganisation(reorganisation=standing, by=by, at=at)
        for model in PASSED_ON:
            put_back(model, (done.get("passed_on") or {}).get(model._meta.label) or _NOTHING)
        _ask_again(lower.created_by(standing), on=timezone.localdate(at))
        if plan.kind not in MOVES_NOTHING:
            event = Event.objects.filter(kind="reorganisation.undone", subject_id=undone.pk).latest("pk")
            rebuild_displacements(units=plan.sources, from_=plan.effective_on, event=event.pk)
            moved.mark()
            tell_on_commit()
    return undone


_NOTHING: Change = {"added": {}, "removed": [], "changed": {}}


def _ask_again(created: list[int], *, on: date) -> None:
    """Duties of units that never were go; whoever is asked without them gets one of the same round."""
    duties = Assignment.objects.filter(subject__in=created)
    rounds = list(
        ReportingRound.objects.filter(pk__in=duties.values("round")).select_related(
            "template__regime__owner", "period"
        )
    )
    deadlines = {asked.pk: deadlines_in(asked) for asked in rounds}
    reports = Submission.objects.filter(assignment__in=duties.values("pk"))
    Draft.objects.filter(submission__in=reports.values("pk")).delete()
    reports.delete()
    duties.delete()
    for asked in rounds:
        known = set(asked.assignments.values_list("subject_id", flat=True))
        make_submissions(
            Assignment.objects.bulk_create(
                [
                    Assignment(
                        round=asked,
                        subject_id=duty.subject,
                        responsible_id=duty.responsible,
                        recipient_id=duty.recipient,
                        due_at=asked.due_at if due is None else due.at,
                        rule_id=None if due is None else due.rule,
                    )
                    for duty in duties_of(asked.template.regime, last_day=asked.period.ends, asked_on=on)
                    for due in (deadlines[asked.pk].find(duty.kind),)
                    if duty.subject not in known
                ]
            )
        )
