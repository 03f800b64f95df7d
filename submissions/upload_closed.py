"""Why a report takes no workbook now, and what to do instead."""

from django.utils.translation import gettext as _

from submissions.models import Status, Submission
from submissions.transitions import Action, may_step
from submissions.wording import moment_words
from units.errors import Conflict
from units.queries import describe_unit


def check_takes_workbook(submission: Submission, action: Action = Action.EDIT) -> None:
    """Conflict with what to do instead, unless the report can be filled now (in for its unit: FILL_FOR)."""
    if may_step(submission, action):
        return
    if may_step(submission, Action.EDIT):
        said = _("Chế độ báo cáo này không cho nhập thay; từng đơn vị tự nhập báo cáo của mình.")
        raise Conflict(said, code="not_entered_for")
    said, code = _instead(submission)
    details = {"status": submission.status, "action": Action.EDIT.value} if code == "wrong_status" else {}
    raise Conflict(said, code=code, details=details)


def _instead(submission: Submission) -> tuple[str, str]:
    """(what to do, code)."""
    assignment = submission.assignment
    asked = assignment.round
    recipient = {"recipient": describe_unit(assignment.recipient_id, on=asked.period.ends).full_name}
    if assignment.exempted_at is not None:
        return _("Đơn vị đã được miễn báo cáo này nên không cần nạp tệp."), "duty_closed"
    if asked.closed_at is not None:
        said = _(
            "Đợt báo cáo đã khóa nên không nạp tệp được nữa. "
            "Hãy đề nghị %(recipient)s gia hạn hoặc mở lại đợt; khi đợt mở lại, nạp lại chính tệp này."
        )
        if submission.status == Status.ACCEPTED:
            said = _(
                "Đợt báo cáo đã khóa và số liệu đã duyệt. Nếu số sai, hãy đề nghị %(recipient)s mở lại đợt, "
                "rồi xin đính chính và nạp lại chính tệp này."
            )
        return said % recipient, "duty_closed"
    return _of_status(submission) % recipient, "wrong_status"


def _of_status(submission: Submission) -> str:
    match submission.status:
        case Status.ACCEPTED:
            open_request = submission.correction_requests.filter(granted__isnull=True).first()
            if open_request is not None:
                when = {"at": moment_words(open_request.asked_at)}
                said = _(
                    "Số liệu đã duyệt; đơn vị đã xin đính chính lúc %(at)s. "
                    "Khi %%(recipient)s đồng ý, nạp lại chính tệp này."
                )
                return said % when
            return _(
                "Số liệu của báo cáo này đã duyệt. "
                "Nếu số sai, hãy mở báo cáo, bấm “Xin đính chính” và ghi lý do; "
                "khi %(recipient)s đồng ý, nạp lại chính tệp này."
            )
        case Status.AWAITING_SIGN_OFF:
            return _(
                "Báo cáo đang chờ thủ trưởng ký. "
                "Hãy nhờ thủ trưởng chuyển lại người lập, rồi nạp lại chính tệp này."
            )
        case _:
            return _(
                "Báo cáo đã gửi %(recipient)s. Nếu cần sửa khi chưa duyệt, hãy mở báo cáo, bấm “Rút lại”, "
                "rồi nạp lại chính tệp này."
            )
