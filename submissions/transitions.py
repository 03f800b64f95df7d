"""The workflow of a report: status × action → status, permission, event. One table; docs/workflow.md is drawn
from it by `manage.py draw_transitions`.

Who may is in `permissions.py`. A report whose figures were accepted once goes back to `correcting`, not to
`draft`: its accepted figures count until the next acceptance, whatever its status says meanwhile.
"""

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from indicators.models import Regime
from submissions.models import Revision, Status, Submission
from units.errors import Conflict


class Action(enum.StrEnum):
    EDIT = "edit"
    REQUEST_SIGN_OFF = "request_sign_off"
    NOTHING_TO_REPORT = "nothing_to_report"
    SEND_BACK = "send_back"
    SIGN_AND_SUBMIT = "sign_and_submit"
    SUBMIT_UNSIGNED = "submit_unsigned"
    WITHDRAW = "withdraw"
    ACCEPT = "accept"
    RETURN_FOR_CHANGES = "return_for_changes"
    REQUEST_CORRECTION = "request_correction"
    GRANT_CORRECTION = "grant_correction"
    REFUSE_CORRECTION = "refuse_correction"


class Permission(enum.StrEnum):
    """A verb of `units.permissions.VERBS`: at the unit that fills (fill, sign) or that checks (review)."""

    FILL = "fill"
    SIGN = "sign"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Step:
    """`to_corrected` is where it leads when figures of the report have been accepted before."""

    to: Status
    permission: Permission
    event: str
    to_corrected: Status | None = None


_ASKED = Step(Status.AWAITING_SIGN_OFF, Permission.FILL, "submission.sign_off_requested")
_NOTHING = "submission.nothing_to_report"
_UNSIGNED = Step(Status.SUBMITTED, Permission.FILL, "submission.submitted")

TRANSITIONS: Mapping[tuple[Status, Action], Step] = {
    # Saving a draft is no event.
    (Status.DRAFT, Action.EDIT): Step(Status.DRAFT, Permission.FILL, ""),
    (Status.RETURNED, Action.EDIT): Step(Status.RETURNED, Permission.FILL, ""),
    (Status.CORRECTING, Action.EDIT): Step(Status.CORRECTING, Permission.FILL, ""),
    (Status.DRAFT, Action.REQUEST_SIGN_OFF): _ASKED,
    (Status.RETURNED, Action.REQUEST_SIGN_OFF): _ASKED,
    (Status.CORRECTING, Action.REQUEST_SIGN_OFF): _ASKED,
    # Writes "-" everywhere; the same click then asks for the signature (or sends, where none is asked).
    (Status.DRAFT, Action.NOTHING_TO_REPORT): Step(Status.DRAFT, Permission.FILL, _NOTHING),
    (Status.RETURNED, Action.NOTHING_TO_REPORT): Step(Status.RETURNED, Permission.FILL, _NOTHING),
    (Status.CORRECTING, Action.NOTHING_TO_REPORT): Step(Status.CORRECTING, Permission.FILL, _NOTHING),
    # Only where the regime asks for no signature.
    (Status.DRAFT, Action.SUBMIT_UNSIGNED): _UNSIGNED,
    (Status.RETURNED, Action.SUBMIT_UNSIGNED): _UNSIGNED,
    (Status.CORRECTING, Action.SUBMIT_UNSIGNED): _UNSIGNED,
    (Status.AWAITING_SIGN_OFF, Action.SIGN_AND_SUBMIT): Step(
        Status.SUBMITTED, Permission.SIGN, "submission.submitted"
    ),
    (Status.AWAITING_SIGN_OFF, Action.SEND_BACK): Step(
        Status.DRAFT, Permission.SIGN, "submission.sent_back", Status.CORRECTING
    ),
    (Status.SUBMITTED, Action.WITHDRAW): Step(
        Status.DRAFT, Permission.FILL, "submission.withdrawn", Status.CORRECTING
    ),
    (Status.SUBMITTED, Action.ACCEPT): Step(Status.ACCEPTED, Permission.REVIEW, "submission.accepted"),
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
}

PERMISSION_OF: Mapping[Action, Permission] = {
    action: step.permission for (_status, action), step in TRANSITIONS.items()
}

_SIGNED_OR_NOT = frozenset({Action.REQUEST_SIGN_OFF, Action.SUBMIT_UNSIGNED})

EDITABLE = frozenset(status for status, action in TRANSITIONS if action is Action.EDIT)


def step_of(submission: Submission, action: Action) -> Step | None:
    """The step `action` is from the report's status, or None; whether duties are open is checked apart."""
    return TRANSITIONS.get((Status(submission.status), action))


def status_after(submission: Submission, step: Step) -> Status:
    if step.to_corrected is not None and submission.accepted_id is not None:
        return step.to_corrected
    return step.to


def may_step(submission: Submission, action: Action) -> bool:
    """Whether status, regime, round and duty allow the action now (who may is another question)."""
    if action in _SIGNED_OR_NOT and (action is Action.SUBMIT_UNSIGNED) is not is_unsigned(submission):
        return False
    return step_of(submission, action) is not None and not _closed_because(submission)


def is_unsigned(submission: Submission) -> bool:
    """Whether the regime asks for no signature: the clerk sends."""
    return submission.assignment.round.template.regime.sign_off == Regime.SignOff.NONE


def check_step(submission: Submission, action: Action) -> Step:
    """The step, or Conflict that says why not. Call it on a locked submission."""
    closed = _closed_because(submission)
    if closed:
        raise Conflict(closed, code="duty_closed")
    step = step_of(submission, action)
    if step is None or not may_step(submission, action):
        raise Conflict(
            _("Báo cáo đang ở trạng thái “%(status)s” nên chưa làm được việc này. Hãy tải lại trang.")
            % {"status": Status(submission.status).label},
            code="wrong_status",
            details={"status": submission.status, "action": action.value},
        )
    return step


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


def _closed_because(submission: Submission) -> str:
    assignment = submission.assignment
    if assignment.exempted_at is not None:
        return _("Đơn vị đã được miễn báo cáo này.")
    if assignment.round.closed_at is not None:
        return _("Đợt báo cáo đã khóa. Hãy liên hệ đơn vị nhận báo cáo.")
    return ""
