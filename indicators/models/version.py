"""What an indicator said, from one event to the next (promise 4)."""

from django.db import models
from django.db.models import F, Q

from indicators.models.catalogue import Indicator


class IndicatorVersion(models.Model):
    """One wording of an indicator: `document` is the JSON of `indicators.definitions.Definition`.

    It stood from event `since` until event `until`; the one that stands has none. An indicator that was
    written in bulk and never changed has no rows: what it says now is what it always said.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    since = models.BigIntegerField()
    until = models.BigIntegerField(null=True, blank=True)
    document = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "number"], name="indicator_version_numbered_once"),
            models.UniqueConstraint(
                fields=["indicator"], condition=Q(until__isnull=True), name="indicator_version_stands_once"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="indicator_version_events_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} v{self.number}"
