"""`/tong-hop/bao-cao/<assignment>/`: what a middle level puts together, sealed beside what it is now."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from aggregates.actions.take_from_below import take_from_below
from aggregates.consolidated_lines import Compared, compared
from aggregates.unit_lines_words import within_words
from indicators.queries import reachable_assignments
from submissions.actions.keep_own_parts import keep_own_parts, own_parts_refused
from submissions.consolidating import is_consolidated
from submissions.models import Status, Submission
from submissions.permissions import check_may_see_cells, may, may_edit, may_see_draft
from submissions.queries import submission_for
from submissions.transitions import Action, may_step
from submissions.views.report import heading
from units.errors import BadContent, Conflict
from units.models import User
from units.queries import describe_units, in_order

NUMBER, WHY = "so:", "ly-do:"


@dataclass(frozen=True, slots=True)
class Report:
    """A report below: who, its status, the revision taken and the one that counts now (0: none)."""

    unit: str
    status: str
    taken: int
    now: int
    duty: int | None

    @property
    def is_other(self) -> bool:
        return self.taken != self.now


@require_GET
def consolidated(request: HttpRequest, assignment_id: int) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    return render(
        request, "aggregates/consolidated.html", page_of(user, consolidated_for(user, assignment_id))
    )


@require_POST
def take(request: HttpRequest, assignment_id: int) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    take_from_below(submission=submission_for(user, assignment_id), by=user, at=timezone.now())
    messages.success(request, _("Đã lấy số từ các báo cáo đã duyệt của cấp dưới."))
    return redirect("consolidated", assignment_id)


@require_POST
def own_parts(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """What was typed comes back with the reason when it is refused."""
    user = request.user
    assert isinstance(user, User)
    submission = submission_for(user, assignment_id)
    typed = {
        name.removeprefix(NUMBER): (str(text), request.POST.get(WHY + name.removeprefix(NUMBER), ""))
        for name, text in request.POST.items()
        if name.startswith(NUMBER)
    }
    try:
        keep_own_parts(submission=submission, parts=typed, by=user, at=timezone.now())
    except BadContent as error:
        page = page_of(user, submission, typed=typed)
        page["refused"] = [problem["message"] for problem in error.problems] or error.messages
        return render(request, "aggregates/consolidated.html", page, status=422)
    messages.success(request, _("Đã lưu phần riêng."))
    return redirect("consolidated", assignment_id)


def consolidated_for(user: User, assignment_id: int) -> Submission:
    """A consolidated report whose cells the person may see; else refused."""
    submission = submission_for(user, assignment_id)
    check_may_see_cells(user, submission)
    if not is_consolidated(submission):
        raise Conflict(_("Biểu này không phải biểu tổng hợp."), code="not_consolidated")
    return submission


def page_of(
    user: User, submission: Submission, *, typed: dict[str, tuple[str, str]] | None = None
) -> dict[str, Any]:
    editable = may_edit(user, submission)
    found = compared(submission, with_draft=may_see_draft(user, submission), typed=typed or {})
    asks = may(user, Action.REQUEST_CORRECTION, submission) and may_step(
        submission, Action.REQUEST_CORRECTION
    )
    return heading(submission) | {
        "found": found,
        "editable": editable,
        "is_working": submission.status in (Status.DRAFT, Status.RETURNED, Status.CORRECTING),
        "own_refused": own_parts_refused(submission) if editable else "",
        "may_ask_correction": asks
        and found.differences > 0
        and not submission.correction_requests.filter(granted__isnull=True).exists(),
        "reports": _reports(user, found),
        "within": [] if found.within is None else within_words(found.within),
        "source": submission.assignment.round.template.consolidates,
    }


def _reports(user: User, found: Compared) -> list[Report]:
    below = found.now.reports
    views = in_order(describe_units(below).values())
    duties = [report.assignment_id for report in below.values()]
    within = set(reachable_assignments(user).filter(pk__in=duties).order_by().values_list("pk", flat=True))
    return [
        Report(
            unit=view.full_name,
            status=report.status,
            taken=found.taken_numbers.get(view.id, 0),
            now=report.accepted.number if report.accepted else 0,
            duty=report.assignment_id if report.assignment_id in within else None,
        )
        for view in views
        if (report := below[view.id])
    ]
