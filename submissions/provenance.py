"""By what way the draft came to what it says now."""

import json
from dataclasses import dataclass
from datetime import datetime

from submissions.models import Revision, Submission
from units.models import Event

FILLED = "submission.filled_for"


@dataclass(frozen=True, slots=True)
class FilledFor:
    """Somebody else put cells into the draft, from a workbook of many units."""

    who: str
    at: datetime
    file: str
    cells: int


def filled_for(submission: Submission) -> FilledFor | None:
    """The last time this happened to the draft; None when it did not. One query."""
    last = (
        Event.objects.filter(kind=FILLED, subject_type="submission", subject_id=submission.pk)
        .select_related("actor")
        .order_by("-pk")
        .first()
    )
    if last is None:
        return None
    said = json.loads(last.data)
    return FilledFor(last.actor.full_name if last.actor else "", last.at, said["file"], said["cells"])


def via_of(submission: Submission) -> str:
    """ "workbook" when the last save of the draft was a workbook's, else "form"; for `sign_and_submit`."""
    last = (
        Event.objects.filter(
            kind__in=("submission.workbook_saved", FILLED),
            subject_type="submission",
            subject_id=submission.pk,
        )
        .order_by("-pk")
        .values_list("data", flat=True)
        .first()
    )
    if last is not None and json.loads(last)["version"] == submission.draft.version:
        return Revision.Via.WORKBOOK.value
    return Revision.Via.FORM.value
