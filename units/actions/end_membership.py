"""End a role: its last day is given."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from units.actions.record_event import record_event
from units.errors import BadContent, Conflict
from units.models import Membership, User
from units.permissions import check_may_manage_people, forget_roles


def end_membership(*, membership: Membership, until: date, by: User | None, at: datetime) -> Membership:
    if by is not None:
        check_may_manage_people(by)
    if until < membership.valid_from:
        raise BadContent(_("Ngày kết thúc vai trò phải từ ngày bắt đầu trở đi."))
    with transaction.atomic():
        ended = Membership.objects.filter(pk=membership.pk, valid_to__isnull=True).update(valid_to=until)
        if not ended:
            raise Conflict(_("Vai trò này đã có ngày kết thúc."), code="already_ended")
        record_event(
            kind="membership.ended",
            by=by,
            at=at,
            subject=membership,
            unit=membership.unit_id,
            data={"user": membership.user_id, "role": membership.role, "until": until},
        )
    membership.valid_to = until
    forget_roles(membership.user)
    return membership
