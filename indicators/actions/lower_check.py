"""Lower a check of a published form to a warning, at once, for every report that is not sent yet."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from indicators.forms import layout_of
from indicators.layout import Check
from indicators.models import LoweredCheck, TemplateVersion
from indicators.permissions import check_may_manage_regime
from units.actions.record_event import record_event
from units.errors import BadContent, Conflict, NotWithinReach
from units.models import User

REASON_LENGTH = 300


def lower_check(*, version: TemplateVersion, key: str, reason: str, by: User, at: datetime) -> LoweredCheck:
    """The version stays as published; beside it stands that its check only warns. Conflict when it does
    already, or was a warning from the start; BadContent without a reason."""
    check_may_manage_regime(by, version.template.regime)
    reason = reason.strip()
    if not reason or len(reason) > REASON_LENGTH:
        raise BadContent(
            _("Hãy ghi lý do hạ xuống cảnh báo, nhiều nhất %(maximum)d ký tự.") % {"maximum": REASON_LENGTH},
            code="reason_missing",
        )
    with transaction.atomic():
        version = TemplateVersion.objects.select_for_update().get(pk=version.pk)
        check = check_of(version, key)
        if version.published_at is None:
            raise Conflict(
                _("Phiên bản này chưa ban hành: hãy sửa thẳng trong biểu mẫu."), code="not_published"
            )
        if check.severity == "warning" or open_lowering(version, key) is not None:
            raise Conflict(_("Quy tắc này đang là cảnh báo rồi."), code="already_a_warning")
        lowered = LoweredCheck.objects.create(
            version=version, check_key=key, reason=reason, lowered_at=at, lowered_by=by
        )
        record_event(
            kind="template.check_lowered",
            by=by,
            at=at,
            subject=version,
            unit=version.template.regime.owner_id,
            data={
                "template": version.template.code,
                "version": version.number,
                "check": key,
                "reason": reason,
            },
        )
    return lowered


def check_of(version: TemplateVersion, key: str) -> Check:
    """The check of that key, or NotWithinReach."""
    found = next((check for check in layout_of(version).checks if check.key == key), None)
    if found is None:
        raise NotWithinReach(_("Biểu mẫu không có quy tắc kiểm tra này."))
    return found


def open_lowering(version: TemplateVersion, key: str) -> LoweredCheck | None:
    return LoweredCheck.objects.filter(version=version, check_key=key, raised_at__isnull=True).first()
