"""Whether anything was reported under a reorganisation: then it cannot be undone any more."""

import json
from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from indicators.models import Assignment, DataPoint, Period
from submissions.models import Draft, Figure, Objection, PendingFigure, Revision
from units.actions.undo_reorganisation import created_by, why_units_moved_on
from units.models import Reorganisation, Unit
from units.queries import describe_units, in_order, subtree_ids
from units.reorganisations.plan import Kind, Plan, from_json
from units.snapshots import has_moved_on

_NAMED = 5


def why_not_undone(reorganisation: Reorganisation) -> str:
    """Why it cannot be undone, in words; nothing when it can."""
    said = why_units_moved_on(reorganisation)
    if said:
        return said
    units = _who_reported(reorganisation)
    if units:
        return _("Đã có báo cáo gửi hoặc đang nhập sau khi sắp xếp: %(units)s. Không thể hoàn tác nữa.") % {
            "units": _names(units)
        }
    passed_on = json.loads(reorganisation.done).get("passed_on")
    if passed_on and has_moved_on(Assignment, passed_on[Assignment._meta.label]):
        return _("Nhiệm vụ báo cáo đã chuyển giao tiếp sau đó. Hãy hoàn tác việc sắp xếp sau trước.")
    return ""


def _who_reported(reorganisation: Reorganisation) -> set[int]:
    """Units about which something was sent, or is being typed, in a period after the change."""
    plan, created = from_json(reorganisation.plan), created_by(reorganisation)
    done = json.loads(reorganisation.done)
    touched = _touched(plan, created)
    about = Q(subject__in=touched) | Q(subject__in=plan.ending, responsible__in=done["parts"])
    duties = Assignment.objects.filter(about, round__period__ends__gte=plan.effective_on)
    sent = Revision.objects.filter(
        submission__assignment__in=duties.values("pk"), event__gt=reorganisation.event
    )
    typed = Draft.objects.filter(submission__assignment__subject__in=created, version__gt=0)
    said = Objection.objects.filter(submission__assignment__subject__in=created)
    return {
        *sent.values_list("submission__assignment__subject", flat=True),
        *said.values_list("submission__assignment__subject", flat=True),
        *typed.values_list("submission__assignment__subject", flat=True),
        *_with_figures(created, plan),
    }


def _touched(plan: Plan, created: list[int]) -> set[int]:
    touched = {*plan.sources, *created, *(part.unit for part in plan.parts if part.unit is not None)}
    below = [] if plan.kind in (Kind.RENAME, Kind.CHANGE_KIND) else [*plan.sources, *created]
    return touched.union(*(subtree_ids(unit, on=plan.effective_on) for unit in below))


def _with_figures(units: list[int], plan: Plan) -> set[int]:
    if not units:
        return set()
    keys = {
        "period__in": list(Period.objects.filter(ends__gte=plan.effective_on).values_list("pk", flat=True)),
        "data_point__in": list(DataPoint.objects.values_list("pk", flat=True)),
        "shard__in": set(Unit.objects.filter(pk__in=units).values_list("shard", flat=True)),
        "unit__in": units,
    }
    return {
        unit
        for table in (Figure, PendingFigure)
        for unit in table.objects.filter(**keys).values_list("unit", flat=True).distinct()
    }


def _names(units: Iterable[int]) -> str:
    views = in_order(describe_units(units).values())
    named = ", ".join(view.full_name for view in views[:_NAMED])
    more = len(views) - _NAMED
    return _("%(named)s và %(more)d đơn vị khác") % {"named": named, "more": more} if more > 0 else named
