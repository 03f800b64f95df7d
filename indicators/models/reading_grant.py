"""Quyền đọc số liệu: an agency may read the figures of an indicator that another one owns."""

from django.db import models
from django.db.models import Q

from indicators.models.catalogue import Indicator
from units.models import Unit, User


class ReadingGrant(models.Model):
    """Stands from `granted_at` until it is revoked; revoked ones are kept. It opens totals, no report."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="reading_grants")
    reader = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "reader"],
                condition=Q(revoked_at__isnull=True),
                name="reading_granted_once",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="reading_revoked_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} to {self.reader_id}"
