"""The calendar of a person's deadlines: who may read it without signing in; how often a deadline moved."""

from django.db import models

from indicators.models import Assignment
from units.models import User


class CalendarFeed(models.Model):
    """The address of one person's deadlines; only the SHA-256 of its token is kept. A row is deleted when it
    is revoked: the log keeps when that was."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="calendar_feed")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    last_read_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"calendar of {self.user_id}"


class DeadlineSequence(models.Model):
    """What calendars were last told of a duty: its due time, and how often it had moved (SEQUENCE)."""

    assignment = models.OneToOneField(Assignment, on_delete=models.CASCADE, related_name="told_deadline")
    due_at = models.DateTimeField()
    number = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.assignment_id}: {self.number}"
