"""Let another agency read the figures of an indicator, and let it no more."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from indicators.duties import given_reason
from indicators.models import Indicator, ReadingGrant
from indicators.permissions import check_may_define
from units.actions.record_event import record_event
from units.errors import Conflict, wrong_field
from units.models import Unit, User
from units.queries import describe_unit


def grant_reading(*, indicator: Indicator, reader: Unit, reason: str, by: User, at: datetime) -> ReadingGrant:
    """The grant. BadContent without a reason, or to the owner itself; Conflict when it reads already."""
    check_may_define(by, owner=indicator.owner_id)
    if reader.pk == indicator.owner_id:
        raise wrong_field("reader", _("Cơ quan chủ trì đã đọc được số liệu của mình."), code="own_indicator")
    reason = given_reason(reason, missing=_("Hãy ghi lý do cho đọc."))
    try:
        with transaction.atomic():
            grant = ReadingGrant.objects.create(
                indicator=indicator, reader=reader, reason=reason, granted_at=at, granted_by=by
            )
            _record("indicator.reading_granted", grant, by=by, at=at)
    except IntegrityError as error:
        message = _("Cơ quan này đã được đọc số liệu của chỉ tiêu.")
        raise Conflict(message, code="already_granted") from error
    return grant


def revoke_reading(*, grant: ReadingGrant, by: User, at: datetime) -> ReadingGrant:
    """The grant, ended at once; what was read stays read. Conflict when it was ended before."""
    check_may_define(by, owner=grant.indicator.owner_id)
    with transaction.atomic():
        grant = ReadingGrant.objects.select_for_update(of=("self",)).get(pk=grant.pk)
        if grant.revoked_at is not None:
            raise Conflict(_("Quyền đọc này đã thu hồi rồi."), code="already_revoked")
        grant.revoked_at, grant.revoked_by = at, by
        grant.save(update_fields=["revoked_at", "revoked_by"])
        _record("indicator.reading_revoked", grant, by=by, at=at)
    return grant


def _record(kind: str, grant: ReadingGrant, *, by: User, at: datetime) -> None:
    record_event(
        kind=kind, by=by, at=at, subject=grant.indicator, unit=grant.indicator.owner_id,
        data={
            "code": grant.indicator.code, "unit": describe_unit(grant.reader_id).full_name,
            "reason": grant.reason,
        },
    )  # fmt: skip
