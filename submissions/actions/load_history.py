"""Load figures of a past period from a workbook; they wait for approval and count for nothing until then."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from indicators.models import Template
from indicators.permissions import check_may_manage_regime
from submissions.history import HistoryPlan, as_json, plan_history
from submissions.models import HistoryLoad
from submissions.workbook_messages import refusal_message
from submissions.workbooks.refused import Refused
from units.actions.record_event import record_event
from units.errors import BadContent, Conflict
from units.models import User


def check_history(*, template: Template, period_code: str, content: bytes, by: User | None) -> HistoryPlan:
    """What would be loaded; nothing is. NotAllowed; BadContent says why the file as a whole is not taken."""
    check_may_manage_regime(by, template.regime)
    try:
        return plan_history(template, period_code, content)
    except Refused as refused:
        raise BadContent(refusal_message(refused), code=refused.code) from refused


def load_history(
    *, template: Template, period_code: str, content: bytes, file_name: str, by: User | None, at: datetime
) -> HistoryLoad:
    """The load, waiting for approval; the same file for the same period again is the load there is already.

    A unit whose row cannot be read whole is left out, and said. BadContent when no row can be loaded.
    """
    plan = check_history(template=template, period_code=period_code, content=content, by=by)
    digest = hashlib.sha256(content).hexdigest()
    known = HistoryLoad.objects.filter(
        template=template, period_code=plan.period_code, sha256=digest, undone_at__isnull=True
    ).first()
    if known is not None:
        return known
    if not plan.rows:
        said = plan.errors[0].message if plan.errors else _("tệp không có dòng nào có số liệu.")
        raise BadContent(_("Không có đơn vị nào nạp được: %(why)s") % {"why": said}, code="nothing_to_load")
    with transaction.atomic():
        waiting = HistoryLoad.objects.select_for_update().filter(
            template=template, period_code=plan.period_code, approved_at__isnull=True, undone_at__isnull=True
        )
        if waiting.exists():
            raise Conflict(
                _("Đã có một tệp của biểu và kỳ này đang chờ duyệt. Hãy duyệt hoặc bỏ tệp đó trước."),
                code="history_waiting",
            )
        load = HistoryLoad.objects.create(
            template=template,
            version=plan.version,
            period_code=plan.period_code,
            file_name=file_name[:200],
            sha256=digest,
            rows=as_json(plan.rows),
            told=as_json(plan.told),
            loaded_at=at,
            loaded_by=by,
        )
        _record("history.loaded", load, by=by, at=at, units=len(plan.rows))
    return load


def undo_history(*, load: HistoryLoad, by: User, at: datetime) -> HistoryLoad:
    """Throw away a load that was not approved yet."""
    check_may_manage_regime(by, load.template.regime)
    with transaction.atomic():
        load = locked_load(load)
        load.undone_at, load.undone_by = at, by
        load.save(update_fields=["undone_at", "undone_by"])
        _record("history.undone", load, by=by, at=at)
    return load


def locked_load(load: HistoryLoad) -> HistoryLoad:
    """The row as it is now, locked; Conflict when it does not wait any more."""
    HistoryLoad.objects.select_for_update().only("pk").get(pk=load.pk)
    load = HistoryLoad.objects.select_related("template__regime", "version").get(pk=load.pk)
    if load.approved_at is not None:
        raise Conflict(_("Số liệu lịch sử này đã được duyệt; sửa bằng đính chính."), code="history_approved")
    if load.undone_at is not None:
        raise Conflict(_("Số liệu lịch sử này đã bỏ."), code="history_undone")
    return load


def _record(kind: str, load: HistoryLoad, *, by: User | None, at: datetime, **more: int) -> None:
    record_event(
        kind=kind,
        by=by,
        at=at,
        subject=load,
        unit=load.template.regime.owner_id,
        data={
            "template": load.template.code,
            "period": load.period_code,
            "file": load.file_name,
            "sha256": load.sha256,
            **more,
        },
    )
