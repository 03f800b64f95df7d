"""Roles that were ended before their time, so that a mistake can be undone."""

from django.db import models
from django.db.models import F, Q

from units.models.people import Membership, Role, User
from units.models.unit import Unit


class EndedRole(models.Model):
    """One role of a person, ended by somebody. `before`: the last day it had till then (NULL: none).

    `last_day` is NULL where the role had not begun or began that day: it never was, and its row is gone.
    `given`: the same role, given to a successor with it. `ended_by` is NULL where the system did it.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=Role)
    valid_from = models.DateField()
    before = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    membership = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    successor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    given = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField()
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("user")), name="ended_role_to_another"
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="ended_role_undone_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} at {self.unit_id}"
