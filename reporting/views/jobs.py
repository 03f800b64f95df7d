"""`/jobs`: each job with its next slot, and each run with its slot, duration and outcome."""

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from reporting.actions.run_job import run_job
from reporting.jobs.catalogue import BY_NAME, JOBS
from reporting.jobs.scheduler import trigger_of
from reporting.models import JobRun
from reporting.permissions import check_may_see_jobs, may_run_jobs
from units.models import User

A_PAGE = 50


@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    check_may_see_jobs(request.user)
    chosen = request.GET.get("cong-viec", "")
    outcome = request.GET.get("ket-qua", "")
    runs = JobRun.objects.order_by("-started_at", "-pk")
    if chosen in BY_NAME:
        runs = runs.filter(job=chosen)
    if outcome in JobRun.Outcome.values:
        runs = runs.filter(outcome=outcome)
    page = Paginator(runs, A_PAGE).get_page(request.GET.get("trang"))
    now = timezone.now()
    context = {
        "jobs": [
            {"name": job.name, "title": _(job.title), "next": trigger_of(job).get_next_fire_time(None, now)}
            for job in JOBS
        ],
        "runs": [
            {"run": run, "title": _(BY_NAME[run.job].title) if run.job in BY_NAME else run.job}
            for run in page
        ],
        "page": page,
        "chosen": chosen,
        "outcome": outcome,
        "outcomes": JobRun.Outcome.choices,
        "may_run": may_run_jobs(request.user),
    }
    return render(request, "reporting/jobs.html", context)


@require_POST
def run_now(request: HttpRequest, name: str) -> HttpResponse:
    run = run_job(name=name, slot=timezone.now(), by=cast(User, request.user), by_hand=True)
    if run is not None and run.outcome == JobRun.Outcome.DONE:
        messages.success(request, run.summary)
    elif run is not None:
        messages.error(request, _("Công việc gặp lỗi: %(error)s") % {"error": run.summary})
    return redirect("jobs")
