"""`/bao-cao/<assignment>/so-sanh/`: any two versions of a report cell by cell; the history of one cell."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from indicators.forms import layout_asked
from indicators.layout import FormLayout
from submissions.cell_history import Version, changed_between, history_of_cell, versions_of
from submissions.permissions import check_may_see_cells
from submissions.queries import submission_for
from submissions.revisions import version_said
from submissions.views.printed import html_id, printed, where
from submissions.views.printed_beside import printed_sections
from submissions.views.report import heading
from submissions.wording import moment_words
from units.errors import NotWithinReach
from units.models import User


@dataclass(frozen=True, slots=True)
class Difference:
    """A line of the list beside the form: where, from what, to what."""

    id: str
    address: str
    where: str
    before: str
    after: str


@require_GET
def compare(request: HttpRequest, assignment_id: int) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    submission = submission_for(user, assignment_id)
    check_may_see_cells(user, submission)
    versions = versions_of(user, submission)
    context: dict[str, Any] = heading(submission) | {
        "versions": [(version.number, _words(version)) for version in versions]
    }
    if versions:
        earlier, later = _chosen(versions, request.GET)
        context |= {
            "earlier": earlier,
            "later": later,
            "earlier_words": _words(earlier),
            "later_words": _words(later),
            "layout": later.sheet.layout,
            "tables": printed(later.sheet, before=earlier.sheet),
            "sections": printed_sections(later.sheet, before=earlier.sheet),
            "differences": _differences(earlier, later),
            "sent": later.revision,
        }
    return render(request, "submissions/compare.html", context)


@require_GET
def cell_history(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """“Lịch sử ô này”: who changed it, when, from what to what, why."""
    user = request.user
    assert isinstance(user, User)
    submission = submission_for(user, assignment_id)
    check_may_see_cells(user, submission)
    address = request.GET.get("o", "")
    layout = _layout_with(address, [layout_asked(submission.assignment.round), *_others(submission)])
    context = heading(submission) | {
        "where": where(layout, address),
        "excel": layout.excel_cell(address),
        "id": html_id(address),
        "changes": history_of_cell(user, submission, address),
    }
    return render(request, "submissions/cell_history.html", context)


def _others(submission: Any) -> list[FormLayout]:
    """Versions of the form in which the report was sent before its round went on with another."""
    sent = [one for one in (submission.sent, submission.accepted) if one is not None]
    for one in sent:
        one.submission = submission
    return [layout_asked(submission.assignment.round, version_said(one)) for one in sent]


def _layout_with(address: str, layouts: list[FormLayout]) -> FormLayout:
    for layout in layouts:
        if address in layout.place_of or address in layout.notes:
            return layout
    raise NotWithinReach(_("Không có ô này trong biểu mẫu."))


def _chosen(versions: list[Version], asked: QueryDict) -> tuple[Version, Version]:
    """The versions asked for; else the last one against the one before it."""
    by_number = {str(version.number): version for version in versions}
    later = by_number.get(asked.get("den", ""), versions[-1])
    at = versions.index(later)
    return by_number.get(asked.get("tu", ""), versions[max(0, at - 1)]), later


def _words(version: Version) -> str:
    if version.revision is None:
        return _("bản nháp hiện nay")
    return _("lần %(n)d, gửi %(at)s") % {
        "n": version.number,
        "at": moment_words(version.revision.sent_at),
    }


def _differences(earlier: Version, later: Version) -> list[Difference]:
    return [
        Difference(
            html_id(address),
            address,
            _place_words(later.sheet.layout, address) or _place_words(earlier.sheet.layout, address),
            before,
            after,
        )
        for address, before, after in changed_between(earlier.sheet, later.sheet)
    ]


def _place_words(layout: FormLayout, address: str) -> str:
    """“3.7 Trđ: được điều trị ARV (ô E12)”, or the heading of a section."""
    if address in layout.place_of:
        return f"{where(layout, address)} ({layout.excel_cell(address)})"
    if address in layout.notes:
        return _("ghi chú ở ô %(cell)s") % {"cell": layout.excel_cell(address)}
    return next((one.title for one in layout.sections if one.address == address), "")
