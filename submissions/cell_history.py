"""Lịch sử ô này, and any two versions of a report cell by cell."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from submissions.background import working_sheet
from submissions.drafts import entries
from submissions.models import Comment, Revision, Status, Submission
from submissions.permissions import may_see_draft
from submissions.queries import comments_for, revisions_of
from submissions.revisions import sheet_of_revision
from submissions.sheet import Sheet
from submissions.views.printed import standing_in
from units.models import User

IN_WORK = frozenset({Status.DRAFT, Status.AWAITING_SIGN_OFF, Status.RETURNED, Status.CORRECTING})
DRAFT = 0
"""The number of the version that is still worked on; sent ones count from 1."""


@dataclass(frozen=True, slots=True)
class Version:
    """What a report said at a time: a sealed revision, or the draft (`revision` None)."""

    number: int
    sheet: Sheet
    revision: Revision | None = None


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell from `before` to `after` (as written on the form). `at` None: in the draft, since its last
    sending. `by` prepared it, `signed_by` sent it; `why` are sentences."""

    number: int
    at: datetime | None
    by: str
    signed_by: str
    before: str
    after: str
    via: str
    counts: bool
    why: list[str] = field(default_factory=list)


def versions_of(user: User, submission: Submission) -> list[Version]:
    """The revisions, oldest first, then the draft where the person may see it and it is worked on."""
    found = []
    for revision in revisions_of(submission):
        revision.submission = submission
        found.append(Version(revision.number, sheet_of_revision(revision), revision))
    if submission.status in IN_WORK and submission.draft.version and may_see_draft(user, submission):
        found.append(Version(DRAFT, working_sheet(submission)))
    return found


def history_of_cell(user: User, submission: Submission, address: str) -> list[CellChange]:
    """Each version in which the cell or note said something else than before, the latest first."""
    comments = [one for one in comments_for(user, submission) if one.address == address]
    found: list[CellChange] = []
    before, since = "", 0
    for version in versions_of(user, submission):
        after = standing_in(version.sheet, address)
        if after == before:
            continue
        asked = [one for one in comments if one.revision and since <= one.revision.number < _order(version)]
        found.append(_change(submission, address, version, before=before, after=after, asked=asked))
        before, since = after, _order(version)
    return found[::-1]


def changed_between(earlier: Sheet, later: Sheet) -> list[tuple[str, str, str]]:
    """(address, before, after) of every cell, note and text that differs, in the order of the form."""
    addresses = [*later.layout.place_of, *later.layout.notes, *(one.address for one in later.layout.sections)]
    gone = [address for address in earlier.layout.place_of if address not in later.layout.place_of]
    both = ((a, standing_in(earlier, a), standing_in(later, a)) for a in dict.fromkeys([*addresses, *gone]))
    return [(address, before, after) for address, before, after in both if before != after]


# ---- parts ------------------------------------------------------------------------------------------------


def _order(version: Version) -> int:
    return version.number or 10**9


def _change(
    submission: Submission,
    address: str,
    version: Version,
    *,
    before: str,
    after: str,
    asked: Iterable[Comment],
) -> CellChange:
    why = [
        _("Yêu cầu sửa: “%(text)s” (%(by)s)") % {"text": one.text, "by": one.made_by.full_name}
        for one in asked
    ]
    if word := version.sheet.explanations.get(address):
        why.append(_("Giải trình: “%(text)s”") % {"text": word})
    revision = version.revision
    if revision is None:
        by, at = _in_draft(submission, address)
        return CellChange(DRAFT, at, by, "", before, after, "", counts=False, why=why)
    if revision.reason:
        why.insert(0, _("Đính chính: “%(text)s”") % {"text": revision.reason})
    if revision.was_told:
        told = {"by": revision.told_by, "how": revision.get_told_how_display()}
        why.append(_("Theo lời %(by)s (%(how)s)") % told)
    return CellChange(
        number=revision.number,
        at=revision.sent_at,
        by=revision.prepared_by.full_name,
        signed_by=revision.signed_by.full_name if revision.signed_as else "",
        before=before,
        after=after,
        via=revision.get_via_display(),
        counts=submission.accepted_id == revision.pk,
        why=why,
    )


def _in_draft(submission: Submission, address: str) -> tuple[str, datetime | None]:
    """Who changed the cell last; when, if that was the last saving."""
    draft = submission.draft
    entry = entries(draft.cells).get(address) or entries(draft.texts).get(address)
    if entry is None:  # computed
        return "", draft.saved_at
    person = User.objects.filter(pk=entry["by"]).first()
    return person.full_name if person else "", draft.saved_at if entry["n"] == draft.version else None
