"""`manage.py run_job NAME [--slot TIME]`: any job by hand."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from reporting.actions.run_job import run_job
from reporting.jobs.catalogue import JOBS
from reporting.models import JobRun
from units.errors import NotWithinReach


class Command(BaseCommand):
    help = "Chạy một công việc tự động bằng tay (run one job by hand)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", metavar="NAME", help=", ".join(job.name for job in JOBS))
        parser.add_argument(
            "--slot", type=_slot, help="thời điểm của lượt chạy, ISO 8601 (mặc định: bây giờ)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        slot = options["slot"] or timezone.now()
        try:
            run = run_job(name=options["name"], slot=slot, by_hand=True)
        except NotWithinReach as error:
            raise CommandError(str(error)) from error
        if run is None:
            self.stdout.write("Lượt này đã chạy rồi.")
            return
        if run.outcome == JobRun.Outcome.FAILED:
            raise CommandError(run.summary)
        self.stdout.write(run.summary)


def _slot(text: str) -> datetime:
    slot = datetime.fromisoformat(text)
    return slot if timezone.is_aware(slot) else timezone.make_aware(slot)
