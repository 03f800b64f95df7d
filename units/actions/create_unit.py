"""Bring a unit into being: identity, code, name and kind, and its place in the tree."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from units import tree_changes
from units.actions.record_event import record_event
from units.errors import wrong_field
from units.guards import lock_tree
from units.models import Placement, Unit, User
from units.naming import check_code, check_kind, checked_name
from units.permissions import check_may_manage_units
from units.placing import check_place
from units.reorganisations.plan import NewUnit
from units.tree_changes import Decision


def create_unit(
    *,
    code: str,
    scheme: str = "gso",
    name: str,
    kind: str,
    begins: date,
    ends: date | None = None,
    parent: Unit | None = None,
    placement: str = Placement.Kind.ADMINISTRATIVE,
    shard: int | None = None,
    by: User | None,
    at: datetime,
) -> Unit:
    """Create a unit that exists from `begins` to `ends` (both included) under `parent`.

    `shard` is fixed here for life: the parent's, unless given. `by=None` is the system itself.
    """
    if by is not None:
        check_may_manage_units(by)
    name = checked_name(name)
    check_kind(kind)
    if ends is not None and ends < begins:
        raise wrong_field("ends", _("Ngày kết thúc phải từ ngày bắt đầu trở đi."))
    with transaction.atomic():
        lock_tree()
        check_code(scheme=scheme, code=code, from_=begins, until=ends)
        inherited = parent.shard if parent else 0
        unit = tree_changes.make_unit(
            NewUnit(code=code, name=name, kind=kind, parent=None, scheme=scheme),
            on=begins,
            until=ends,
            shard=inherited if shard is None else shard,
        )
        data = {"code": code, "scheme": scheme, "name": name, "kind": kind, "begins": begins, "ends": ends}
        event = record_event(kind="unit.created", by=by, at=at, subject=unit, unit=unit, data=data)
        if parent is not None:
            above = Unit.objects.get(pk=parent.pk)
            check_place(unit=unit, parent=above, kind=placement, from_=begins, until=ends)
            decision = Decision(on=begins, event=event.pk)
            tree_changes.place(unit.pk, above.pk, decision, kind=placement, until=ends)
    return unit
