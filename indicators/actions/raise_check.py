"""Let a lowered check block again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from indicators.actions.lower_check import check_of, open_lowering
from indicators.models import LoweredCheck, TemplateVersion
from indicators.permissions import check_may_manage_regime
from units.actions.record_event import record_event
from units.errors import Conflict
from units.models import User


def raise_check(*, version: TemplateVersion, key: str, by: User, at: datetime) -> LoweredCheck:
    """Reports that are not sent yet are held to it again; what was sent stands. Conflict when not lowered."""
    check_may_manage_regime(by, version.template.regime)
    with transaction.atomic():
        version = TemplateVersion.objects.select_for_update().get(pk=version.pk)
        check_of(version, key)
        lowered = open_lowering(version, key)
        if lowered is None:
            raise Conflict(_("Quy tắc này không bị hạ xuống cảnh báo."), code="not_lowered")
        lowered.raised_at, lowered.raised_by = at, by
        lowered.save(update_fields=["raised_at", "raised_by"])
        record_event(
            kind="template.check_raised",
            by=by,
            at=at,
            subject=version,
            unit=version.template.regime.owner_id,
            data={"template": version.template.code, "version": version.number, "check": key},
        )
    return lowered
