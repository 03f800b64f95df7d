"""Không phát sinh: "-" in every cell for typing by one decision; it counts as reported."""

import json
from datetime import datetime

from django.db import transaction

from indicators.answers import Sign
from submissions.actions.request_sign_off import request_sign_off
from submissions.actions.sign_and_submit import sign_and_submit
from submissions.background import working_sheet
from submissions.conditions import is_unsigned
from submissions.drafts import entries
from submissions.locking import lock
from submissions.models import Draft, Submission
from submissions.permissions import check_may
from submissions.transitions import Action, check_step
from units.actions.record_event import record_event
from units.models import User


def nothing_to_report(*, submission: Submission, by: User, at: datetime, via: str = "form") -> Submission:
    """Fills the draft, then asks for the signature; where none is asked, sends."""
    check_may(by, Action.NOTHING_TO_REPORT, submission)
    with transaction.atomic():
        submission = lock(submission)
        step = check_step(submission, Action.NOTHING_TO_REPORT)
        _fill(submission, by=by, at=at)
        record_event(
            kind=step.event,
            by=by,
            at=at,
            subject=submission,
            unit=submission.assignment.responsible_id,
        )
        if is_unsigned(submission):
            return sign_and_submit(submission=submission, by=by, at=at, via=via)
        return request_sign_off(submission=submission, by=by, at=at)


def _fill(submission: Submission, *, by: User, at: datetime) -> None:
    draft: Draft = submission.draft
    draft.version += 1
    cells = entries(draft.cells)
    for address in working_sheet(submission).typed:
        cells[address] = {"v": Sign.NONE.symbol, "n": draft.version, "by": by.pk}
    draft.cells = json.dumps(cells, ensure_ascii=False, separators=(",", ":"))
    draft.nothing_to_report, draft.saved_by, draft.saved_at = True, by, at
    draft.save(update_fields=["cells", "nothing_to_report", "version", "saved_by", "saved_at"])
