"""Boundaries: where a unit lies on the ground, for drawing maps."""

from django.db import models
from django.db.models import F, Q

from units.models.unit import Unit


class Boundary(models.Model):
    """A GeoJSON geometry (Polygon or MultiPolygon, WGS 84 degrees) as text, dated."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="boundaries")
    geometry = models.TextField()
    source = models.CharField(max_length=300, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "valid_from"], name="boundary_stated_once"),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(valid_to__isnull=True), name="unit_has_one_open_boundary"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="boundary_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"boundary of {self.unit_id}"
