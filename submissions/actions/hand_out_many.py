"""One workbook with a row for each unit of a round that the person may fill in for."""

from datetime import datetime

from django.utils.translation import gettext as _

from indicators.forms import layout_asked
from indicators.models import ReportingRound
from submissions.filling_in import check_may_fill_many, codes_of, none_open
from submissions.models import Submission
from submissions.permissions import may_see_draft
from submissions.queries import sheet_of_draft
from submissions.wording import period_words
from submissions.workbook_marks import mark_keys
from submissions.workbooks.marks import Marks, sign_marks
from submissions.workbooks.unit_rows_blank import Line, unit_rows_workbook
from units.actions.record_event import record_event
from units.errors import Conflict
from units.models import User
from units.vietnamese import sort_key


def hand_out_many(*, round_: ReportingRound, by: User, at: datetime) -> tuple[str, bytes]:
    """File name and .xlsx bytes; NotAllowed when there is no unit to fill in for, Conflict when none is open
    to it. An event says the file went out.

    Cells of drafts stand in it only where the person may see them.
    """
    reports = check_may_fill_many(by, round_)
    if not reports:
        raise Conflict(none_open(round_))
    units = codes_of((report.assignment.subject_id for report in reports), round_)
    lines = [_line(report, *units[report.assignment.subject_id], by=by) for report in reports]
    marks = Marks(round_.template.code, round_.version.number, 0, "", round_.period_code, round_.pk)
    content = unit_rows_workbook(
        layout_asked(round_),
        period=f"{round_.template.name} · {period_words(round_.period_code)}",
        lines=sorted(lines, key=lambda line: (sort_key(line.name), line.code)),
        mark=sign_marks(marks, key=mark_keys()[0]),
        words=(
            _(
                "Mỗi dòng là một đơn vị. Ghi “-” nếu không phát sinh, “…” nếu chưa thu thập được, "
                "“x” nếu không áp dụng."
            ),
            _(
                "Ô để trống thì không thay đổi bản nháp. Có thể lọc, sắp xếp, xóa bớt dòng; "
                "không đổi mã đơn vị."
            ),
        ),
    )
    record_event(
        kind="round.workbook_handed_out",
        by=by,
        at=at,
        subject=round_,
        unit=round_.template.regime.owner_id,
        data={"units": len(lines)},
    )
    code = round_.template.code.replace("/", "-").encode("ascii", "ignore").decode()
    return f"nhieu-don-vi-{code}-{round_.period_code}.xlsx".replace(":", "-"), content


def _line(report: Submission, code: str, name: str, *, by: User) -> Line:
    if not report.draft.version or not may_see_draft(by, report):
        return Line(code, name)
    return Line(code, name, sheet_of_draft(report).cells)
