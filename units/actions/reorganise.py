"""Carry out a reorganisation: units begin, end, are called otherwise, move. One decision, one event."""

import json
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from units import tree_changes
from units.actions.rebuild_lineage import rebuild_lineage
from units.actions.record_event import record_event
from units.errors import BadContent
from units.guards import lock_tree
from units.models import (
    GroupMember,
    Membership,
    Placement,
    Reorganisation,
    Succession,
    Unit,
    UnitCode,
    UnitName,
    User,
)
from units.permissions import check_may_manage_units, forget_roles
from units.queries import describe_units
from units.reorganisations.check import check
from units.reorganisations.facts import facts_for
from units.reorganisations.plan import Kind, Part, Plan, to_json
from units.reorganisations.words import as_content
from units.snapshots import Change, Rows, change_between, rows_of, touching
from units.tree_changes import Decision

TABLES = (
    (Unit, ("pk",)),
    (UnitCode, ("unit",)),
    (UnitName, ("unit",)),
    (GroupMember, ("unit",)),
    (Membership, ("unit",)),
    (Placement, ("unit", "parent")),
    (Succession, ("predecessor", "successor")),
)
"""What a reorganisation may touch, and the columns that name a unit."""


def reorganise(*, plan: Plan, by: User, at: datetime, owners: frozenset[int] = frozenset()) -> Reorganisation:
    """The recorded reorganisation. Totals and duties are moved by the room above, in its transaction.

    `owners`: units that own regimes. BadContent with `problems` (code, place, message) when it cannot be.
    """
    check_may_manage_units(by)
    with transaction.atomic():
        lock_tree()
        check_plan(plan, at=at, owners=owners)
        made = Reorganisation.objects.create(
            kind=plan.kind.value,
            effective_on=plan.effective_on,
            document=plan.document,
            plan=to_json(plan),
            event=0,
            recorded_at=at,
            recorded_by=by,
        )
        event = record_event(
            kind="reorganisation.recorded",
            by=by,
            at=at,
            subject=made,
            unit=plan.sources[0],
            data=_said(plan),
        )
        touched = {*plan.sources, *(part.unit for part in plan.parts if part.unit is not None)}
        before = _snapshot(touched)
        decision = _carry_out(plan, event=event.pk)
        after = _snapshot({*touched, *decision.unit_of.values()})
        made.event = event.pk
        made.done = json.dumps(
            {"units": _changes(before, after), "parts": [decision.unit_of[part] for part in plan.parts]}
        )
        made.save(update_fields=["event", "done"])
        rebuild_lineage(on=timezone.localdate(at))
    forget_roles(by)
    return made


def check_plan(plan: Plan, *, at: datetime, owners: frozenset[int] = frozenset()) -> None:
    """BadContent when something speaks against the plan."""
    problems = check(plan, facts_for(plan, today=timezone.localdate(at), owners=owners))
    if problems:
        said = as_content(problems)
        raise BadContent(
            _("Chưa sắp xếp được. %(first)s") % {"first": said[0]["message"]},
            code="reorganisation_refused",
            problems=said,
        )


def _carry_out(plan: Plan, *, event: int) -> Decision:
    decision = Decision(on=plan.effective_on, event=event)
    match plan.kind:
        case Kind.RENAME | Kind.CHANGE_KIND:
            tree_changes.call(plan.sources[0], name=plan.name, kind=plan.unit_kind, on=plan.effective_on)
        case Kind.NEW_PARENT:
            assert plan.parent is not None  # checked
            places = tree_changes.places_of(plan.sources, decision, kind=plan.placement)
            tree_changes.end_places(places, decision)
            tree_changes.place(plan.sources[0], plan.parent, decision, kind=plan.placement)
        case _:
            decision = _exchange(plan, decision)
    return decision


def _exchange(plan: Plan, decision: Decision) -> Decision:
    """Merge, split or close: what ends lets go, what begins takes over."""
    own = tree_changes.places_of(plan.sources, decision)
    below = tree_changes.places_below(plan.sources, decision)
    groups = tree_changes.shared_groups(plan.sources, decision)
    if plan.ending:
        tree_changes.end_places([*own, *(place for place in below if place not in own)], decision)
        tree_changes.end_units(plan.ending, decision)
    else:  # what was chosen to go with a part of a unit that lives on
        going = {unit for unit, _part in plan.below}
        below = [place for place in below if place.unit_id in going]
        tree_changes.end_places(below, decision)
    unit_of = _units_of_parts(plan)
    decision = Decision(on=decision.on, event=decision.event, unit_of=unit_of)
    created = [unit_of[part] for part in plan.parts if part.new is not None]
    tree_changes.join_groups(groups, created, decision)
    _place_created(plan, decision, own=own)
    if plan.parts:
        tree_changes.put_under(
            [
                (place, unit_of[plan.part_for(place.unit_id)])
                for place in below
                if place.unit_id not in plan.ending
            ],
            decision,
        )
    tree_changes.succeed(plan, decision)
    goal = unit_of[plan.parts[plan.default]] if plan.parts else None
    tree_changes.move_roles(dict.fromkeys(plan.ending, goal), decision)
    return decision


def _units_of_parts(plan: Plan) -> dict[Part, int]:
    shard = Unit.objects.values_list("shard", flat=True).get(pk=plan.sources[0])
    unit_of: dict[Part, int] = {}
    for part in plan.parts:
        if part.new is not None:
            unit_of[part] = tree_changes.make_unit(part.new, on=plan.effective_on, shard=shard).pk
        else:
            assert part.unit is not None  # a part is one or the other
            unit_of[part] = part.unit
    return unit_of


def _place_created(plan: Plan, decision: Decision, *, own: list[Placement]) -> None:
    """By administration below the parent that was named; otherwise where the first source stood."""
    others: dict[str, int] = {}
    for source in plan.sources:
        for place in own:
            if (
                place.unit_id == source
                and place.kind != plan.placement
                and place.parent_id not in plan.ending
            ):
                others.setdefault(place.kind, place.parent_id)
    for part in plan.parts:
        if part.new is None:
            continue
        unit = decision.unit_of[part]
        if part.new.parent is not None:
            tree_changes.place(unit, part.new.parent, decision, kind=plan.placement)
        for kind, parent in others.items():
            tree_changes.place(unit, parent, decision, kind=kind)


def _snapshot(units: set[int]) -> dict[str, Rows]:
    return {
        model._meta.label: rows_of(model._default_manager.filter(touching(columns, units)))
        for model, columns in TABLES
    }


def _changes(before: dict[str, Rows], after: dict[str, Rows]) -> dict[str, Change]:
    return {label: change_between(before[label], after[label]) for label in before}


def _said(plan: Plan) -> dict[str, Any]:
    """The reorganisation in words, for the log."""
    views = describe_units([*plan.sources, *([plan.parent] if plan.parent else [])], on=plan.effective_on)
    receivers = describe_units([part.unit for part in plan.parts if part.unit], on=plan.effective_on)
    results = [f"{part.new.name} ({part.new.code})" for part in plan.parts if part.new]
    results += [view.full_name for view in receivers.values()]
    if plan.kind is Kind.NEW_PARENT and plan.parent:
        results.append(views[plan.parent].full_name)
    return {
        "reorganisation": str(Reorganisation.Kind(plan.kind.value).label),
        "from": plan.effective_on.strftime("%d/%m/%Y"),
        "what": ", ".join(views[unit].full_name for unit in plan.sources),
        "into": ", ".join(results) or plan.name,
        "document": plan.document,
    }
