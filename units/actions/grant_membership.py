"""Give a person a role at a unit from a day on."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from units.actions.record_event import record_event
from units.errors import BadContent, Conflict
from units.models import Membership, Role, Unit, User
from units.permissions import check_may_manage_people, forget_roles


def grant_membership(
    *,
    user: User,
    unit: Unit,
    role: str,
    from_: date,
    until: date | None = None,
    by: User | None,
    at: datetime,
) -> Membership:
    if by is not None:
        check_may_manage_people(by)
    if role not in Role.values:
        raise BadContent(_("Không có vai trò “%(role)s”.") % {"role": role})
    if until is not None and until < from_:
        raise BadContent(_("Ngày kết thúc vai trò phải từ ngày bắt đầu trở đi."))
    try:
        with transaction.atomic():
            membership = Membership.objects.create(
                user=user, unit=unit, role=role, valid_from=from_, valid_to=until
            )
            data = {"user": user.pk, "role": role, "from": from_, "until": until}
            record_event(kind="membership.granted", by=by, at=at, subject=membership, unit=unit, data=data)
    except IntegrityError as error:
        raise Conflict(_("Người này đã có vai trò đó tại đơn vị."), code="already_granted") from error
    forget_roles(user)
    return membership
