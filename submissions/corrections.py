"""The open request for correction of a report."""

from datetime import datetime

from django.utils.translation import gettext as _

from submissions.models import CorrectionRequest, Submission
from units.errors import Conflict
from units.models import User


def open_request(submission: Submission) -> CorrectionRequest | None:
    """The request that waits for an answer; there is at most one."""
    return submission.correction_requests.filter(granted__isnull=True).select_related("asked_by").first()


def answer_request(
    submission: Submission, *, granted: bool, by: User, at: datetime, words: str = ""
) -> CorrectionRequest:
    """Answer the open request of a locked report; Conflict when there is none."""
    request = open_request(submission)
    if request is None:
        raise Conflict(_("Không có đề nghị đính chính nào đang chờ trả lời."), code="no_correction_asked")
    request.granted, request.answered_by, request.answered_at = granted, by, at
    request.answer = words
    request.save(update_fields=["granted", "answered_by", "answered_at", "answer"])
    return request
