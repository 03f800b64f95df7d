"""Whether a report may be sent: errors block, warnings ask for a word."""

from django.utils.translation import gettext as _

from submissions.background import working_sheet
from submissions.consolidating import is_consolidated
from submissions.messages import problems_as_dicts
from submissions.models import Submission
from submissions.revisions import digest_of, document_of
from submissions.rules import Problem, check
from submissions.sheet import Sheet
from units.errors import BadContent, Conflict


def blocking(sheet: Sheet) -> list[Problem]:
    """What must be mended, or explained, before the report may be sent."""
    return [
        problem
        for problem in check(sheet)
        if problem.severity == "error"
        or (problem.severity == "warning" and not sheet.explanations.get(problem.address))
    ]


def check_read(submission: Submission, version: int | None) -> None:
    """Conflict when the draft is not the version the signer read: nobody signs what they did not see."""
    if version is not None and submission.draft.version != version:
        raise _changed(submission)


def _changed(submission: Submission) -> Conflict:
    return Conflict(
        _("Số liệu đã thay đổi sau khi trang này được mở. Hãy tải lại trang, đọc lại rồi ký."),
        code="draft_changed",
        details={"version": submission.draft.version},
    )


def ready_sheet(submission: Submission, *, seen: str = "") -> Sheet:
    """The draft as it will be sent, or BadContent that names all that stands in the way.

    `seen`: the digest of the sheet that was read ("": do not ask). Conflict when it is another by now:
    carried cells change without the draft, when what they carry is corrected where it comes from.
    """
    sheet = working_sheet(submission)
    if is_consolidated(submission) and sheet.background.below is None:
        raise BadContent(
            _("Chưa lấy số từ báo cáo của cấp dưới nên chưa trình ký được. Hãy mở “Tổng hợp từ cấp dưới”."),
            code="nothing_taken",
        )
    if seen and seen != digest_of(document_of(sheet, submission)):
        raise _changed(submission)
    problems = blocking(sheet)
    if not problems:
        return sheet
    if any(problem.severity == "error" for problem in problems):
        sentence = _("Chưa trình ký hay gửi được: còn %(count)d lỗi hoặc cảnh báo. Hãy sửa các ô được nêu.")
    else:
        sentence = _(
            "Chưa trình ký hay gửi được: còn %(count)d cảnh báo chưa có giải trình. Hãy ghi lý do cho từng ô."
        )
    raise BadContent(
        sentence % {"count": len(problems)},
        code="not_ready",
        problems=problems_as_dicts(problems, sheet.layout),
    )
