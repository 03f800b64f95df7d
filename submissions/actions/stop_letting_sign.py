"""Thu hồi ủy quyền ký: it ends at once; what was signed stays signed."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from submissions.models import Delegation
from submissions.permissions import check_may_revoke
from submissions.signers import forget_signers
from units.actions.record_event import record_event
from units.errors import Conflict
from units.models import User


def stop_letting_sign(*, delegation: Delegation, by: User, at: datetime) -> Delegation:
    """Conflict when it was revoked before."""
    check_may_revoke(by, delegation)
    with transaction.atomic():
        standing = Delegation.objects.filter(pk=delegation.pk, revoked_at__isnull=True)
        if not standing.update(revoked_at=at, revoked_by=by):
            raise Conflict(_("Ủy quyền này đã được thu hồi trước đó."), code="already_revoked")
        record_event(
            kind="signing.revoked",
            by=by,
            at=at,
            subject=delegation,
            unit=delegation.unit_id,
            data={"user": delegation.user_id, "capacity": delegation.capacity},
        )
    delegation.revoked_at, delegation.revoked_by = at, by
    forget_signers(delegation.user)
    return delegation
