"""Bàn giao: all that a person who leaves does here passes to a successor, in one transaction."""

import json
from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from submissions.leaving import already_held, roles_of
from submissions.models import Handover
from units.actions.grant_membership import grant_membership
from units.actions.record_event import record_event
from units.errors import BadContent, Conflict
from units.models import Membership, User
from units.permissions import check_may_manage_people, forget_roles


def hand_over_work(
    *, leaver: User, successor: User, roles: Collection[int], by: User, at: datetime
) -> Handover:
    """The leaver's roles end with today; the successor has them from today on, and with them the reports,
    drafts and comments of the units. What the leaver did stays under the leaver's name.

    `roles`: the memberships that were looked at; Conflict when others are held now.
    """
    check_may_manage_people(by)
    if leaver == successor:
        raise BadContent(_("Người nhận bàn giao phải là người khác."), code="same_person")
    if not successor.is_active:
        raise BadContent(_("Tài khoản của người nhận đã ngừng. Hãy chọn người khác."), code="not_active")
    today = timezone.localdate()
    with transaction.atomic():
        list(User.objects.select_for_update().filter(pk__in=[leaver.pk, successor.pk]).order_by("pk"))
        held = roles_of(leaver, on=today)
        if {role.pk for role in held} != set(roles) or not held:
            raise Conflict(
                _("Vai trò của %(name)s vừa thay đổi nên chưa bàn giao gì. Hãy xem lại rồi bàn giao.")
                % {"name": leaver.full_name},
                code="roles_changed",
            )
        given = _give(held, successor, today=today, by=by, at=at)
        for role in held:
            _end(role, today=today, by=by, at=at)
        done = {"ended": {role.pk: role.valid_to for role in held}, "given": given}
        handover = Handover.objects.create(
            leaver=leaver, successor=successor, done=json.dumps(done, default=str), done_by=by, done_at=at,
            last_day=today,
        )  # fmt: skip
        data = {"user": leaver.pk, "successor": successor.pk, "roles": len(held)}
        record_event(kind="work.handed_over", by=by, at=at, subject=handover, data=data)
    forget_roles(leaver)
    forget_roles(successor)
    return handover


def _give(held: list[Membership], successor: User, *, today: date, by: User, at: datetime) -> list[int]:
    """The memberships made: what the successor has already is left as it is."""
    known = already_held(successor, on=today)
    return [
        grant_membership(
            user=successor, unit=role.unit, role=role.role, from_=today, until=role.valid_to, by=by, at=at
        ).pk
        for role in held
        if (role.unit_id, role.role) not in known
    ]


def _end(role: Membership, *, today: date, by: User, at: datetime) -> None:
    Membership.objects.filter(pk=role.pk).update(valid_to=today)
    record_event(
        kind="membership.ended",
        by=by,
        at=at,
        subject=role,
        unit=role.unit_id,
        data={"user": role.user_id, "role": role.role, "until": today},
    )
