"""Up to where a person has seen the notices."""

from django.db import models

from units.models import User


class NoticesSeen(models.Model):
    """Notices are events of the log; those with numbers up to `event` were seen. No row: none was."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    event = models.BigIntegerField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id} up to {self.event}"
