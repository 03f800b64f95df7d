"""Where one person may both fill in and sign a unit's reports."""

from django.db import models
from django.db.models import Q

from units.models.people import User
from units.models.unit import Unit


class OnePersonRule(models.Model):
    """The unit lets one person fill in and sign the same report, from a moment until the rule is ended.

    Without one, what somebody filled in is signed by somebody else. Rows stay: what was signed can be traced
    to them. `allowed_by` is NULL when it came with the units.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    allowed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    allowed_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(ended_at__isnull=True), name="one_person_rule_stands_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="one_person_rule_ended_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"one person at {self.unit_id}"
