"""`manage.py run_worker`: carries out background tasks, starting with those a killed worker left behind."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from reporting.actions.requeue_dead_tasks import requeue_dead_tasks
from submissions.actions.carry_on_batches import carry_on_open


class Command(BaseCommand):
    help = "Chạy các việc nền (carry out background tasks)."

    def handle(self, *args: Any, **options: Any) -> None:
        requeue_dead_tasks()
        carry_on_open()
        worker = Worker(
            queue_names=["default"],
            interval=0.5,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        worker.configure_signals()
        self.stdout.write("worker started")
        self.stdout.flush()
        worker.run()
