"""Duties, sheets and reports: load within reach, act, answer."""

from typing import Annotated, Any

from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Header, Query, Router
from ninja.errors import HttpError

from indicators.queries import reachable_rounds
from submissions import schemas
from submissions.actions.save_draft import save_draft
from submissions.api_verbs import router as verbs_router
from submissions.coverage import coverage
from submissions.drafts import lists_in_words
from submissions.models import Status
from submissions.permissions import may_see_draft
from submissions.presenting import (
    assignment_as_dict,
    assignments_as_dicts,
    sheet_as_dict,
    submission_as_dict,
    unit_as_dict,
)
from submissions.queries import (
    reachable_submissions,
    sheet_for,
    submission_by_id,
    submission_for,
    units_filled_by,
)
from units.api_auth import check_scope, user_of
from units.errors import BadContent, NotWithinReach
from units.paging import Limit, Offset

router = Router(tags=["submissions"])
IfMatch = Annotated[str | None, Header(alias="If-Match")]
router.add_router("", verbs_router)


# ---- reading ----------------------------------------------------------------------------------------------


@router.get("/rounds/{int:round_id}/coverage", response=schemas.CoverageOut, summary="Who has reported")
def get_coverage(request: HttpRequest, round_id: int) -> dict[str, Any]:
    check_scope(request, "read")
    user = user_of(request)
    round_ = reachable_rounds(user).select_related("period").filter(pk=round_id).first()
    if round_ is None:
        raise NotWithinReach(_("Không có đợt báo cáo này trong phạm vi của anh/chị."))
    found = coverage(round_, at=timezone.now(), user=user)
    return {
        "round": round_id,
        "expected": found.expected,
        "sent": found.sent,
        "accepted": found.accepted,
        "returned": found.returned,
        "late": found.late,
        "exempt": found.exempt,
        "missing": [unit_as_dict(unit) for unit in found.missing],
    }


@router.get("/assignments", response=schemas.AssignmentList, summary="Duties, the nearest due first")
def list_assignments(
    request: HttpRequest,
    mine: bool = False,
    status: str = "",
    round: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
    limit: Limit = 50,
    offset: Offset = 0,
) -> dict[str, Any]:
    check_scope(request, "read")
    user = user_of(request)
    found = reachable_submissions(user)
    if mine:
        found = found.filter(assignment__responsible__in=units_filled_by(user))
    if status:
        found = found.filter(status=_known_status(status))
    if round is not None:
        found = found.filter(assignment__round=round)
    ordered = found.order_by(Coalesce("assignment__extended_to", "assignment__due_at"), "pk")
    items = assignments_as_dicts(list(ordered[offset : offset + limit]), user=user, at=timezone.now())
    return {"items": items, "count": found.count()}


def _known_status(status: str) -> str:
    if status not in Status.values:
        raise BadContent(
            _("Trạng thái phải là một trong: %(known)s.") % {"known": ", ".join(Status.values)},
            code="unknown_status",
        )
    return status


@router.get("/assignments/{int:assignment_id}", response=schemas.AssignmentOut, summary="One duty")
def get_assignment(request: HttpRequest, assignment_id: int) -> dict[str, Any]:
    check_scope(request, "read")
    user = user_of(request)
    return assignment_as_dict(submission_for(user, assignment_id), user=user, at=timezone.now())


@router.get("/submissions/{int:submission_id}", response=schemas.SubmissionOut, summary="One report")
def get_submission(request: HttpRequest, submission_id: int) -> dict[str, Any]:
    check_scope(request, "read")
    user = user_of(request)
    return submission_as_dict(submission_by_id(user, submission_id), user=user, at=timezone.now())


# ---- the sheet --------------------------------------------------------------------------------------------


@router.get("/assignments/{int:assignment_id}/sheet", response=schemas.SheetOut, summary="The filled form")
def get_sheet(request: HttpRequest, response: HttpResponse, assignment_id: int) -> dict[str, Any]:
    """The draft for the unit's own people, what was sent last for others. The ETag is for `If-Match`."""
    check_scope(request, "read")
    user = user_of(request)
    submission = submission_for(user, assignment_id)
    sheet = sheet_for(user, submission)
    own = submission.sent is None or may_see_draft(user, submission)
    version = submission.draft.version
    response["ETag"] = f'"{version}"' if own else f'"r{submission.sent.number if submission.sent else 0}"'
    return sheet_as_dict(sheet, submission, version=version)


@router.put("/assignments/{int:assignment_id}/sheet", response=schemas.SheetOut, summary="Save the draft")
def put_sheet(
    request: HttpRequest,
    response: HttpResponse,
    assignment_id: int,
    body: schemas.SheetIn,
    if_match: IfMatch = None,
) -> dict[str, Any]:
    """Only the cells given change. 428 without `If-Match`; 409 names cells changed since, both values."""
    check_scope(request, "submit")
    user = user_of(request)
    submission = submission_for(user, assignment_id)
    if if_match is None:
        raise HttpError(428, _("Hãy gửi kèm If-Match: ETag nhận được khi đọc biểu."))
    saved = save_draft(
        submission=submission,
        cells=body.cells,
        texts={**body.texts, **lists_in_words(submission, body.lists)},
        explanations=body.explanations,
        by=user,
        at=timezone.now(),
        seen_version=_seen(if_match),
    )
    response["ETag"] = f'"{saved.version}"'
    submission = submission_for(user, assignment_id)
    return sheet_as_dict(saved.sheet, submission, version=saved.version)


def _seen(if_match: str) -> int | None:
    """The version of an ETag; None for "*" (whatever it is now)."""
    text = if_match.strip().removeprefix("W/").strip('"')
    if text == "*":
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadContent(_("If-Match phải là ETag nhận được khi đọc biểu."), code="unknown_version")
    return int(text)
