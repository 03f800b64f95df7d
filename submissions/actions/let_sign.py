"""Ủy quyền ký: a person of the unit signs its reports in the head's place, from a day to a day."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from submissions.models import DELEGATED, Delegation
from submissions.permissions import check_may_let_sign
from submissions.signers import candidates_of, forget_signers
from units.actions.record_event import record_event
from units.errors import Conflict, wrong_field
from units.models import Unit, User
from units.queries import overlapping


def let_sign(
    *, unit: Unit, user: User, capacity: str, from_: date, until: date, by: User, at: datetime
) -> Delegation:
    """Both days included. `capacity`: KT, TL or TUQ. BadContent with the field; Conflict when the person is
    let sign on some of the days already. A superior may while nobody of the unit can sign.
    """
    check_may_let_sign(by, unit.pk)
    _check(unit, user, capacity, from_, until)
    with transaction.atomic():
        Unit.objects.select_for_update().get(pk=unit.pk)
        check_may_let_sign(by, unit.pk)  # somebody may have named a signer meanwhile
        standing = Delegation.objects.filter(
            overlapping(from_, until), unit=unit, user=user, revoked_at__isnull=True
        )
        if standing.exists():
            raise Conflict(
                _("%(name)s đã được ủy quyền ký trong những ngày này. Hãy thu hồi ủy quyền đó trước.")
                % {"name": user.full_name},
                code="already_delegated",
            )
        given = Delegation.objects.create(
            unit=unit, user=user, capacity=capacity, valid_from=from_, valid_to=until, made_by=by, made_at=at
        )
        data = {"user": user.pk, "capacity": capacity, "from": from_, "until": until}
        record_event(kind="signing.delegated", by=by, at=at, subject=given, unit=unit, data=data)
    forget_signers(user)
    return given


def _check(unit: Unit, user: User, capacity: str, from_: date, until: date) -> None:
    if capacity not in DELEGATED:
        raise wrong_field("capacity", _("Hãy chọn tư cách ký: KT., TL. hoặc TUQ."))
    if from_ < timezone.localdate():
        raise wrong_field("from", _("Không ủy quyền lùi ngày: ngày bắt đầu phải từ hôm nay."))
    if until < from_:
        raise wrong_field("until", _("Ngày cuối phải từ ngày bắt đầu trở đi."))
    if user not in candidates_of(unit.pk, on=from_):
        raise wrong_field(
            "user", _("Người được ủy quyền phải đang giữ vai trò tại đơn vị và không phải là thủ trưởng.")
        )
