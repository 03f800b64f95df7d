"""Take a reorganisation back: units, names, places, roles are again what they were."""

import json
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from units.actions.rebuild_lineage import rebuild_lineage
from units.actions.record_event import record_event
from units.actions.reorganise import TABLES
from units.errors import Conflict
from units.guards import lock_tree
from units.models import Membership, Placement, Reorganisation, Succession, Unit, UnitCode, UnitName, User
from units.permissions import check_may_manage_units, forget_roles
from units.queries import describe_units
from units.reorganisations.plan import from_json
from units.snapshots import added_by, as_said_now, has_moved_on, put_back, say_again

_DATED = {Placement: "unit", Succession: "predecessor"}
"""Tables with since and until, and the column of the unit a row speaks of."""


def undo_reorganisation(*, reorganisation: Reorganisation, by: User, at: datetime) -> Reorganisation:
    """The reorganisation, undone. Whether anything was reported since is asked by the room above.

    A unit it had made stays as a number without name, code or place: history of its days still points there.
    """
    check_may_manage_units(by)
    with transaction.atomic():
        lock_tree()
        undone = Reorganisation.objects.select_for_update().get(pk=reorganisation.pk)
        said = why_units_moved_on(undone)
        if said:
            raise Conflict(said, code="moved_on")
        plan = from_json(undone.plan)
        event = record_event(
            kind="reorganisation.undone",
            by=by,
            at=at,
            subject=undone,
            unit=plan.sources[0],
            data={"what": ", ".join(view.full_name for view in describe_units(plan.sources).values())},
        )
        _put_back(_done_by(undone), event=event.pk)
        undone.undone_at, undone.undone_by = at, by
        undone.save(update_fields=["undone_at", "undone_by"])
        rebuild_lineage(on=timezone.localdate(at))
    forget_roles(by)
    return undone


def created_by(reorganisation: Reorganisation) -> list[int]:
    """The units it made."""
    return added_by(json.loads(reorganisation.done)["units"][Unit._meta.label])


def why_units_moved_on(reorganisation: Reorganisation) -> str:
    """Why the units themselves cannot go back; nothing when they can."""
    if reorganisation.undone_at is not None:
        return _("Lần sắp xếp này đã được hoàn tác.")
    done = _done_by(reorganisation)
    created = added_by(done[Unit._meta.label])
    has_changed = any(has_moved_on(model, done[model._meta.label]) for model, _columns in TABLES)
    if has_changed or _parents_have_ended(done):
        return _("Đơn vị liên quan đã có thay đổi khác sau đó. Hãy hoàn tác thay đổi sau trước.")
    given = Membership.objects.filter(unit__in=created).exclude(pk__in=added_by(done[Membership._meta.label]))
    names = sorted(set(given.values_list("user__full_name", flat=True)))
    if names:
        return _("Đã giao vai trò tại đơn vị mới cho %(people)s. Hãy kết thúc các vai trò này trước.") % {
            "people": ", ".join(names)
        }
    added = {label: added_by(change) for label, change in done.items()}
    moved = Placement.objects.filter(Q(unit__in=created) | Q(parent__in=created), until__isnull=True)
    stepped = Succession.objects.filter(
        Q(predecessor__in=created) | Q(successor__in=created), until__isnull=True
    )
    if (
        moved.exclude(pk__in=added[Placement._meta.label]).exists()
        or stepped.exclude(pk__in=added[Succession._meta.label]).exists()
    ):
        return _("Đơn vị mới đã có cấp dưới, cấp trên hoặc sắp xếp khác sau đó. Hãy đưa về như cũ trước.")
    return ""


def _parents_have_ended(done: dict[str, Any]) -> bool:
    """Whether a place that would hold again is below a unit that another decision has ended since."""
    over = [pk for pk, fields in done[Placement._meta.label]["changed"].items() if "until" in fields]
    outlived = Q(valid_to__isnull=True) | Q(valid_to__gt=F("parent__ends"))
    found = Placement.objects.filter(outlived, pk__in=over, parent__ends__isnull=False)
    return found.exclude(parent__in=list(done[Unit._meta.label]["changed"])).exists()


def _done_by(reorganisation: Reorganisation) -> dict[str, Any]:
    """What it did to the units, with dated rows as they are numbered now."""
    done: dict[str, Any] = json.loads(reorganisation.done)["units"]
    said_now = {
        model._meta.label: as_said_now(model, done[model._meta.label], about=about)
        for model, about in _DATED.items()
    }
    return {**done, **said_now}


def _put_back(done: dict[str, Any], *, event: int) -> None:
    """In the order the guards ask for: what was made goes first, what ended lives again before its places."""
    created = added_by(done[Unit._meta.label])
    for dated in (Succession, Placement):
        added = dated._default_manager.filter(pk__in=added_by(done[dated._meta.label]), until__isnull=True)
        added.update(until=event)
    lives = done[Unit._meta.label]
    put_back(Unit, {**lives, "added": {}})
    for model, _columns in TABLES:
        if model is not Unit and model not in _DATED:
            put_back(model, done[model._meta.label])
    for dated in (Placement, Succession):
        say_again(dated, done[dated._meta.label], event=event)
    UnitCode.objects.filter(unit__in=created).delete()
    UnitName.objects.filter(unit__in=created).delete()
    Unit.objects.filter(pk__in=created).update(ends=F("begins"))
