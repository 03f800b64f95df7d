"""Days off (ngày nghỉ) and swapped working days (ngày làm bù), and the changes people made to them."""

from django.db import models
from django.db.models import Q

from units.models import User


class Holiday(models.Model):
    """A day off that is not a weekend, or a weekend day that is worked (swap days are announced yearly)."""

    day = models.DateField(unique=True)
    name = models.CharField(max_length=150)
    is_working = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class DaysOffChange(models.Model):
    """A change of the table, kept so that it can be undone.

    `days`: JSON text, [[day, what it was, what it became], …]; a day that is plain is null, else
    [name, is worked]. `moved`: how many duties got another due time. `made_by` NULL: the system.
    """

    days = models.TextField()
    moved = models.IntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="days_off_change_undone_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.made_at} {self.moved}"
