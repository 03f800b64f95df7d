"""Nguồn số liệu: the units behind one total, then the sealed document with the cell marked."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aggregates.overview import title_of
from aggregates.sources import sources_of
from aggregates.timeline import words_for
from aggregates.views.totals import KEYS
from aggregates.visible import check_visible
from aggregates.wanted import Wanted, has_ended, want
from indicators.models import Period, ReportingRound, TemplateCell
from indicators.periods import code_of
from indicators.queries import reachable_assignments
from submissions.models import FigureHistory, Revision
from submissions.queries import BESIDE
from submissions.revisions import sheet_of_revision, version_said
from submissions.views.printed import Said, html_id, printed
from submissions.views.report import heading
from units.errors import NotWithinReach
from units.models import User
from units.queries import UnitView

SHOWN = 100
NAMED = 60


@require_GET
def sources(request: HttpRequest) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    wanted = want(user, request.GET, today=timezone.localdate())
    line = wanted.book.line(request.GET.get("cell", "")) if wanted is not None else None
    if wanted is not None and wanted.shared:
        raise NotWithinReach(_("Quyền đọc số liệu không mở báo cáo của từng đơn vị."))
    if wanted is None or line is None:
        raise NotWithinReach(_("Không có ô này trong biểu mẫu."))
    asked = {key: request.GET[key] for key in KEYS if request.GET.get(key)}
    page = _page(request.GET.get("page", ""))
    found = sources_of(wanted, line, offset=(page - 1) * SHOWN, limit=SHOWN)
    context: dict[str, Any] = {
        "found": found,
        "line": line,
        "wanted": wanted,
        "title": title_of(wanted),
        "back": "?" + urlencode(asked),
        "below": [(one, "?" + urlencode(asked | _at(one.unit, wanted))) for one in found.below],
        "periods": _used(wanted, asked),
        "page": page,
        "pages": [
            (number, "?" + urlencode(asked | {"page": str(number)}))
            for number in range(1, 1 + (found.count + SHOWN - 1) // SHOWN)
        ]
        if not found.below
        else [],
        "missing": found.missing[:NAMED],
        "more_missing": max(0, len(found.missing) - NAMED),
    }
    return render(request, "aggregates/sources.html", context)


def _page(text: str) -> int:
    return max(1, int(text)) if text.isdecimal() and len(text) < 6 else 1


def _at(unit: UnitView, wanted: Wanted) -> dict[str, str]:
    ended = has_ended(unit, wanted.atlas.today) and unit.ends is not None
    return {"unit": unit.code, "as_of": unit.ends.isoformat() if ended and unit.ends else "", "page": ""}


def _used(wanted: Wanted, asked: dict[str, str]) -> list[tuple[str, str]]:
    """The reported periods a derived one is counted from, each with its own sources."""
    if wanted.derivation is None:
        return []
    of = {period: span for span, period in wanted.derivation.period_of.items()}
    spans = sorted((of[period] for period in wanted.derivation.periods), key=lambda span: span.ends)
    return [(words_for(span), "?" + urlencode(asked | {"period": code_of(span)})) for span in spans]


@require_GET
def source(request: HttpRequest, revision_id: int) -> HttpResponse:
    """One sealed revision that counts or counted, as the form, with the asked cell marked."""
    user = request.user
    assert isinstance(user, User)
    revision = _revision(revision_id)
    assignment = revision.submission.assignment
    given = {"template": assignment.round.template.code, "period": assignment.round.period_code}
    wanted = want(user, given, today=timezone.localdate())
    if wanted is None:
        raise NotWithinReach
    check_visible(assignment.subject_id, wanted.visible)
    sheet = sheet_of_revision(revision)
    address = request.GET.get("cell", "")
    said = {}
    if address in sheet.layout.place_of:
        excel = sheet.layout.excel_cell(address)
        said[address] = [Said(_("ô %(cell)s: số liệu đang tra cứu") % {"cell": excel}, "comment source")]
    context = heading(revision.submission) | {
        "revision": revision,
        "tables": printed(sheet, said=said),
        "layout": sheet.layout,
        "marked": html_id(address) if said else "",
        "history": _history(user, assignment.pk, address) if said else "",
        "is_current": revision.submission.accepted_id == revision.pk,
    }
    return render(request, "aggregates/source.html", context)


def _history(user: User, assignment_id: int, address: str) -> str:
    """Where the history of the cell is, for those within whose reach the report lies."""
    if not reachable_assignments(user).filter(pk=assignment_id).exists():
        return ""
    return f"{reverse('report-cell-history', args=[assignment_id])}?{urlencode({'o': address})}"


def _revision(revision_id: int) -> Revision:
    """A revision whose figures count or once counted; what was only sent is on the reviewers' page."""
    related = [f"submission__{path}" for path in BESIDE if path not in ("sent__signature", "draft")]
    found = (
        Revision.objects.select_related(*related, "signed_by", "prepared_by").filter(pk=revision_id).first()
    )
    counts = found is not None and (found.submission.accepted_id == found.pk or _counted_once(found))
    if found is None or not counts:
        raise NotWithinReach(_("Không có bản gửi này trong phạm vi của anh/chị."))
    return found


def _counted_once(revision: Revision) -> bool:
    """Whether figures of a revision once counted. The primary key begins with the period and the point."""
    assignment = revision.submission.assignment
    bound = TemplateCell.objects.filter(version=version_said(revision))
    return FigureHistory.objects.filter(
        period__in=_periods_of(assignment.round),
        data_point__in=list(bound.values_list("data_point", flat=True).distinct()),
        unit=assignment.subject_id,
        revision=revision.pk,
    ).exists()


def _periods_of(asked: ReportingRound) -> list[int]:
    """The periods a form of this round may write about: those of its year, the one before, the next."""
    starts, ends = asked.period.starts.year - 1, asked.period.ends.year + 1
    near = Period.objects.filter(
        calendar=asked.period.calendar_id, ends__year__gte=starts, starts__year__lte=ends
    )
    return list(near.values_list("pk", flat=True))
