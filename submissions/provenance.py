"""By what way the draft came to what it says now."""

import json

from submissions.models import Revision, Submission
from units.models import Event


def via_of(submission: Submission) -> str:
    """ "workbook" when the last save of the draft was a workbook's, else "form"; for `sign_and_submit`."""
    last = (
        Event.objects.filter(
            kind="submission.workbook_saved", subject_type="submission", subject_id=submission.pk
        )
        .order_by("-pk")
        .values_list("data", flat=True)
        .first()
    )
    if last is not None and json.loads(last)["version"] == submission.draft.version:
        return Revision.Via.WORKBOOK.value
    return Revision.Via.FORM.value
