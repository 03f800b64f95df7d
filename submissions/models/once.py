"""Promise 6: the same request twice has one effect."""

from django.db import models

from units.models import User


class IdempotencyKey(models.Model):
    """An `Idempotency-Key` seen from a user, with the answer it got."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    operation = models.CharField(max_length=120)
    fingerprint = models.CharField(max_length=64)
    status = models.SmallIntegerField()
    body = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="idempotency_key_used_once")]

    def __str__(self) -> str:
        return self.key


class Reminder(models.Model):
    """A reminder promised to a person for an assignment on a day: recorded (claimed) before it is mailed.

    `sent_at` is NULL between the claim and the mail server's answer: after a kill it is not mailed again.
    """

    assignment = models.ForeignKey(
        "indicators.Assignment", on_delete=models.CASCADE, related_name="reminders"
    )
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=20)
    day = models.DateField()
    claimed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assignment", "user", "kind", "day"], name="reminder_sent_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.assignment_id} {self.user_id}"
