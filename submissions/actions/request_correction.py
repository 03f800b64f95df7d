"""Đề nghị đính chính: the unit asks to correct a report whose figures already count."""

import json
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from submissions.corrections import check_asked
from submissions.locking import lock
from submissions.models import CorrectionRequest, Submission
from submissions.permissions import check_may
from submissions.transitions import Action, check_step
from submissions.words import required
from units.actions.record_event import record_event
from units.errors import Conflict
from units.models import User


def request_correction(
    *,
    submission: Submission,
    by: User,
    at: datetime,
    reason: str,
    cells: Mapping[str, str] | None = None,
) -> Submission:
    """The report stays accepted; the recipient grants or refuses. `cells`: what shall stand in which cells,
    as plain answers, as far as is known: the recipient sees which totals that moves before answering.
    """
    check_may(by, Action.REQUEST_CORRECTION, submission)
    reason = required(reason, missing=_("Hãy ghi lý do đính chính."))
    with transaction.atomic():
        submission = lock(submission)
        step = check_step(submission, Action.REQUEST_CORRECTION)
        if submission.correction_requests.filter(granted__isnull=True).exists():
            raise Conflict(
                _("Đã có một đề nghị đính chính đang chờ trả lời."), code="correction_already_asked"
            )
        check_asked(submission, cells or {})
        CorrectionRequest.objects.create(
            submission=submission,
            reason=reason,
            cells=json.dumps(cells or {}, ensure_ascii=False, sort_keys=True),
            asked_by=by,
            asked_at=at,
        )
        record_event(
            kind=step.event,
            by=by,
            at=at,
            subject=submission,
            unit=submission.assignment.responsible_id,
            data={"reason": reason} | ({"cells": dict(cells)} if cells else {}),
        )
    return submission
