"""Run one job for one slot, once, whoever asks: scheduler, command, page or API."""

import logging
import os
import socket
import threading
import time
from datetime import datetime, timedelta

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reporting.jobs.catalogue import BY_NAME
from reporting.jobs.job import Job
from reporting.models import JobRun
from reporting.permissions import check_may_run_jobs
from units.actions.record_event import record_event
from units.errors import NotWithinReach
from units.models import User

logger = logging.getLogger(__name__)

HEARTBEAT_SECONDS = 5.0
A_RUN_IS_DEAD_AFTER = timedelta(seconds=20)


def run_job(*, name: str, slot: datetime, by: User | None = None, by_hand: bool = False) -> JobRun | None:
    """Claim (job, slot), run, record. None when the slot was already taken or a quiet job has nothing to do.

    A run whose process was killed is taken over once its heartbeat is 20 s old.
    """
    job = BY_NAME.get(name)
    if job is None:
        raise NotWithinReach(_("Không có công việc tên %(name)s.") % {"name": name})
    if by is not None:
        check_may_run_jobs(by)
    if not by_hand and job.has_work is not None and not job.has_work():
        return None
    run = _claim(job, slot, by=by, by_hand=by_hand)
    return None if run is None else _carry_out(job, run)


def take_over_dead_runs() -> list[JobRun]:
    """Runs left RUNNING by a killed process are run again, each by exactly one caller."""
    dead = JobRun.objects.filter(
        outcome=JobRun.Outcome.RUNNING, heartbeat_at__lt=timezone.now() - A_RUN_IS_DEAD_AFTER
    )
    taken = [run for run in dead if run.job in BY_NAME and _take_over(run)]
    return [_carry_out(BY_NAME[run.job], run) for run in taken]


def _claim(job: Job, slot: datetime, *, by: User | None, by_hand: bool) -> JobRun | None:
    now = timezone.now()
    try:
        with transaction.atomic():
            run = JobRun.objects.create(
                job=job.name, slot=slot, started_at=now, heartbeat_at=now, by_hand=by_hand, runner=_runner()
            )
            if by is not None:
                record_event(kind="job.run_by_hand", by=by, at=now, subject=run, data={"job": job.name})
            return run
    except IntegrityError:
        run = JobRun.objects.get(job=job.name, slot=slot)
        is_dead = run.outcome == JobRun.Outcome.RUNNING and run.heartbeat_at < now - A_RUN_IS_DEAD_AFTER
        return run if is_dead and _take_over(run) else None


def _take_over(run: JobRun) -> bool:
    now = timezone.now()
    changed = JobRun.objects.filter(
        pk=run.pk, outcome=JobRun.Outcome.RUNNING, attempt=run.attempt, heartbeat_at=run.heartbeat_at
    ).update(attempt=run.attempt + 1, heartbeat_at=now, started_at=now, runner=_runner())
    run.attempt, run.heartbeat_at, run.started_at = run.attempt + 1, now, now
    return changed == 1


def _carry_out(job: Job, run: JobRun) -> JobRun:
    done = threading.Event()
    heart = threading.Thread(target=_beat, args=(run.pk, run.attempt, done), daemon=True)
    heart.start()
    try:
        run.summary, run.outcome = job.run(run.slot)[:500], JobRun.Outcome.DONE
    except Exception as error:
        logger.exception("job %s failed for slot %s", job.name, run.slot)
        run.summary, run.outcome = f"{type(error).__name__}: {error}"[:500], JobRun.Outcome.FAILED
    finally:
        done.set()
        heart.join()
    run.finished_at = timezone.now()
    JobRun.objects.filter(pk=run.pk, attempt=run.attempt).update(
        summary=run.summary, outcome=run.outcome, finished_at=run.finished_at
    )
    return run


def _beat(pk: int, attempt: int, done: threading.Event) -> None:
    try:
        while not done.wait(HEARTBEAT_SECONDS):
            try:
                JobRun.objects.filter(pk=pk, attempt=attempt).update(heartbeat_at=timezone.now())
            except Exception:
                # The next beat comes in seconds, and four may be missed.
                logger.warning("heartbeat of job run %s missed", pk)
                time.sleep(0.2)
    finally:
        connection.close()


def _runner() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"[:100]
