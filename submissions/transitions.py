"""The workflow of a report: status × action → status, permission, event. One table; docs/workflow.md is drawn
from it by `manage.py draw_transitions`.

Who may is in `permissions.py`. A report whose figures were accepted once goes back to `correcting`, not to
`draft`: its accepted figures count until the next acceptance, whatever its status says meanwhile.
"""

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from submissions.closing import shut_because
from submissions.conditions import HOLDS, Where
from submissions.models import Revision, Status, Submission
from units.errors import Conflict


class Action(enum.StrEnum):
    EDIT = "edit"
    REQUEST_SIGN_OFF = "request_sign_off"
    NOTHING_TO_REPORT = "nothing_to_report"
    SEND_BACK = "send_back"
    SIGN_AND_SUBMIT = "sign_and_submit"
    SUBMIT_UNSIGNED = "submit_unsigned"
    SIGN_SENT = "sign_sent"
    ENTER_FOR = "enter_for"
    FILL_FOR = "fill_for"
    MOVE = "move"
    WITHDRAW = "withdraw"
    ACCEPT = "accept"
    RETURN_FOR_CHANGES = "return_for_changes"
    REQUEST_CORRECTION = "request_correction"
    GRANT_CORRECTION = "grant_correction"
    REFUSE_CORRECTION = "refuse_correction"
    REPORT_ITSELF = "report_itself"


class Permission(enum.StrEnum):
    """A verb of `units.permissions.VERBS`: at the unit that fills (fill, sign), that checks (review), or that
    owns the regime (define).

    ENTER is no verb: the officer of the regime, the unit that checks, and units above the one that fills.
    """

    FILL = "fill"
    SIGN = "sign"
    REVIEW = "review"
    DEFINE = "define"
    ENTER = "enter"


@dataclass(frozen=True, slots=True)
class Step:
    """`to_corrected` is where it leads when figures of the report have been accepted before; `where` says for
    which reports the step is there. `by_another`: not for whoever filled the report in, unless the unit lets
    one person do both (`own_work.py`).
    """

    to: Status
    permission: Permission
    event: str
    to_corrected: Status | None = None
    where: Where | None = None
    by_another: bool = False


_TYPED = (Status.DRAFT, Status.RETURNED, Status.CORRECTING)
_NOTHING = "submission.nothing_to_report"
_SENT_BACK = "submission.sent_back"
_MOVED = "submission.moved"
_SENT = "submission.submitted"
_TO_SIGN = Step(
    Status.AWAITING_SIGN_OFF, Permission.FILL, "submission.sign_off_requested", where=Where.SIGNED_BEFORE
)
_UNSIGNED = Step(Status.SUBMITTED, Permission.FILL, _SENT, where=Where.SENT_UNSIGNED)
_TOLD = Step(Status.SUBMITTED, Permission.ENTER, "submission.entered_for", where=Where.MAY_BE_ENTERED)

TRANSITIONS: Mapping[tuple[Status, Action], Step] = {
    # Saving a draft is no event.
    **{(status, Action.EDIT): Step(status, Permission.FILL, "") for status in _TYPED},
    # Writes "-" everywhere; the same click then asks for the signature (or sends, where none comes before).
    **{
        (status, Action.NOTHING_TO_REPORT): Step(status, Permission.FILL, _NOTHING, where=Where.TYPED)
        for status in _TYPED
    },
    **{(status, Action.REQUEST_SIGN_OFF): _TO_SIGN for status in _TYPED},
    (Status.AWAITING_SIGN_OFF, Action.SIGN_AND_SUBMIT): Step(
        Status.SUBMITTED, Permission.SIGN, _SENT, by_another=True
    ),
    (Status.AWAITING_SIGN_OFF, Action.SEND_BACK): Step(
        Status.DRAFT, Permission.SIGN, _SENT_BACK, Status.CORRECTING
    ),
    **{(status, Action.SUBMIT_UNSIGNED): _UNSIGNED for status in _TYPED},
    # Sent figures are provisional at once; they can count when the head has signed what was sent.
    (Status.SUBMITTED, Action.SIGN_SENT): Step(
        Status.SUBMITTED,
        Permission.SIGN,
        "submission.signed",
        where=Where.SIGNATURE_TO_COME,
        by_another=True,
    ),
    (Status.SUBMITTED, Action.SEND_BACK): Step(
        Status.DRAFT, Permission.SIGN, _SENT_BACK, Status.CORRECTING, Where.SIGNATURE_TO_COME
    ),
    **{(status, Action.ENTER_FOR): _TOLD for status in _TYPED},
    # One workbook of many units fills their drafts; each unit still signs and sends what is its own.
    **{
        (status, Action.FILL_FOR): Step(
            status, Permission.ENTER, "submission.filled_for", where=Where.MAY_BE_ENTERED
        )
        for status in _TYPED
    },
    # The round goes on with another version of its form: what waits for a signature is to be looked at again.
    **{(status, Action.MOVE): Step(status, Permission.DEFINE, _MOVED) for status in _TYPED},
    (Status.AWAITING_SIGN_OFF, Action.MOVE): Step(Status.DRAFT, Permission.DEFINE, _MOVED, Status.CORRECTING),
    (Status.SUBMITTED, Action.WITHDRAW): Step(
        Status.DRAFT, Permission.FILL, "submission.withdrawn", Status.CORRECTING
    ),
    # By the system where the regime says so.
    (Status.SUBMITTED, Action.ACCEPT): Step(
        Status.ACCEPTED, Permission.REVIEW, "submission.accepted", where=Where.NO_SIGNATURE_TO_COME
    ),
    (Status.SUBMITTED, Action.RETURN_FOR_CHANGES): Step(
        Status.RETURNED, Permission.REVIEW, "submission.returned"
    ),
    (Status.ACCEPTED, Action.REQUEST_CORRECTION): Step(
        Status.ACCEPTED, Permission.FILL, "submission.correction_requested"
    ),
    (Status.ACCEPTED, Action.GRANT_CORRECTION): Step(
        Status.CORRECTING, Permission.REVIEW, "submission.correction_granted"
    ),
    (Status.ACCEPTED, Action.REFUSE_CORRECTION): Step(
        Status.ACCEPTED, Permission.REVIEW, "submission.correction_refused"
    ),
    # A unit that can be reached again says its own figures; nobody need grant that.
    (Status.ACCEPTED, Action.REPORT_ITSELF): Step(
        Status.CORRECTING, Permission.FILL, "submission.reports_itself", where=Where.ENTERED_BY_OTHERS
    ),
}

PERMISSION_OF: Mapping[Action, Permission] = {
    action: step.permission for (_status, action), step in TRANSITIONS.items()
}

BY_ANOTHER = frozenset(action for (_status, action), step in TRANSITIONS.items() if step.by_another)
"""What is not for whoever filled the report in, unless the unit lets one person do both."""

ALSO_WHEN_CLOSED = (Action.ACCEPT, Action.SIGN_SENT)
"""A closed round takes nothing more; what was sent before is still signed and accepted."""


def step_of(submission: Submission, action: Action) -> Step | None:
    """The step `action` is from the report's status, or None; whether duties are open is checked apart."""
    return TRANSITIONS.get((Status(submission.status), action))


def status_after(submission: Submission, step: Step) -> Status:
    if step.to_corrected is not None and submission.accepted_id is not None:
        return step.to_corrected
    return step.to


def may_step(submission: Submission, action: Action) -> bool:
    """Whether status, regime, round and duty allow the action now (who may is another question)."""
    step = step_of(submission, action)
    return step is not None and _is_there(step, submission) and not _is_shut(submission, action)


def _is_there(step: Step, submission: Submission) -> bool:
    return step.where is None or HOLDS[step.where](submission)


def check_step(submission: Submission, action: Action) -> Step:
    """The step, or Conflict that says why not. Call it on a locked submission."""
    if _is_shut(submission, action):
        raise Conflict(shut_because(submission), code="duty_closed")
    step = step_of(submission, action)
    if step is not None and _is_there(step, submission):
        return step
    if step is not None and step.where is Where.NO_SIGNATURE_TO_COME:
        raise Conflict(
            _("Thủ trưởng đơn vị chưa ký bản đã gửi nên số liệu còn là tạm tính; ký rồi mới duyệt được."),
            code="not_signed",
        )
    raise Conflict(
        _("Báo cáo đang ở trạng thái “%(status)s” nên chưa làm được việc này. Hãy tải lại trang.")
        % {"status": Status(submission.status).label},
        code="wrong_status",
        details={"status": submission.status, "action": action.value},
    )


def check_same_form(submission: Submission, version: int) -> None:
    """Conflict when a locked report is not asked in the version of the form that was read before."""
    if submission.assignment.round.version_id != version:
        raise Conflict(
            _("Biểu mẫu vừa đổi phiên bản. Hãy tải lại trang; số đã lưu được chuyển sang biểu mới."),
            code="other_version",
        )


def check_seen(submission: Submission, number: int | None) -> Revision:
    """The revision sent last; Conflict when it is not the one the person looked at (None: do not ask)."""
    sent = submission.sent
    assert sent is not None  # by the constraint on submitted reports
    if number is not None and sent.number != number:
        raise Conflict(
            _("Đơn vị vừa gửi bản mới (lần %(number)d). Hãy tải lại trang để xem bản này.")
            % {"number": sent.number},
            code="newer_revision",
            details={"revision": sent.number},
        )
    return sent


def _is_shut(submission: Submission, action: Action) -> bool:
    assignment = submission.assignment
    if assignment.exempted_at is not None:
        return True
    return assignment.round.closed_at is not None and action not in ALSO_WHEN_CLOSED
