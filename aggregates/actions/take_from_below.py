"""Lấy số từ cấp dưới: the draft of a consolidated report takes what those accepted below come to now."""

import json
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from aggregates.consolidating import now_below, source_round
from indicators.answers import plain
from submissions.consolidating import check_consolidated, consolidation_of
from submissions.locking import lock
from submissions.models import Consolidation, Submission
from submissions.permissions import check_may
from submissions.transitions import Action, check_step
from units.errors import Conflict
from units.models import User


def take_from_below(*, submission: Submission, by: User, at: datetime) -> Consolidation:
    """A snapshot, until the next taking: what is corrected below later shows as a difference.

    Own parts stay. Conflict while the round of the form below is not open.
    """
    check_may(by, Action.EDIT, submission)
    with transaction.atomic():
        submission = lock(submission)
        check_step(submission, Action.EDIT)
        check_consolidated(submission)
        if source_round(submission) is None:
            raise Conflict(_("Chưa mở đợt báo cáo của cấp dưới cho kỳ này."), code="nothing_below")
        now = now_below(submission)
        kept = consolidation_of(submission) or Consolidation(submission=submission)
        kept.taken = json.dumps(
            {
                "cells": {a: None if said is None else plain(said) for a, said in now.cells.items()},
                "reports": sorted(now.accepted.items()),
                "missing": now.missing,
            },
            ensure_ascii=False,
        )
        kept.taken_at, kept.taken_by = at, by
        kept.save()
        draft = submission.draft
        draft.version, draft.saved_at, draft.saved_by = draft.version + 1, at, by
        draft.save(update_fields=["version", "saved_at", "saved_by"])
    return kept
