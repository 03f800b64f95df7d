"""What the roof keeps: the runs of its jobs."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class JobRun(models.Model):
    """A run of a job for a slot (the time it was due). UNIQUE(job, slot) makes five schedulers harmless."""

    class Outcome(models.TextChoices):
        RUNNING = "running", _("đang chạy")
        DONE = "done", _("xong")
        FAILED = "failed", _("lỗi")

    job = models.CharField(max_length=60)
    slot = models.DateTimeField()
    started_at = models.DateTimeField()
    heartbeat_at = models.DateTimeField()
    runner = models.CharField(max_length=100, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.RUNNING)
    summary = models.CharField(max_length=500, blank=True)
    by_hand = models.BooleanField(default=False)
    attempt = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "slot"], name="job_runs_once_a_slot"),
            models.CheckConstraint(
                condition=Q(outcome__in=["running", "done", "failed"]), name="job_outcome_is_known"
            ),
        ]
        indexes = [models.Index(fields=["-started_at"], name="job_run_latest")]

    def __str__(self) -> str:
        return f"{self.job} {self.slot:%Y-%m-%d %H:%M}"

    @property
    def seconds(self) -> float | None:
        """How long it took, in seconds; None while it runs."""
        return None if self.finished_at is None else (self.finished_at - self.started_at).total_seconds()
