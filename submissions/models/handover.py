"""What one person left to another, so that it can be taken back."""

from django.db import models
from django.db.models import F, Q

from units.models import User


class Handover(models.Model):
    """All roles of a person passed to another in one action. `done`: JSON {"ended": {membership: its last day
    before, or null}, "given": [membership, …]}; reports, drafts and comments follow the roles.
    """

    leaver = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    successor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    done = models.TextField()
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField()
    last_day = models.DateField()
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(leaver=F("successor")), name="handover_to_another"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="handover_undone_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.leaver_id} to {self.successor_id}"
