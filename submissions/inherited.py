"""Why a unit fills a report about another: that one has ended, and its open duties came over with drafts."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from submissions.drafts import entries
from submissions.models import Submission
from units.models import Reorganisation, Succession
from units.queries import UnitView, describe_units


@dataclass(frozen=True, slots=True)
class Inherited:
    """`former` ended on the day before `since`; `holder` took over, by `document` where one is known.

    `is_divided`: parts of it went elsewhere too. `cells`, `by`: what was typed before, and by whom.
    """

    former: str
    holder: str
    since: date
    document: str
    is_divided: bool
    cells: int
    by: str


def inherited(submission: Submission, subject: UnitView) -> Inherited | None:
    """None unless the subject has ended and another unit answers for it. At most four queries then."""
    assignment = submission.assignment
    if subject.ends is None or subject.id == assignment.responsible_id:
        return None
    steps = Succession.objects.filter(predecessor=subject.id, until__isnull=True).order_by("pk")
    rows = list(steps.values_list("effective_on", "since"))
    if not rows:
        return None
    since, event = rows[0]
    holder = describe_units([assignment.responsible_id], on=timezone.localdate())[assignment.responsible_id]
    decision = Reorganisation.objects.filter(event=event, undone_at__isnull=True).first() if event else None
    typed, by = _typed_before(submission, since)
    return Inherited(
        former=subject.full_name,
        holder=holder.full_name,
        since=since,
        document=decision.document if decision is not None else "",
        is_divided=len(rows) > 1,
        cells=typed,
        by=by,
    )


def _typed_before(submission: Submission, since: date) -> tuple[int, str]:
    """How many cells the former unit's people had typed; who saved last, while it was still theirs."""
    draft = submission.draft
    if draft.saved_at is None or draft.saved_by is None:
        return 0, ""
    cells = sum(1 for one in entries(draft.cells).values() if one.get("v") is not None)
    if timezone.localdate(draft.saved_at) >= since:
        return cells, ""
    return cells, draft.saved_by.full_name
