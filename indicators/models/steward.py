"""Chủ trì danh mục: the unit whose officers settle what is asked twice and approve regimes before use."""

from django.db import models
from django.db.models import F, Q

from units.models import Unit, User


class Steward(models.Model):
    """From – to, both days included. While one stands, a new regime opens no rounds before it is approved."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="stewardships")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    named_at = models.DateTimeField()
    named_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(valid_to__isnull=True), name="steward_open_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="steward_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"steward {self.unit_id}"
