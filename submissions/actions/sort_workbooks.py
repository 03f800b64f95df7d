"""Several workbooks at once: which report each is for, and what it says, before anything is saved."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from submissions.actions.read_workbook import WorkbookReading, read_workbook
from submissions.models import Submission
from submissions.originals import file_name_kept
from submissions.queries import reachable_submissions, units_filled_by
from submissions.transitions import Action, may_step
from submissions.workbook_marks import mark_keys
from submissions.workbook_messages import refusal_message
from submissions.workbooks.marks import Marks
from submissions.workbooks.package import MAX_FILE
from submissions.workbooks.refused import Refused
from submissions.workbooks.whose import marks_of
from units.errors import Conflict
from units.models import User

MOST_FILES = 50


@dataclass(frozen=True, slots=True)
class Sorted:
    """One file. `submission`: the report it is for, None when that is not known. `refusal`: why it is not
    taken, "" when it is; then there is a `reading`.
    """

    name: str
    content: bytes
    submission: Submission | None = None
    reading: WorkbookReading | None = None
    refusal: str = ""

    @property
    def errors(self) -> int:
        return sum(1 for p in self.reading.problems if p.severity == "error") if self.reading else 0

    @property
    def warnings(self) -> int:
        return len(self.reading.problems) - self.errors if self.reading else 0


def sort_workbooks(files: Iterable[tuple[str, bytes]], *, by: User, at: datetime) -> list[Sorted]:
    """What each file (name, bytes) is, nothing of it saved. Of two for one report the first counts."""
    found: list[Sorted] = []
    taken: dict[int, str] = {}
    for given, content in files:
        one = _sorted(file_name_kept(given), content, by=by, at=at)
        if one.reading is not None and one.submission is not None:
            first = taken.setdefault(one.submission.pk, one.name)
            if any(other.submission == one.submission and other.reading for other in found):
                said = _("Đã có tệp “%(first)s” cho cùng báo cáo này. Tệp này không được đọc.")
                one = Sorted(one.name, b"", one.submission, None, said % {"first": first})
        found.append(one)
    return found


def _sorted(name: str, content: bytes, *, by: User, at: datetime) -> Sorted:
    if len(content) > MAX_FILE:
        too_big = refusal_message(Refused("too_big_file", maximum=MAX_FILE // (1024 * 1024)))
        return Sorted(name, b"", refusal=too_big)
    try:
        marks = marks_of(content, keys=mark_keys())
    except Refused as refused:
        return Sorted(name, b"", refusal=refusal_message(refused))
    if marks is None:
        said = _(
            "Tệp không có dấu nhận dạng nên không biết của báo cáo nào. Hãy mở báo cáo rồi nạp tệp ở đó."
        )
        return Sorted(name, b"", refusal=said)
    submission = report_of(by, marks)
    if submission is None:
        said = _("Tệp này của %(unit)s (biểu %(form)s); anh/chị không lập báo cáo đó.")
        return Sorted(name, b"", refusal=said % {"unit": marks.unit_name, "form": marks.template})
    return _read(name, content, submission, by=by, at=at)


def _read(name: str, content: bytes, submission: Submission, *, by: User, at: datetime) -> Sorted:
    try:
        reading = read_workbook(submission=submission, content=content, file_name=name, by=by, at=at)
    except Conflict as conflict:
        return Sorted(name, b"", submission, None, conflict.message)
    if reading.refusal is not None:
        return Sorted(name, b"", submission, None, reading.refusal.message)
    return Sorted(name, content, submission, reading)


def report_of(user: User, marks: Marks) -> Submission | None:
    """The report of the marks' round; when that takes no file any more (last period's file, the usual habit),
    the only one of the same form and unit that does."""
    mine = reachable_submissions(user).filter(
        assignment__responsible__in=units_filled_by(user),
        assignment__subject=marks.unit,
        assignment__round__template__code=marks.template,
    )
    own = mine.filter(assignment__round=marks.round).first()
    if own is not None and may_step(own, Action.EDIT):
        return own
    others = [report for report in mine.order_by("-pk")[:50] if may_step(report, Action.EDIT)]
    return others[0] if len(others) == 1 else own
