"""Hand out the official form as a workbook, with unit, period, recipient and what was entered so far."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from submissions.drafts import layout_for
from submissions.models import Submission
from submissions.queries import sheet_for
from submissions.wording import period_words
from submissions.workbook_marks import expected_of, mark_keys
from submissions.workbooks.fill import Filling, fill_workbook
from submissions.workbooks.marks import Marks, sign_marks
from submissions.workbooks.refused import Refused
from units.actions.record_event import record_event
from units.errors import BadContent
from units.kinds import COMMUNES
from units.models import User
from units.queries import UnitView, describe_units
from units.vietnamese import search_key


def hand_out_workbook(*, submission: Submission, by: User, at: datetime) -> tuple[str, bytes]:
    """(file name, .xlsx bytes). NotWithinReach when the cells are not yet this person's to see."""
    sheet = sheet_for(by, submission)
    assignment = submission.assignment
    expected = expected_of(submission)
    names = describe_units(
        [assignment.subject_id, assignment.responsible_id, assignment.recipient_id], on=expected.ends
    )
    # The official form is in Vietnamese, whatever language its reader's pages are in.
    with translation.override("vi"):
        reporting_unit = _reporting_unit(names[assignment.subject_id], names[assignment.responsible_id])
        period = period_words(assignment.round.period_code)
    filling = Filling(
        reporting_unit=reporting_unit,
        recipient=_office(names[assignment.recipient_id]),
        period=period,
        starts=expected.starts,
        ends=expected.ends,
        cells=sheet.cells,
        typed={address: unread.text for address, unread in sheet.unread.items()},
        notes=sheet.texts,
        for_typing=frozenset(map(sheet.layout.excel_cell, sheet.typed)),
    )
    file_name, content = _file_name(expected.marks), _filled(submission, filling, expected.marks)
    record_event(
        kind="submission.workbook_handed_out",
        by=by,
        at=at,
        subject=submission,
        unit=assignment.responsible_id,
        data={"file": file_name, "version": submission.draft.version},
    )
    return file_name, content


def _filled(submission: Submission, filling: Filling, marks: Marks) -> bytes:
    blank = submission.assignment.round.version.workbook
    try:
        if blank is None:
            raise Refused("broken")
        mark = sign_marks(marks, key=mark_keys()[0])
        return fill_workbook(bytes(blank), layout=layout_for(submission), filling=filling, mark=mark)
    except Refused as refused:
        raise BadContent(
            _("Biểu này chưa có tệp Excel dùng được. Hãy nhập trên trang và báo cho cơ quan ban hành biểu."),
            code="no_blank_workbook",
        ) from refused


def _office(unit: UnitView) -> str:
    """Communes report through their people's committee: "UBND xã Đông Hưng"."""
    full = unit.full_name
    return f"UBND {full[:1].lower()}{full[1:]}" if unit.kind in COMMUNES else full


def _reporting_unit(subject: UnitView, responsible: UnitView) -> str:
    """Who reports; after a merger also about whom."""
    if subject.id == responsible.id:
        return _office(subject)
    return _("%(responsible)s (số liệu của %(subject)s)") % {
        "responsible": _office(responsible),
        "subject": subject.full_name,
    }


def _file_name(marks: Marks) -> str:
    """ "4-BCH_xa-dong-hung_2026-9M.xlsx": letters that every disk takes."""
    parts = (marks.template, search_key(marks.unit_name), marks.period)
    clean = ("".join(c if c.isascii() and c.isalnum() else "-" for c in part).strip("-") for part in parts)
    return "_".join(clean) + ".xlsx"
