"""One process that calls each job on its slot. Five of them are harmless: UNIQUE(job, slot) lets one win."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.base import BaseScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger
from django.conf import settings
from django.db import close_old_connections

from reporting.actions.run_job import run_job, take_over_dead_runs
from reporting.jobs.catalogue import JOBS
from reporting.jobs.job import Job
from reporting.models import JobRun

logger = logging.getLogger(__name__)

TAKE_OVER = "take_over_dead_runs"
LOOK_BACK = timedelta(days=8)


class SlotExecutor(ThreadPoolExecutor):
    """APScheduler's jobs do not know for which time they were due; here the slot is what is handed on."""

    def _do_submit_job(self, job: Any, run_times: Sequence[datetime]) -> None:
        def call() -> None:
            try:
                _call(job.id, run_times[-1])
            except Exception:
                logger.exception("slot %s of %s was not run", run_times[-1], job.id)

        future = self._pool.submit(call)
        future.add_done_callback(lambda _: self._run_job_success(job.id, []))


def _call(job_id: str, slot: datetime) -> None:
    close_old_connections()
    try:
        if job_id == TAKE_OVER:
            take_over_dead_runs()
        else:
            run_job(name=job_id, slot=slot)
    finally:
        close_old_connections()


def trigger_of(job: Job) -> CronTrigger:
    """The job's schedule on the clock of the place."""
    return CronTrigger(timezone=ZoneInfo(settings.TIME_ZONE), **job.cron)


def missed_slot(job: Job, *, now: datetime) -> datetime | None:
    """The latest slot before `now` that no run has taken, or None. Looks back eight days at most.

    A job that never ran has missed nothing: a fresh house does not make up for its past.
    """
    last = (
        JobRun.objects.filter(job=job.name, by_hand=False)
        .order_by("-slot")
        .values_list("slot", flat=True)
        .first()
    )
    if last is None or not job.replays:
        return None
    trigger, latest = trigger_of(job), None
    slot = trigger.get_next_fire_time(None, max(last, now - LOOK_BACK) + timedelta(seconds=1))
    while slot is not None and slot <= now:
        latest = slot
        slot = trigger.get_next_fire_time(slot, slot + timedelta(seconds=1))
    return latest


def prepare(scheduler: BaseScheduler, *, now: datetime) -> None:
    """Put all jobs on `scheduler`, and make up for the slots missed while nothing ran."""
    scheduler.configure(
        timezone=ZoneInfo(settings.TIME_ZONE),
        executors={"default": SlotExecutor(max_workers=2)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": 3600},
    )
    for job in JOBS:
        scheduler.add_job(_call, trigger_of(job), id=job.name, args=[job.name, now])
        slot = missed_slot(job, now=now)
        if slot is not None:
            logger.info("making up for %s, due at %s", job.name, slot)
            run_job(name=job.name, slot=slot)
    scheduler.add_job(_call, IntervalTrigger(seconds=10), id=TAKE_OVER, args=[TAKE_OVER, now])
