"""Lịch sử: what happened to a report, in words, with every revision that was sent."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from submissions.originals import uploads_seen
from submissions.permissions import may_see_cells
from submissions.queries import events_of, revisions_of, submission_for
from submissions.views.report import heading
from units.models import Event, User

WORDS = {
    "submission.sign_off_requested": gettext_lazy("trình ký"),
    "submission.nothing_to_report": gettext_lazy("ghi không phát sinh và trình ký"),
    "submission.submitted": gettext_lazy("ký và gửi báo cáo"),
    "submission.signed": gettext_lazy("ký bản đã gửi"),
    "submission.entered_for": gettext_lazy("nhập thay đơn vị"),
    "submission.filled_for": gettext_lazy("điền thay vào bản nháp từ tệp nhiều đơn vị"),
    "submission.reports_itself": gettext_lazy("tự báo cáo lại, thay số đã nhập thay"),
    "submission.sent_back": gettext_lazy("chuyển lại người lập"),
    "submission.moved": gettext_lazy("chuyển sang phiên bản mới của biểu mẫu"),
    "submission.withdrawn": gettext_lazy("rút lại báo cáo đã gửi"),
    "submission.accepted": gettext_lazy("duyệt số liệu"),
    "submission.returned": gettext_lazy("trả lại để sửa"),
    "submission.correction_requested": gettext_lazy("xin đính chính"),
    "submission.correction_granted": gettext_lazy("đồng ý đính chính"),
    "submission.correction_refused": gettext_lazy("không đồng ý đính chính"),
    "submission.workbook_handed_out": gettext_lazy("tải tệp Excel"),
    "submission.workbook_saved": gettext_lazy("nạp số liệu từ tệp Excel"),
    "submission.upload_undone": gettext_lazy("hoàn tác tệp Excel đã nạp"),
    "submission.upload_handed_back": gettext_lazy("tải tệp Excel đã đánh dấu hoặc danh sách lỗi"),
    "submission.original_handed_out": gettext_lazy("tải tệp gốc đã nạp"),
    "submission.enclosure_added": gettext_lazy("kèm tài liệu"),
    "submission.enclosure_removed": gettext_lazy("bỏ tài liệu kèm theo"),
    "submission.enclosure_restored": gettext_lazy("lấy lại tài liệu đã bỏ"),
    "submission.enclosure_handed_out": gettext_lazy("tải tài liệu kèm theo"),
    "submission.workbook_refused": gettext_lazy("nạp tệp Excel, không đọc được"),
}


@require_GET
def history(request: HttpRequest, assignment_id: int) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    submission = submission_for(user, assignment_id)
    sees = may_see_cells(user, submission)
    context = heading(submission) | {
        "lines": [_line(event) for event in reversed(events_of(submission, user=user))],
        "revisions": list(reversed(revisions_of(submission))) if sees else [],
        "uploads": list(uploads_seen(user, submission)),
    }
    return render(request, "submissions/history.html", context)


def _line(event: Event) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(event.data)
    return {
        "at": event.at,
        "who": event.actor.full_name if event.actor else _("hệ thống"),
        "did": str(WORDS.get(event.kind, event.kind)),
        "why": data.get("reason", ""),
        "revision": data.get("revision", ""),
    }
