"""A night with a moved clock: nobody is there; rounds open, totals refresh, all is reconciled, mails go."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
import time_machine
from apscheduler.schedulers.background import BackgroundScheduler
from django.core import mail
from django.utils import timezone

from aggregates.models import Total
from indicators.models import ReportingRound
from reporting.jobs.scheduler import prepare
from reporting.models import JobRun
from submissions.models import DirtyMark
from tests.submissions.factories import build_world
from units.models import Event

THERE = timedelta(hours=7)
NEW_YEARS_EVE = datetime(2026, 12, 31, 23, 59, 30, tzinfo=UTC) - THERE
"""23:59:30 in Hà Nội, as UTC."""
NIGHT = (
    ("open_rounds", datetime(2027, 1, 1, 0, 5, tzinfo=UTC)),
    ("reconcile_totals", datetime(2027, 1, 1, 2, 0, tzinfo=UTC)),
    ("send_reminders", datetime(2027, 1, 7, 7, 30, tzinfo=UTC)),
)


def soon(happened: Callable[[], object]) -> None:
    """Wait for it, ten seconds at most."""
    pause = threading.Event()
    for _ in range(100):
        if happened():
            return
        pause.wait(0.1)
    raise AssertionError(f"not within ten seconds; runs: {list(JobRun.objects.values_list('job', 'slot'))}")


def done(job: str, slot: datetime) -> bool:
    return JobRun.objects.filter(job=job, slot=slot, outcome=JobRun.Outcome.DONE).exists()


@pytest.mark.django_db(transaction=True)
def test_the_night_does_its_work_alone() -> None:
    world = build_world(opens_days_before_end=0)
    lan = world.cast.lan
    lan.email = "lan@example.vn"
    lan.save(update_fields=["email"])
    scheduler = BackgroundScheduler()
    with time_machine.travel(NEW_YEARS_EVE) as clock:
        prepare(scheduler, now=timezone.now())
        scheduler.start()
        try:
            for job, there in NIGHT:
                slot = there - THERE
                clock.move_to(slot + timedelta(milliseconds=200))
                scheduler.wakeup()
                soon(partial(done, job, slot))
                clock.move_to(slot + timedelta(seconds=60, milliseconds=200))
                scheduler.wakeup()
                soon(lambda: not DirtyMark.objects.exists())
        finally:
            scheduler.shutdown(wait=True)

    opened = ReportingRound.objects.get(period_code="2026")
    expected = opened.assignments.count()
    totals = Total.objects.filter(unit=world.cast.province.pk, period=opened.period_id)
    assert expected
    assert {total.expected for total in totals} == {expected}
    assert not DirtyMark.objects.exists()
    assert any("lan@example.vn" in letter.to for letter in mail.outbox)
    assert not Event.objects.filter(seal__isnull=True, at__lt=NEW_YEARS_EVE).exists()
