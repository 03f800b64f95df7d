"""The jobs of the house. Titles and summaries are for people; names are for `run_job` and the API."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from aggregates.actions.reconcile_totals import reconcile_totals
from aggregates.actions.refresh_totals import refresh_totals
from reporting.actions.clear_expired import clear_expired
from reporting.jobs.job import Job
from submissions.actions.carry_on_batches import carry_on_silent, silent_batches
from submissions.actions.close_due_rounds import close_due_rounds, has_rounds_to_close
from submissions.actions.open_rounds import open_due_rounds
from submissions.actions.send_hourly_reminders import has_hourly_reminders, send_hourly_reminders
from submissions.actions.send_reminders import send_reminders
from submissions.actions.take_effect import take_effect
from submissions.models import DirtyMark
from units.actions.rebuild_lineage import rebuild_lineage
from units.actions.seal_events import seal_events
from units.models import Event


def _open_rounds(slot: datetime) -> str:
    opened = open_due_rounds(at=slot)
    return _("Đã mở %(count)d đợt báo cáo.") % {"count": len(opened)}


def _close_rounds(slot: datetime) -> str:
    return _("Đã khóa %(count)d đợt báo cáo.") % {"count": len(close_due_rounds(at=slot))}


def _send_reminders(slot: datetime) -> str:
    return _("Đã gửi %(count)d thư nhắc.") % {"count": send_reminders(at=slot)}


def _send_hourly_reminders(slot: datetime) -> str:
    return _("Đã gửi %(count)d thư nhắc báo cáo đột xuất.") % {"count": send_hourly_reminders(at=slot)}


def _refresh_totals(slot: datetime) -> str:
    report = refresh_totals(at=slot)
    return _("Đã tính lại %(count)d số tổng hợp.") % {"count": report.totals}


def _reconcile_totals(slot: datetime) -> str:
    differences = reconcile_totals()
    if differences:
        raise RuntimeError(_("Số tổng hợp khác số tính lại ở %(count)d chỗ.") % {"count": len(differences)})
    return _("Số tổng hợp khớp với số tính lại từ đầu.")


def _carry_on_batches(slot: datetime) -> str:
    return _("Đã cho chạy tiếp %(count)d lượt nạp tệp.") % {"count": carry_on_silent(at=slot)}


def _has_silent_batches() -> bool:
    return bool(silent_batches(at=timezone.now()))


def _seal_events(slot: datetime) -> str:
    return _("Đã niêm phong %(count)d sự kiện.") % {"count": seal_events(at=slot)}


def _rebuild_lineage(slot: datetime) -> str:
    count = rebuild_lineage(on=timezone.localdate(slot))
    passed_on = take_effect(at=slot)
    return _("Đã dựng lại %(count)d dòng kế thừa đơn vị, chuyển giao %(passed_on)d nhiệm vụ.") % {
        "count": count, "passed_on": passed_on,
    }  # fmt: skip


def _clear_expired(slot: datetime) -> str:
    return _("Đã dọn %(count)d mục hết hạn.") % {"count": clear_expired(at=slot)}


def _has_dirty_marks() -> bool:
    return DirtyMark.objects.exists()


def _has_unsealed_events() -> bool:
    return Event.objects.filter(seal__isnull=True).exists()


JOBS: tuple[Job, ...] = (
    Job("open_rounds", gettext_noop("Mở đợt báo cáo đến kỳ"), {"hour": "0", "minute": "5"}, _open_rounds),
    Job(
        # What was not closed while nothing ran is closed by the next run.
        "close_rounds",
        gettext_noop("Khóa đợt báo cáo hết hạn"),
        {"minute": "0"},
        _close_rounds,
        has_work=has_rounds_to_close,
        replays=False,
    ),
    Job("send_reminders", gettext_noop("Gửi thư nhắc hạn"), {"hour": "7", "minute": "30"}, _send_reminders),
    Job(
        "send_hourly_reminders",
        gettext_noop("Nhắc báo cáo đột xuất hằng giờ"),
        {"minute": "0"},
        _send_hourly_reminders,
        has_work=has_hourly_reminders,
        replays=False,
    ),
    Job(
        "refresh_totals",
        gettext_noop("Cập nhật số tổng hợp"),
        {"minute": "*"},
        _refresh_totals,
        has_work=_has_dirty_marks,
        replays=False,
    ),
    Job(
        "reconcile_totals",
        gettext_noop("Đối chiếu số tổng hợp hằng đêm"),
        {"hour": "2", "minute": "0"},
        _reconcile_totals,
    ),
    Job(
        # The net under a worker that was killed.
        "carry_on_batches",
        gettext_noop("Chạy tiếp lượt nạp tệp bị dừng giữa chừng"),
        {"minute": "*"},
        _carry_on_batches,
        has_work=_has_silent_batches,
        replays=False,
    ),
    Job(
        "seal_events",
        gettext_noop("Niêm phong nhật ký"),
        {"second": "*/10"},
        _seal_events,
        has_work=_has_unsealed_events,
        replays=False,
    ),
    Job(
        # A reorganisation of a day to come is followed from its day on, by lineage and by open duties.
        "rebuild_lineage",
        gettext_noop("Dựng lại quan hệ kế thừa đơn vị"),
        {"hour": "0", "minute": "1"},
        _rebuild_lineage,
    ),
    Job(
        "clear_expired",
        gettext_noop("Dọn phiên làm việc và khóa đã hết hạn"),
        {"hour": "3", "minute": "30"},
        _clear_expired,
    ),
)

BY_NAME: dict[str, Job] = {job.name: job for job in JOBS}
