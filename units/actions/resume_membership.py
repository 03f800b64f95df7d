"""Hoàn tác kết thúc vai trò: a role ended by mistake goes on as if it had not been."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from units.actions.record_event import record_event
from units.errors import Conflict
from units.models import EndedRole, Membership, User
from units.permissions import check_may_manage_people, forget_roles
from units.queries import overlapping
from units.roles_given import take_roles


def resume_membership(*, ended: EndedRole, by: User, at: datetime) -> Membership:
    """The role with its days of before; what a successor was given with it is taken, and what the successor
    did meanwhile stays. Conflict when it was undone before, or one of the two roles has changed since."""
    check_may_manage_people(by)
    with transaction.atomic():
        list(User.objects.select_for_update().filter(pk=ended.user_id))
        ended = EndedRole.objects.select_for_update(of=("self",)).get(pk=ended.pk)
        if ended.undone_at is not None:
            raise Conflict(_("Lần kết thúc này đã được hoàn tác."), code="already_undone")
        if not _is_as_left(ended):
            raise Conflict(
                _("Vai trò đã thay đổi sau khi kết thúc nên không hoàn tác được. Hãy giao lại vai trò."),
                code="roles_changed",
            )
        role = Membership(
            pk=ended.membership_id, user_id=ended.user_id, unit_id=ended.unit_id, role=ended.role,
            valid_from=ended.valid_from, valid_to=ended.before,
        )  # fmt: skip
        role.save()
        if ended.given_id is not None:
            take_roles([ended.given_id], today=timezone.localdate())
        EndedRole.objects.filter(pk=ended.pk).update(membership=role, undone_by=by, undone_at=at)
        data = {"user": ended.user_id, "role": ended.role, "until": ended.before}
        record_event(kind="membership.resumed", by=by, at=at, subject=role, unit=ended.unit_id, data=data)
    for person in (ended.user, ended.successor):
        if person is not None:
            forget_roles(person)
    return role


def _is_as_left(ended: EndedRole) -> bool:
    """Whether neither the role nor what was given with it was changed, ended, or given anew since."""
    same = Membership.objects.filter(unit=ended.unit_id, role=ended.role)
    begins = ended.valid_from if ended.last_day is None else ended.last_day + timedelta(1)
    anew = same.filter(overlapping(begins, ended.before), user=ended.user_id)
    if ended.last_day is not None and (
        ended.membership is None or ended.membership.valid_to != ended.last_day
    ):
        return False
    given = ended.given is None or (
        ended.given.user_id == ended.successor_id and ended.given.valid_to == ended.before
    )
    return given and not anew.exists()
