"""A job runs once a slot; what a killed process left is taken over; missed slots are made up for."""

import os
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from apscheduler.schedulers.background import BackgroundScheduler
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from reporting.actions.run_job import run_job, take_over_dead_runs
from reporting.jobs.catalogue import BY_NAME, JOBS
from reporting.jobs.scheduler import missed_slot, prepare, trigger_of
from reporting.models import JobRun
from tests.cast import build_cast
from units.errors import NotAllowed, NotWithinReach

SLOT = datetime(2026, 11, 23, 0, 5, tzinfo=UTC)


@pytest.mark.django_db
def test_a_slot_runs_once() -> None:
    first = run_job(name="clear_expired", slot=SLOT)
    second = run_job(name="clear_expired", slot=SLOT)
    assert first is not None
    assert first.outcome == JobRun.Outcome.DONE
    assert second is None
    assert JobRun.objects.count() == 1


@pytest.mark.django_db
def test_an_empty_minute_run_leaves_no_trace() -> None:
    assert run_job(name="refresh_totals", slot=SLOT) is None
    assert not JobRun.objects.exists()


@pytest.mark.django_db
def test_a_failure_is_recorded_and_does_not_stop_the_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(slot: datetime) -> str:
        raise ValueError("the disk is full")

    monkeypatch.setitem(
        BY_NAME, "clear_expired", type(BY_NAME["clear_expired"])("clear_expired", "", {}, fail)
    )
    run = run_job(name="clear_expired", slot=SLOT)
    assert run is not None
    assert run.outcome == JobRun.Outcome.FAILED
    assert "the disk is full" in JobRun.objects.get().summary


@pytest.mark.django_db
def test_a_run_left_by_a_killed_process_is_taken_over_once() -> None:
    long_ago = timezone.now() - timedelta(minutes=5)
    dead = JobRun.objects.create(job="clear_expired", slot=SLOT, started_at=long_ago, heartbeat_at=long_ago)
    assert [run.pk for run in take_over_dead_runs()] == [dead.pk]
    dead.refresh_from_db()
    assert (dead.outcome, dead.attempt) == (JobRun.Outcome.DONE, 2)
    assert take_over_dead_runs() == []


@pytest.mark.django_db
def test_a_run_whose_heart_beats_is_left_alone() -> None:
    now = timezone.now()
    JobRun.objects.create(job="clear_expired", slot=SLOT, started_at=now, heartbeat_at=now)
    assert take_over_dead_runs() == []
    assert run_job(name="clear_expired", slot=SLOT) is None


@pytest.mark.django_db(transaction=True)
def test_five_schedulers_make_one_run() -> None:
    runs: list[JobRun | None] = []

    def call() -> None:
        runs.append(run_job(name="clear_expired", slot=SLOT))
        connection.close()

    threads = [threading.Thread(target=call) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(run is not None for run in runs) == 1
    assert JobRun.objects.count() == 1


@pytest.mark.django_db
def test_an_unknown_job_and_a_stranger_are_refused() -> None:
    cast = build_cast()
    with pytest.raises(NotWithinReach):
        run_job(name="rm_rf", slot=SLOT)
    with pytest.raises(NotAllowed):
        run_job(name="clear_expired", slot=SLOT, by=cast.lan, by_hand=True)
    assert run_job(name="clear_expired", slot=SLOT, by=cast.quan, by_hand=True) is not None


@pytest.mark.django_db
def test_the_latest_missed_slot_is_made_up_for_and_a_fresh_house_missed_nothing() -> None:
    job = BY_NAME["open_rounds"]
    now = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
    assert missed_slot(job, now=now) is None
    JobRun.objects.create(
        job=job.name, slot=now - timedelta(days=4), started_at=now, heartbeat_at=now, outcome="done"
    )
    assert missed_slot(job, now=now) == datetime(2026, 11, 22, 17, 5, tzinfo=UTC)  # 00:05 on 23/11 there


def test_every_job_has_a_next_slot() -> None:
    now = datetime(2026, 11, 23, tzinfo=UTC)
    for job in JOBS:
        following = trigger_of(job).get_next_fire_time(None, now)
        assert following is not None
        assert following <= now + timedelta(days=1, seconds=1)


@pytest.mark.django_db(transaction=True)
def test_on_the_clock_the_scheduler_calls_a_job_with_its_slot() -> None:
    scheduler = BackgroundScheduler()
    with time_machine.travel(datetime(2026, 12, 31, 20, 29, 58, 500000, tzinfo=UTC)):
        prepare(scheduler, now=timezone.now())
        scheduler.start()
        try:
            deadline = threading.Event()
            for _ in range(100):
                if JobRun.objects.filter(job="clear_expired", outcome="done").exists():
                    break
                deadline.wait(0.1)
        finally:
            scheduler.shutdown(wait=True)
    run = JobRun.objects.get(job="clear_expired")
    assert run.slot == datetime(2026, 12, 31, 20, 30, tzinfo=UTC)  # 03:30 on 01/01/2027 there
    assert run.seconds is not None


@pytest.mark.django_db
def test_uploads_nobody_came_back_for_are_deleted_after_an_hour(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "pending" / "7").mkdir(parents=True)
    left, fresh = tmp_path / "pending" / "7" / "1.bin", tmp_path / "pending" / "7" / "2.bin"
    for path, age in ((left, 3700), (fresh, 60)):
        path.write_bytes(b"PK")
        moment = SLOT.timestamp() - age
        os.utime(path, (moment, moment))
    run_job(name="clear_expired", slot=SLOT)
    assert [left.exists(), fresh.exists()] == [False, True]
