"""What people do with reports: the unit's verbs, the review, corrections."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Header, Router

from submissions import schemas
from submissions.actions.accept import accept
from submissions.actions.enter_for import enter_for
from submissions.actions.grant_correction import grant_correction
from submissions.actions.nothing_to_report import nothing_to_report
from submissions.actions.refuse_correction import refuse_correction
from submissions.actions.report_itself import report_itself
from submissions.actions.request_correction import request_correction
from submissions.actions.request_sign_off import request_sign_off
from submissions.actions.return_for_changes import return_for_changes
from submissions.actions.send_back import send_back
from submissions.actions.sign_and_submit import sign_and_submit
from submissions.actions.sign_sent import sign_sent
from submissions.actions.withdraw import withdraw
from submissions.drafts import lists_in_words, plain_sheet
from submissions.enclosing import aside_for
from submissions.idempotency import once
from submissions.models import Submission
from submissions.permissions import check_may
from submissions.presenting import assignment_as_dict
from submissions.queries import submission_by_id, submission_for
from submissions.transitions import Action
from units.api_auth import check_scope, user_of
from units.models import User

router = Router(tags=["submissions"])
Acting = Callable[[Submission, User, datetime], Submission]
Key = Annotated[str | None, Header(alias="Idempotency-Key")]


# ---- the unit's verbs -------------------------------------------------------------------------------------


def _of_duty(
    request: HttpRequest, assignment_id: int, verb: str, key: str | None, said: Any, act: Acting
) -> dict[str, Any]:
    """Do one verb with the report of a duty, once a key; the duty as it is then."""
    check_scope(request, "submit")
    user = user_of(request)
    submission = submission_for(user, assignment_id)
    return _answer(user, submission, f"{verb} {assignment_id}", key, said, act)


def _answer(
    user: User, submission: Submission, operation: str, key: str | None, said: Any, act: Acting
) -> dict[str, Any]:
    now = timezone.now()

    def effect() -> dict[str, Any]:
        return assignment_as_dict(act(submission, user, now), user=user, at=now)

    answer: dict[str, Any] = once(user=user, key=key, operation=operation, request=said, at=now, act=effect)
    return answer


@router.post("/assignments/{int:assignment_id}/request-sign-off", response=schemas.AssignmentOut)
def post_request_sign_off(request: HttpRequest, assignment_id: int, key: Key = None) -> dict[str, Any]:
    def act(submission: Submission, by: User, at: datetime) -> Submission:
        return request_sign_off(submission=submission, by=by, at=at)

    return _of_duty(request, assignment_id, "request-sign-off", key, None, act)


@router.post("/assignments/{int:assignment_id}/send-back", response=schemas.AssignmentOut)
def post_send_back(
    request: HttpRequest, assignment_id: int, body: schemas.ReasonIn, key: Key = None
) -> dict[str, Any]:
    def act(submission: Submission, by: User, at: datetime) -> Submission:
        return send_back(submission=submission, by=by, at=at, reason=body.reason)

    return _of_duty(request, assignment_id, "send-back", key, body.dict(), act)


@router.post("/assignments/{int:assignment_id}/sign-and-submit", response=schemas.AssignmentOut)
def post_sign_and_submit(
    request: HttpRequest,
    assignment_id: int,
    body: schemas.SignIn | None = None,
    key: Key = None,
) -> dict[str, Any]:
    said = body or schemas.SignIn()

    def act(submission: Submission, by: User, at: datetime) -> Submission:
        return sign_and_submit(
            submission=submission, by=by, at=at, capacity=said.capacity, via="api", seen_version=said.version
        )

    return _of_duty(request, assignment_id, "sign-and-submit", key, said.dict(), act)


@router.post(
    "/assignments/{int:assignment_id}/sign",
    response=schemas.AssignmentOut,
    summary="Sign what was sent, where the signature comes after",
)
def post_sign(
    request: HttpRequest, assignment_id: int, body: schemas.SignSentIn | None = None, key: Key = None
) -> dict[str, Any]:
    said = body or schemas.SignSentIn()

    def act(submission: Submission, by: User, at: datetime) -> Submission:
        return sign_sent(submission=submission, by=by, at=at, **said.dict())

    return _of_duty(request, assignment_id, "sign", key, said.dict(), act)


@router.post(
    "/assignments/{int:assignment_id}/enter-for",
    response=schemas.AssignmentOut,
    summary="Enter what a unit that is cut off phoned in",
)
def post_enter_for(
    request: HttpRequest, assignment_id: int, body: schemas.EnterForIn, key: Key = None
) -> dict[str, Any]:
    def act(submission: Submission, by: User, at: datetime) -> Submission:
        check_may(by, Action.ENTER_FOR, submission)
        sheet = replace(
            plain_sheet(submission, body.cells, explanations=body.explanations),
            texts={**body.texts, **lists_in_words(submission, body.lists)},
            enclosures=aside_for(submission, by, body.files),
        )
        return enter_for(
            submission=submission, sheet=sheet, told_by=body.told_by, told_how=body.told_how, by=by, at=at
        )

    return _of_duty(request, assignment_id, "enter-for", key, body.dict(), act)


@router.post(
    "/assignments/{int:assignment_id}/report-itself",
    response=schemas.AssignmentOut,
    summary="Say one's own figures in place of those entered by somebody else",
)
def post_report_itself(request: HttpRequest, assignment_id: int, key: Key = None) -> dict[str, Any]:
    def act(submission: Submission, by: User, at: datetime) -> Submission:
        return report_itself(submission=submission, by=by, at=at)

    return _of_duty(request, assignment_id, "report-itself", key, None, act)


@router.post("/assignments/{int:assignment_id}/withdraw", response=schemas.AssignmentOut)
def post_withdraw(request: HttpRequest, assignment_id: int, key: Key = None) -> dict[str, Any]:
    def act(submission: Submission, by: User, at: datetime) -> Submission:
        return withdraw(submission=submission, by=by, at=at)

    return _of_duty(request, assignment_id, "withdraw", key, None, act)


@router.post("/assignments/{int:assignment_id}/nothing-to-report", response=schemas.AssignmentOut)
def post_nothing_to_report(request: HttpRequest, assignment_id: int, key: Key = None) -> dict[str, Any]:
    def act(submission: Submission, by: User, at: datetime) -> Submission:
        return nothing_to_report(submission=submission, by=by, at=at, via="api")

    return _of_duty(request, assignment_id, "nothing-to-report", key, None, act)


# ---- review, and corrections ------------------------------------------------------------------------------


def _of_report(
    request: HttpRequest, submission_id: int, scope: str, verb: str, key: str | None, said: Any, act: Acting
) -> dict[str, Any]:
    check_scope(request, scope)
    user = user_of(request)
    submission = submission_by_id(user, submission_id)
    return _answer(user, submission, f"{verb} {submission_id}", key, said, act)


@router.post("/submissions/{int:submission_id}/accept", response=schemas.AssignmentOut)
def post_accept(
    request: HttpRequest,
    submission_id: int,
    body: schemas.AcceptIn | None = None,
    key: Key = None,
) -> dict[str, Any]:
    seen = body.revision if body else None

    def act(submission: Submission, by: User, at: datetime) -> Submission:
        return accept(submission=submission, by=by, at=at, revision=seen)

    return _of_report(request, submission_id, "review", "accept", key, seen, act)


@router.post("/submissions/{int:submission_id}/return", response=schemas.AssignmentOut)
def post_return(
    request: HttpRequest, submission_id: int, body: schemas.ReturnIn, key: Key = None
) -> dict[str, Any]:
    def act(submission: Submission, by: User, at: datetime) -> Submission:
        return return_for_changes(submission=submission, by=by, at=at, **body.dict())

    return _of_report(request, submission_id, "review", "return", key, body.dict(), act)


@router.post("/submissions/{int:submission_id}/request-correction", response=schemas.AssignmentOut)
def post_request_correction(
    request: HttpRequest, submission_id: int, body: schemas.CorrectionIn, key: Key = None
) -> dict[str, Any]:
    def act(submission: Submission, by: User, at: datetime) -> Submission:
        return request_correction(submission=submission, by=by, at=at, reason=body.reason, cells=body.cells)

    return _of_report(request, submission_id, "submit", "request-correction", key, body.dict(), act)


@router.post("/submissions/{int:submission_id}/grant-correction", response=schemas.AssignmentOut)
def post_grant_correction(request: HttpRequest, submission_id: int, key: Key = None) -> dict[str, Any]:
    def act(submission: Submission, by: User, at: datetime) -> Submission:
        return grant_correction(submission=submission, by=by, at=at)

    return _of_report(request, submission_id, "review", "grant-correction", key, None, act)


@router.post("/submissions/{int:submission_id}/refuse-correction", response=schemas.AssignmentOut)
def post_refuse_correction(
    request: HttpRequest, submission_id: int, body: schemas.ReasonIn, key: Key = None
) -> dict[str, Any]:
    def act(submission: Submission, by: User, at: datetime) -> Submission:
        return refuse_correction(submission=submission, by=by, at=at, reason=body.reason)

    return _of_report(request, submission_id, "review", "refuse-correction", key, body.dict(), act)
