"""Reads used by more than one screen. Everything starts from what the person may reach."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.models import Assignment, Regime
from indicators.queries import effective_due, reachable_assignments, reused_addresses, reusing_choices
from submissions.background import background_of_sent, working_sheet
from submissions.conditions import waits_for_signature
from submissions.drafts import sheet_of_draft
from submissions.locking import BLANK
from submissions.models import Comment, CorrectionRequest, Revision, Status, Submission, Upload
from submissions.own_work import is_own
from submissions.permissions import check_may_see_cells, may_edit, may_see_draft, units_reviewed_by
from submissions.provenance import FILLED
from submissions.revisions import sheet_of_revision
from submissions.sheet import Sheet, as_said
from submissions.signers import units_signed_by
from units.errors import NotWithinReach
from units.models import Event, Membership, User
from units.one_person import letting_one_person
from units.permissions import VERBS, units_where
from units.queries import UnitView, describe_units, valid_on

__all__ = ["sheet_of_draft", "sheet_of_revision"]

BESIDE = (
    "assignment__round__template__regime",
    "assignment__round__version",
    "assignment__round__period",
    "assignment__subject",
    "sent__signature",
    "accepted",
    "draft",
)
TO_SAVE = (*BESIDE[:3], "draft")
WITH_THE_UNIT = (Status.DRAFT, Status.AWAITING_SIGN_OFF, Status.RETURNED, Status.CORRECTING)


def submission_for(user: User, assignment_id: int) -> Submission:
    """The report of a duty within the person's reach, or NotWithinReach."""
    return _one(user, Q(assignment=assignment_id))


def submission_to_save(user: User, assignment_id: int) -> Submission:
    """The same with no more beside it than saving reads, for who may fill it; whoever may not meets
    `submission_for`. A page saves at every pause in typing.
    """
    beside = Submission.objects.select_related(*TO_SAVE).defer(BLANK)
    found = beside.filter(assignment=assignment_id).first()
    return found if found is not None and may_edit(user, found) else submission_for(user, assignment_id)


def submission_by_id(user: User, submission_id: int) -> Submission:
    """The same by the report's own number (addresses of the review)."""
    return _one(user, Q(pk=submission_id))


def _one(user: User, which: Q) -> Submission:
    uploads = Upload.objects.filter(submission=OuterRef("pk"), revision__isnull=True, undone_at__isnull=True)
    told = Event.objects.filter(kind=FILLED, subject_type="submission", subject_id=OuterRef("pk"))
    beside = {"has_uploads": Exists(uploads), "was_filled": Exists(told)}
    reports = reachable_submissions(user).select_related("sent__signed_by", "sent__prepared_by")
    found = reports.filter(which).annotate(**beside).first()
    if found is None:
        raise NotWithinReach(_("Không có báo cáo này trong phạm vi của anh/chị."))
    return found


def reachable_submissions(user: User) -> QuerySet[Submission]:
    """Reports of the duties a person may see, with what pages read beside them."""
    within = reachable_assignments(user).values("pk")
    return Submission.objects.filter(assignment__in=within).select_related(*BESIDE).defer(BLANK)


def sheet_for(user: User, submission: Submission) -> Sheet:
    """What this person may see of the cells: the draft for the unit's own people, else what was sent last."""
    check_may_see_cells(user, submission)
    if submission.sent is None or may_see_draft(user, submission):
        return working_sheet(submission)
    submission.sent.submission = submission
    return as_said(sheet_of_revision(submission.sent), background_of_sent(submission, submission.sent))


# ---- lists ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Duty:
    """One line of the to-do or of a review: the report, how far it is, when it is due."""

    submission: Submission
    subject: UnitView
    status: Status
    due: datetime
    is_late: bool
    answered: int
    asked: int
    open_comments: int
    has_open_correction: bool
    waits_for_signature: bool = False

    @property
    def assignment(self) -> Assignment:
        return self.submission.assignment

    @property
    def is_ad_hoc(self) -> bool:
        return self.assignment.round.template.regime.kind == Regime.Kind.AD_HOC


def todo_of(user: User, *, at: datetime) -> list[Duty]:
    """Reports of the units where the person fills or signs, the nearest due first. What was sent before its
    round was closed can still be signed. Five queries."""
    signed = units_signed_by(user)
    mine = _asked().filter(assignment__responsible__in=units_filled_by(user) | signed)
    unsigned = Q(_SIGNATURE_TO_COME, assignment__responsible__in=signed)
    return _duties(mine.filter(_IN_OPEN_ROUND | unsigned), at=at)


def own_in_vain(user: User, duties: Iterable[Duty]) -> frozenset[int]:
    """The reports that are the person's own work, where the unit lets nobody sign that. At most one query."""
    own = [duty.submission for duty in duties if is_own(user, duty.submission)]
    letting = letting_one_person(one.assignment.responsible_id for one in own) if own else frozenset()
    return frozenset(one.pk for one in own if one.assignment.responsible_id not in letting)


def units_filled_by(user: User) -> frozenset[int]:
    """The units where the person fills or signs."""
    return units_where(user, _roles_with("fill", "sign"))


def waiting_for(user: User) -> QuerySet[Submission]:
    """Sent reports and requests for correction that wait for this person's answer as a reviewer. What was
    sent before its round was closed still waits."""
    asked = Q(_IN_OPEN_ROUND, asks_for_correction(), status=Status.ACCEPTED)
    return _asked().filter(
        Q(status=Status.SUBMITTED) | asked, assignment__recipient__in=units_reviewed_by(user)
    )


def asks_for_correction() -> Exists:
    """A condition on reports: a request for correction waits for an answer."""
    return Exists(CorrectionRequest.objects.filter(submission=OuterRef("pk"), granted__isnull=True))


def duties_of(submissions: QuerySet[Submission], *, at: datetime) -> list[Duty]:
    """The same lines for any reports, such as all of a round."""
    return _duties(submissions.select_related(*BESIDE).defer(BLANK), at=at)


def _roles_with(*verbs: str) -> list[str]:
    return [role for role, held in VERBS.items() if held & set(verbs)]


_IN_OPEN_ROUND = Q(assignment__round__closed_at__isnull=True)
_SIGNATURE_TO_COME = Q(
    status=Status.SUBMITTED,
    assignment__round__template__regime__sign_off=Regime.SignOff.AFTER,
    sent__told_how="",
    sent__signature__isnull=True,
    sent__signed_as="",
)


def _asked() -> QuerySet[Submission]:
    """Of duties that are not exempt."""
    return (
        Submission.objects.filter(assignment__exempted_at__isnull=True).select_related(*BESIDE).defer(BLANK)
    )


def _duties(submissions: QuerySet[Submission], *, at: datetime) -> list[Duty]:
    rows = list(
        submissions.annotate(
            open_comments=Count("comments", filter=Q(comments__resolved_at__isnull=True), distinct=True),
            open_requests=Count(
                "correction_requests", filter=Q(correction_requests__granted__isnull=True), distinct=True
            ),
            reuses=Exists(reusing_choices().filter(version=OuterRef("assignment__round__version"))),
        )
    )
    versions = {row.assignment.round.version_id: row.assignment.round.version for row in rows}
    for row in rows:  # one form for all that are asked in it
        row.assignment.round.version = versions[row.assignment.round.version_id]
    names = describe_units(row.assignment.subject_id for row in rows)
    reusing = {row.assignment.round.version_id for row in rows if getattr(row, "reuses", False)}
    reused = reused_addresses(reusing) if reusing else {}
    duties = [_duty(row, names[row.assignment.subject_id], at, reused=reused) for row in rows]
    return sorted(duties, key=lambda duty: (duty.due, duty.subject.sort_key, duty.submission.pk))


def _duty(row: Submission, subject: UnitView, at: datetime, *, reused: Mapping[int, frozenset[str]]) -> Duty:
    sheet = sheet_of_draft(row)
    filled_in = reused.get(row.assignment.round.version_id, frozenset())
    typed = [address for address in sheet.typed if address not in filled_in]
    due = effective_due(row.assignment)
    return Duty(
        submission=row,
        subject=subject,
        status=Status(row.status),
        due=due,
        is_late=is_late(row, due=due, at=at),
        answered=sum(1 for address in typed if address in sheet.cells),
        asked=len(typed),
        open_comments=getattr(row, "open_comments", 0),
        has_open_correction=bool(getattr(row, "open_requests", 0)),
        waits_for_signature=waits_for_signature(row),
    )


def is_late(submission: Submission, *, due: datetime, at: datetime) -> bool:
    """Overdue while it is with the unit and was never accepted; sent late once it is sent."""
    if submission.status in (Status.SUBMITTED, Status.ACCEPTED):
        return submission.sent is not None and submission.sent.is_late
    return submission.accepted_id is None and at > due


def without_people(units: Iterable[UnitView]) -> list[UnitView]:
    """Of the units, those where nobody fills or signs today: a duty would be seen by no one. One query."""
    listed = list(units)
    if not listed:
        return []
    held = Membership.objects.filter(
        valid_on(timezone.localdate()), role__in=_roles_with("fill", "sign"), user__is_active=True
    )
    manned = set(held.values_list("unit", flat=True))
    return [unit for unit in listed if unit.id not in manned]


# ---- one report -------------------------------------------------------------------------------------------


INSIDE_THE_UNIT = ("submission.sent_back",)
"""Events, and comments on no revision, that are between a head and a clerk."""


def comments_for(user: User, submission: Submission) -> QuerySet[Comment]:
    """Comments this person may read: what a head told the clerk before sending stays in the unit."""
    comments = submission.comments.select_related("made_by").order_by("made_at", "pk")
    return comments if may_see_draft(user, submission) else comments.filter(revision__isnull=False)


def events_of(submission: Submission, *, user: User) -> list[Event]:
    """What happened to a report as this person may know it, oldest first, with who did it."""
    happened = Event.objects.filter(subject_type="submission", subject_id=submission.pk)
    if not may_see_draft(user, submission):
        happened = happened.exclude(kind__in=INSIDE_THE_UNIT)
    return list(happened.select_related("actor").order_by("pk"))


def revisions_of(submission: Submission) -> list[Revision]:
    """What was sent, oldest first."""
    people = ("signed_by", "prepared_by", "signature__signed_by")
    sent = submission.revisions.select_related(*people).order_by("number")
    return list(sent)
