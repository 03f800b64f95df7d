"""The background task behind a fresh total. The scheduler's minute run is the net beneath it."""

from typing import Any

from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from aggregates.actions.refresh_totals import refresh_totals


@task()
def refresh_soon() -> str:
    """Refresh what is marked."""
    return str(refresh_totals(at=timezone.now()))


def enqueue_refresh(**_signal: Any) -> None:
    """Ask for a refresh, unless one is waiting already: it will find all marks committed before it starts."""
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path=refresh_soon.module_path)
    if not waiting.exists():
        refresh_soon.enqueue()
