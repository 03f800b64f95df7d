"""`/bao-cao/`: all reports of one's units, filtered and paged; what is filtered is in the address."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from submissions.models import Status, Submission
from submissions.queries import duties_of, reachable_submissions
from submissions.wording import BADGES, short_period_words
from units.models import User
from units.permissions import READS_EVERYTHING, has_role, memberships_of

A_PAGE = 25


@require_GET
def report_list(request: HttpRequest) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    reports = _mine(user)
    codes = list(
        reports.order_by("-assignment__round__period__ends", "assignment__round__period_code")
        .values_list("assignment__round__period_code", flat=True)
        .distinct()
    )
    status = _allowed(request.GET.get("status"), Status.values)
    period = _allowed(request.GET.get("period"), codes)
    if status:
        reports = reports.filter(status=status)
    if period:
        reports = reports.filter(assignment__round__period_code=period)
    ordered = reports.order_by("-assignment__round__period__ends", "assignment__round__template__code", "pk")
    page = Paginator(ordered, A_PAGE).get_page(request.GET.get("page"))
    here = Submission.objects.filter(pk__in=[report.pk for report in page.object_list])
    duties = sorted(duties_of(here, at=timezone.now()), key=lambda duty: duty.subject.sort_key)
    duties.sort(key=lambda duty: duty.assignment.round.period.ends, reverse=True)
    context = {
        "page": page,
        "duties": duties,
        "status": status,
        "period": period,
        "period_said": short_period_words(period) if period else "",
        "status_said": str(BADGES[Status(status)][1]) if status else "",
        "statuses": [(value.value, str(BADGES[value][1])) for value in Status],
        "periods": [(code, short_period_words(code)) for code in dict.fromkeys(codes)],
    }
    return render(request, "submissions/report_list.html", context)


def _mine(user: User) -> QuerySet[Submission]:
    """Reports that the person's own units fill; everything for those who read everything."""
    reports = reachable_submissions(user).filter(assignment__exempted_at__isnull=True)
    if has_role(user, READS_EVERYTHING):
        return reports
    return reports.filter(assignment__responsible__in={held.unit_id for held in memberships_of(user)})


def _allowed(value: str | None, known: list[str]) -> str:
    return value if value is not None and value in known else ""
