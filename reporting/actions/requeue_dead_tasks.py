"""After kill -9 a task stays RUNNING for ever: put those that ran too long back into the queue.

All our tasks may run twice: they take marks or claims first (promises 5 and 6).
"""

from datetime import timedelta

from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

A_TASK_IS_DEAD_AFTER = timedelta(minutes=2)


def requeue_dead_tasks() -> int:
    """Return how many were put back."""
    return DBTaskResult.objects.filter(
        status=TaskResultStatus.RUNNING, started_at__lt=timezone.now() - A_TASK_IS_DEAD_AFTER
    ).update(status=TaskResultStatus.READY, started_at=None)
