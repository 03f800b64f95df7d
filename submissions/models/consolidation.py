"""What a middle level took from the reports below it, and the parts it adds of its own, before it seals."""

from django.db import models

from submissions.models.submission import Submission
from units.models import User


class Consolidation(models.Model):
    """One row a consolidated report, beside its draft.

    `taken`: {"cells": {address: plain answer or null}, "reports": [[subject, accepted revision], …],
    "missing": [subject, …]}, as it was at `taken_at`. `own`: {address: {"v": plain number, "why": text}}.
    """

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="consolidation")
    taken = models.TextField(default="")
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    own = models.TextField(default="{}")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(taken_at__isnull=True, taken_by__isnull=True, taken="")
                | models.Q(taken_at__isnull=False, taken_by__isnull=False) & ~models.Q(taken=""),
                name="consolidation_taken_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"consolidation of {self.submission_id}"
