"""Jobs through the API: what ran, and run one now."""

from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from reporting.actions.run_job import run_job
from reporting.models import JobRun
from reporting.permissions import check_may_see_jobs
from units.api_auth import check_scope, user_of
from units.paging import Limit, Offset

router = Router(tags=["jobs"])


class JobRunOut(Schema):
    job: str
    slot: datetime
    started_at: datetime
    finished_at: datetime | None
    seconds: float | None
    outcome: str
    summary: str
    by_hand: bool
    attempt: int


class JobRunList(Schema):
    items: list[JobRunOut]
    count: int


@router.get("/jobs", response=JobRunList, summary="Runs of jobs, the latest first")
def list_job_runs(
    request: HttpRequest, job: str = "", limit: Limit = 50, offset: Offset = 0
) -> dict[str, object]:
    check_scope(request, "read")
    check_may_see_jobs(user_of(request))
    runs = JobRun.objects.order_by("-started_at", "-pk")
    if job:
        runs = runs.filter(job=job)
    return {"items": list(runs[offset : offset + limit]), "count": runs.count()}


@router.post("/jobs/{name}/run", response=JobRunOut, summary="Run a job now")
def run_job_now(request: HttpRequest, name: str) -> JobRun:
    check_scope(request, "admin")
    run = run_job(name=name, slot=timezone.now(), by=user_of(request), by_hand=True)
    assert run is not None  # a slot of this very moment is free
    return run
