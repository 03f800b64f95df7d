"""Who signs in the place of a unit's head, from – to."""

from django.db import models
from django.db.models import F, Q

from submissions.models.submission import Revision
from units.models import Unit, User

DELEGATED = (Revision.Capacity.KT, Revision.Capacity.TL, Revision.Capacity.TUQ)
"""The capacities that are given by another; acting as head (Q.) is an appointment."""


class Delegation(models.Model):
    """A person signs reports of a unit from a day to a day (both included) in one capacity, until revoked.

    It holds only while the person has a role at the unit. Rows stay: what was signed can be traced to them.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=10, choices=Revision.Capacity)
    valid_from = models.DateField()
    valid_to = models.DateField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity__in=[one.value for one in DELEGATED]),
                name="delegation_capacity_is_given",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="delegation_dates_in_order"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="delegation_revoked_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} signs at {self.unit_id} as {self.capacity}"
