"""`manage.py run_scheduler`: calls the jobs on their slots until it is told to stop."""

import signal
from typing import Any

from apscheduler.schedulers.blocking import BlockingScheduler
from django.core.management.base import BaseCommand
from django.utils import timezone

from reporting.jobs.scheduler import prepare


class Command(BaseCommand):
    help = "Chạy các công việc tự động theo lịch (run the jobs on their slots)."

    def handle(self, *args: Any, **options: Any) -> None:
        scheduler = BlockingScheduler()
        prepare(scheduler, now=timezone.now())

        def stop(*_: object) -> None:
            scheduler.shutdown(wait=False)

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        self.stdout.write("scheduler started")
        self.stdout.flush()
        scheduler.start()
