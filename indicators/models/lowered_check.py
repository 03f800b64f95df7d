"""A check of a published version that an officer has lowered to a warning; the version never changes."""

from django.db import models
from django.db.models import Q

from indicators.models.template import TemplateVersion
from units.models import User


class LoweredCheck(models.Model):
    """`check_key` is `indicators.layout.Check.key`. It holds from `lowered_at` until it is raised again."""

    version = models.ForeignKey(TemplateVersion, on_delete=models.PROTECT, related_name="lowered_checks")
    check_key = models.CharField(max_length=60)
    reason = models.CharField(max_length=300)
    lowered_at = models.DateTimeField()
    lowered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(null=True, blank=True)
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "check_key"],
                condition=Q(raised_at__isnull=True),
                name="check_lowered_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(raised_at__isnull=True, raised_by__isnull=True)
                | Q(raised_at__isnull=False, raised_by__isnull=False),
                name="lowered_check_raised_at_and_by",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="lowered_check_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}/{self.check_key}"
