"""The open request for correction of a report, and what the report would say by it."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from indicators.answers import AnswerError, parse_plain, words_of
from submissions.background import background_of_sent
from submissions.models import CorrectionRequest, Status, Submission
from submissions.revisions import sheet_of_revision
from submissions.sheet import Sheet, recomputed
from units.errors import BadContent, Conflict
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


def moves_totals(submission: Submission) -> bool:
    """Whether new figures are known of a report that counts: asked for in a request, or sent again."""
    if submission.status == Status.ACCEPTED:
        request = open_request(submission)
        return request is not None and request.cells != "{}"
    return submission.status == Status.SUBMITTED and submission.accepted_id is not None


def accepted_sheet(submission: Submission) -> Sheet:
    """What counts now."""
    accepted = submission.accepted
    assert accepted is not None  # by the constraint on accepted reports
    accepted.submission = submission
    return recomputed(sheet_of_revision(accepted), background_of_sent(submission, accepted))


def asked_cells(submission: Submission) -> dict[str, str]:
    """What the open request would have in which cells: address → plain answer."""
    request = open_request(submission)
    cells: dict[str, str] = json.loads(request.cells) if request else {}
    return cells


def corrected_sheet(submission: Submission) -> Sheet:
    """What the report would say with the figures of its open request, computed cells with them."""
    sheet = accepted_sheet(submission)
    place_of = sheet.layout.place_of
    asked = {
        address: parse_plain(text, decimals=place_of[address][3].decimals)
        for address, text in asked_cells(submission).items()
        if address in place_of
    }
    return recomputed(replace(sheet, cells={**sheet.cells, **asked}), sheet.background)


def check_asked(submission: Submission, cells: Mapping[str, str]) -> None:
    """BadContent unless each is an answer that may stand in a cell for typing."""
    sheet = accepted_sheet(submission)
    for address, text in cells.items():
        if address not in sheet.typed:
            raise BadContent(
                _("Biểu này không có ô nhập “%(address)s”.") % {"address": address[:200]}, code="unknown_cell"
            )
        try:
            parse_plain(text, decimals=sheet.layout.place_of[address][3].decimals)
        except AnswerError as error:
            sentence, params = words_of(error)
            where = sheet.layout.excel_cell(address)
            raise BadContent(f"{where}: {_(sentence) % params}", code=error.code) from error
