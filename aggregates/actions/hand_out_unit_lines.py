"""Tải Excel: a consolidated report one line a unit."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from aggregates.unit_lines import UnitLines, unit_lines
from aggregates.unit_lines_words import words_below
from aggregates.unit_lines_workbook import unit_lines_workbook
from submissions.consolidating import check_consolidated
from submissions.models import Submission
from submissions.permissions import check_may_see_cells, may_see_draft
from submissions.wording import period_words, sent_words
from units.actions.record_event import record_event
from units.models import User
from units.queries import UnitView, describe_units


def hand_out_unit_lines(*, submission: Submission, by: User, at: datetime) -> tuple[str, bytes]:
    """(file name, .xlsx bytes). NotWithinReach when the cells are not yet this person's to see."""
    check_may_see_cells(by, submission)
    check_consolidated(submission)
    assignment = submission.assignment
    page = unit_lines(submission, with_draft=may_see_draft(by, submission))
    ids = (assignment.subject_id, assignment.recipient_id)
    names = describe_units(ids, on=assignment.round.period.ends)
    # The official form is in Vietnamese, whatever language its reader's pages are in.
    with translation.override("vi"):
        head, words = _head(page, names), words_below(page)
        content = unit_lines_workbook(page, page.lines(page.units, user=by), head=head, words=words)
    code, period = assignment.round.template.code, assignment.round.period_code
    parts = (code, "theo-don-vi", names[assignment.subject_id].code, period)
    clean = ("".join(c if c.isascii() and c.isalnum() else "-" for c in part).strip("-") for part in parts)
    file_name = "_".join(filter(None, clean)) + ".xlsx"
    record_event(
        kind="submission.unit_lines_handed_out",
        by=by,
        at=at,
        subject=submission,
        unit=assignment.responsible_id,
        data={"file": file_name, "units": len(page.units)},
    )
    return file_name, content


def _head(page: UnitLines, names: dict[int, UnitView]) -> list[str]:
    assignment = page.submission.assignment
    template = assignment.round.template
    said = _("Số hiện nay, chưa lấy vào báo cáo.")
    if page.is_signed and page.submission.sent is not None:
        said = _("Bản đã ký gửi: %(said)s.") % {"said": sent_words(page.submission.sent)}
    elif page.basis is not None:
        said = _("Bản nháp, chưa ký gửi.")
    return [
        f"{template.code} – {template.name.upper()}",
        period_words(assignment.round.period_code),
        _("Đơn vị báo cáo: %(unit)s. Đơn vị nhận báo cáo: %(recipient)s.")
        % {
            "unit": names[assignment.subject_id].full_name,
            "recipient": names[assignment.recipient_id].full_name,
        },
        said,
    ]
