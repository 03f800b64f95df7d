"""What a reorganisation would do, by name, before it is confirmed: it is carried out and rolled back.

So the preview cannot differ from what then happens. Its numbers of events and rows are used up, nothing else.
"""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any, Literal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.models import Regime
from submissions.actions.reorganise_units import MOVES_NOTHING, reorganise_units
from submissions.handing_over import open_duties
from units.actions.rebuild_lineage import rebuild_lineage
from units.errors import Conflict
from units.models import Measure, Membership, Placement, Reorganisation, Role, Terminal, Unit, UnitName, User
from units.queries import UnitView, ancestors_of, describe_units, in_order, subtree_ids
from units.reorganisations.plan import Plan
from units.snapshots import added_by

Verdict = Literal["comparable", "in_part", "not_comparable"]


@dataclass(frozen=True, slots=True)
class Compared:
    """How far earlier figures can be read on a unit as it will be. `because`: the units that were divided;
    `measures`: by which all of them can be apportioned."""

    unit: UnitView
    verdict: Verdict
    because: tuple[UnitView, ...] = ()
    measures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    unit: UnitView
    kind: str
    parent: UnitView
    from_: date


@dataclass(frozen=True, slots=True)
class RoleMoved:
    person: str
    role: str
    ends_at: UnitView | None
    goes_to: UnitView | None
    from_: date


@dataclass(frozen=True, slots=True)
class DutyMoved:
    form: str
    period: str
    subject: UnitView
    fills: UnitView
    checks: UnitView


@dataclass(frozen=True, slots=True)
class Preview:
    plan: Plan
    ended: list[UnitView]
    created: list[UnitView]
    called: list[tuple[UnitView, UnitView]]
    placed: list[Placed]
    roles: list[RoleMoved]
    duties: list[DutyMoved]
    regimes: list[tuple[str, UnitView]]
    totals: list[Compared]
    digest: str


def preview_reorganisation(*, plan: Plan, by: User, at: datetime) -> Preview:
    """The preview; BadContent as the action itself would raise it. Nothing is kept."""
    with transaction.atomic():
        duties = _duties_before(plan)
        before = describe_units(plan.sources, on=plan.effective_on)
        made = reorganise_units(plan=plan, by=by, at=at)
        rebuild_lineage(on=max(plan.effective_on, timezone.localdate(at)))
        preview = _gather(made, plan, duties, before)
        transaction.set_rollback(True)
    return preview


def confirm_reorganisation(*, plan: Plan, digest: str, by: User, at: datetime) -> Reorganisation:
    """Carry out what was shown; Conflict when something has changed since it was shown."""
    with transaction.atomic():
        shown = preview_reorganisation(plan=plan, by=by, at=at)
        if shown.digest != digest:
            raise Conflict(
                _("Có thay đổi từ lúc xem trước (vai trò, nhiệm vụ hoặc đơn vị). Hãy xem lại rồi xác nhận."),
                code="changed_since_preview",
            )
        made = reorganise_units(plan=plan, by=by, at=at)
        made.done = json.dumps({**json.loads(made.done), "shown": digest})
        made.save(update_fields=["done"])
        return made


def made_from(digest: str, *, by: User) -> Reorganisation | None:
    """What one has already made of what was shown: the same click a second time."""
    if not re.fullmatch(r"[0-9a-f]{64}", digest):
        return None
    made = Reorganisation.objects.filter(recorded_by=by, undone_at__isnull=True)
    return made.filter(done__contains=f'"shown": "{digest}"').first()


Rows = list[dict[str, Any]]


def _duties_before(plan: Plan) -> Rows:
    rows = open_duties(plan.ending).order_by("round__period__ends", "pk")
    columns = ("subject", "responsible", "recipient", "round__template__code", "round__period_code")
    return [dict(row) for row in rows.values(*columns)]


def _gather(made: Reorganisation, plan: Plan, duties: Rows, before: dict[int, UnitView]) -> Preview:
    done = json.loads(made.done)
    changes, parts = done["units"], done["parts"]
    goal = parts[plan.default] if parts and plan.ending else None
    passes = dict.fromkeys(plan.ending, goal) if goal is not None else {}
    placed = Placement.objects.filter(
        pk__in=added_by(changes[Placement._meta.label]), valid_from__gte=plan.effective_on
    )
    roles = _roles(changes[Membership._meta.label], goal)
    regimes = list(Regime.objects.filter(owner__in=[*plan.ending, goal]).order_by("code"))
    compared = [] if plan.kind in MOVES_NOTHING else _compared(plan, parts)
    named = {
        *plan.sources, *parts, *placed.values_list("unit_id", flat=True),
        *placed.values_list("parent_id", flat=True), *(row[key] for row in duties for key in _OF_DUTY),
        *(unit for unit, _verdict, because, _measures in compared for unit in (unit, *because)),
        *(unit for role in roles for unit in (role[2], role[3]) if unit is not None),
    }  # fmt: skip
    views = describe_units(named, on=plan.effective_on)
    return Preview(
        plan=plan,
        ended=in_order(before[unit] for unit in plan.ending),
        created=in_order(views[unit] for unit in added_by(changes[Unit._meta.label])),
        called=[(before[unit], views[unit]) for unit in _called(changes, plan)],
        placed=[
            Placed(views[row.unit_id], row.get_kind_display(), views[row.parent_id], row.valid_from)
            for row in placed.order_by("pk")
        ],
        roles=[
            RoleMoved(person, role, views.get(ends or 0), views.get(goes or 0), day)
            for person, role, ends, goes, day in roles
        ],
        duties=[
            DutyMoved(
                row["round__template__code"],
                row["round__period_code"],
                views[row["subject"]],
                views[passes.get(row["responsible"]) or row["responsible"]],
                views[passes.get(row["recipient"]) or row["recipient"]],
            )
            for row in duties
        ],
        regimes=[(f"{regime.code} {regime.name}", views[goal]) for regime in regimes if goal is not None],
        totals=[
            Compared(views[unit], verdict, tuple(in_order(views[one] for one in because)), measures)
            for unit, verdict, because, measures in compared
        ],
        digest=_digest(plan, duties, roles),
    )


_OF_DUTY = ("subject", "responsible", "recipient")


def _called(changes: dict[str, Any], plan: Plan) -> Iterable[int]:
    named = changes[UnitName._meta.label]["added"].values()
    return sorted({row["unit_id"] for row in named} & set(plan.sources))


def _roles(change: dict[str, Any], goal: int | None) -> list[tuple[str, str, int | None, int | None, date]]:
    """(person, role, unit at which it ends, unit at which it goes on, from) of each role that changes."""
    ended = [*(int(pk) for pk in change["changed"])]
    rows = list(Membership.objects.filter(pk__in=ended).select_related("user").order_by("pk"))
    people = {
        user.pk: user.full_name
        for user in User.objects.filter(pk__in=[row["user_id"] for row in change["removed"]])
    }
    fresh = {(row.user_id, row.role): row for row in Membership.objects.filter(pk__in=added_by(change))}
    found: list[tuple[str, str, int | None, int | None, date]] = []
    for row in rows:
        new = fresh.get((row.user_id, row.role))
        found.append(
            (row.user.full_name, row.get_role_display(), row.unit_id, goal, new.valid_from)
            if new
            else (row.user.full_name, row.get_role_display(), row.unit_id, goal, row.valid_to or date.max)
        )
    for gone in change["removed"]:
        label = str(Role(gone["role"]).label)
        day = date.fromisoformat(gone["valid_from"])
        found.append((people[gone["user_id"]], label, gone["unit_id"], goal, day))
    return found


def _compared(
    plan: Plan, parts: Collection[int]
) -> list[tuple[int, Verdict, tuple[int, ...], tuple[str, ...]]]:
    """Units as they will be, and those that lose something: can what was before be read on them?"""
    day = plan.effective_on
    touched = [*parts, *plan.sources] if not plan.ending else list(parts)
    asked: dict[int, None] = {}
    for unit in [*touched, *([plan.parent] if plan.parent else [])]:
        asked.setdefault(unit)
    ways = [ancestors_of(unit, on=day) for unit in asked]
    ways += [ancestors_of(unit, on=day - timedelta(days=1)) for unit in plan.sources]
    for above in chain.from_iterable(ways):
        if above not in plan.ending:
            asked.setdefault(above)
    return [(unit, *_verdict(unit, day)) for unit in asked]


def _verdict(unit: int, day: date) -> tuple[Verdict, tuple[int, ...], tuple[str, ...]]:
    inside = subtree_ids(unit, on=day)
    near = Terminal.objects.filter(terminal__in=inside).values("unit")
    ends: dict[tuple[int, date | None], list[tuple[int, int | None, int | None]]] = defaultdict(list)
    for one, before, end, people, area in Terminal.objects.filter(unit__in=near).values_list(
        "unit_id", "before", "terminal_id", "population_share", "area_share"
    ):
        ends[one, before].append((end, people, area))
    divided: dict[int, set[int]] = {}
    for (one, _before), rows in ends.items():
        here = [row for row in rows if row[0] in inside]
        if here and len(here) < len(rows):
            known = {measure for measure in (1, 2) if all(row[measure] is not None for row in here)}
            divided[one] = divided.get(one, {1, 2}) & known
    if not divided:
        return "comparable", (), ()
    shared = set.intersection(*divided.values())
    if not shared:
        unknown = tuple(one for one, known in divided.items() if not known)
        return "not_comparable", unknown or tuple(divided), ()
    names = [str(Measure.POPULATION.label), str(Measure.AREA.label)]
    return "in_part", tuple(divided), tuple(names[measure - 1] for measure in sorted(shared))


def _digest(plan: Plan, duties: Rows, roles: Iterable[tuple[object, ...]]) -> str:
    content = json.dumps([repr(plan), duties, [list(map(str, role[:3])) for role in roles]], default=str)
    return hashlib.sha256(content.encode()).hexdigest()
