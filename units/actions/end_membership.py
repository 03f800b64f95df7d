"""End a role: its last day is given; somebody else may have the role from the next day on."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from units.actions.grant_membership import grant_membership
from units.actions.record_event import record_event
from units.ending import check_ending, check_not_last
from units.errors import Conflict
from units.models import EndedRole, Membership, Role, User
from units.permissions import check_may_manage_people, forget_roles
from units.queries import overlapping

_DAY = timedelta(days=1)


def end_membership(
    *, membership: Membership, until: date, successor: User | None = None, by: User | None, at: datetime
) -> EndedRole:
    """`until`: the last day of the role, from yesterday (it is lost at once) on. A role that was not held on
    any day till then never was. A role with a last day can end earlier, not later.

    BadContent with what is wrong; Conflict when it has ended by then, or nobody would be administrator.
    """
    if by is not None:
        check_may_manage_people(by)
    with transaction.atomic():
        held = _locked(membership, successor)
        check_ending(held, until=until, successor=successor)
        if by is not None:
            check_not_last(held, on=until + _DAY, successor=successor)
        given = _give(held, successor, from_=until + _DAY, by=by, at=at) if successor else None
        was_held = until >= held.valid_from
        ended = EndedRole.objects.create(
            user_id=held.user_id, unit_id=held.unit_id, role=held.role, valid_from=held.valid_from,
            before=held.valid_to, last_day=until if was_held else None, membership=held if was_held else None,
            successor=successor, given=given, ended_by=by, ended_at=at,
        )  # fmt: skip
        _end(held, until, by=by, at=at)
    membership.valid_to = ended.last_day
    forget_roles(membership.user)
    if successor is not None:
        forget_roles(successor)
    return ended


def _locked(membership: Membership, successor: User | None) -> Membership:
    """The role as it is now, its people locked first, and all administrators where one of them goes."""
    people = {membership.user_id} | ({successor.pk} if successor else set())
    list(User.objects.select_for_update().filter(pk__in=people).order_by("pk"))
    if membership.role == Role.ADMINISTRATOR:
        list(Membership.objects.select_for_update().filter(role=Role.ADMINISTRATOR).order_by("pk"))
    held = Membership.objects.select_for_update().filter(pk=membership.pk).first()
    if held is None:
        raise Conflict(_("Vai trò này vừa thay đổi. Hãy xem lại."), code="roles_changed")
    return held


def _give(
    held: Membership, successor: User, *, from_: date, by: User | None, at: datetime
) -> Membership | None:
    """The successor has the role from a day on, as long as it would have lasted; None: had it already."""
    same = Membership.objects.filter(user=successor, unit=held.unit_id, role=held.role)
    if same.filter(overlapping(from_, held.valid_to)).exists():
        return None
    begins = max(from_, held.valid_from)
    return grant_membership(
        user=successor, unit=held.unit, role=held.role, from_=begins, until=held.valid_to, by=by, at=at
    )


def _end(held: Membership, until: date, *, by: User | None, at: datetime) -> None:
    data = {"user": held.user_id, "role": held.role}
    if until < held.valid_from:
        data |= {"from": held.valid_from, "until": held.valid_to}
        record_event(kind="membership.withdrawn", by=by, at=at, subject=held, unit=held.unit_id, data=data)
        held.delete()
        return
    data |= {"until": until, "before": held.valid_to}
    Membership.objects.filter(pk=held.pk).update(valid_to=until)
    record_event(kind="membership.ended", by=by, at=at, subject=held, unit=held.unit_id, data=data)
