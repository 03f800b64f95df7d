"""Groups of units (ven biển, miền núi …): named sets, dated, usable wherever a set of units is chosen."""

from django.db import models
from django.db.models import F, Q

from units.models.unit import Unit


class UnitGroup(models.Model):
    """A named set of units. `code` is ASCII; `sort_key` orders the Vietnamese way."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=400)
    search_key = models.CharField(max_length=200)
    description = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return self.code


class GroupMember(models.Model):
    """A unit belongs to a group from – to, both days included."""

    group = models.ForeignKey(UnitGroup, on_delete=models.PROTECT, related_name="members")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="group_memberships")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "unit"], condition=Q(valid_to__isnull=True), name="group_member_open_once"
            ),
            models.UniqueConstraint(fields=["group", "unit", "valid_from"], name="group_member_stated_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="group_member_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} in {self.group_id}"
