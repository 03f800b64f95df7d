"""Reorganisations (sắp xếp đơn vị): one decision, what it did to units, and whether it was undone."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from units.models.people import User


class Reorganisation(models.Model):
    """What was asked (`plan`) and the rows it made and changed (`done`), both JSON texts.

    Rows with since/until numbers carry `event`; `done` is what undoing needs for the others.
    """

    class Kind(models.TextChoices):
        MERGE = "merge", _("nhập")
        SPLIT = "split", _("chia, tách")
        RENAME = "rename", _("đổi tên")
        CHANGE_KIND = "change_kind", _("đổi loại hình")
        NEW_PARENT = "new_parent", _("chuyển cấp trên")
        CLOSE = "close", _("giải thể")

    kind = models.CharField(max_length=20, choices=Kind)
    effective_on = models.DateField()
    document = models.CharField(max_length=300, blank=True)
    plan = models.TextField()
    done = models.TextField(default="{}")
    event = models.BigIntegerField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True) | Q(undone_at__isnull=False),
                name="reorganisation_undone_by_and_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.effective_on}"
