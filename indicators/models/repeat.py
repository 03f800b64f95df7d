"""What an officer decided of a cell that asks again what another regime asks already (promise 7)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.models.regime import Regime
from indicators.models.template import TemplateVersion
from units.models import User


class RepeatChoice(models.Model):
    """Stands beside a version, which never changes; it holds from `chosen_at` until it is replaced.

    "reuse": the cell is filled in from what counts for `source`. "again": it is asked again, for a reason;
    its answers stay in their revisions and are never totalled (rule 4).
    """

    class Way(models.TextChoices):
        REUSE = "reuse", _("dùng lại số đã có")
        AGAIN = "again", _("vẫn hỏi")

    version = models.ForeignKey(TemplateVersion, on_delete=models.PROTECT, related_name="repeat_choices")
    address = models.CharField(max_length=120)
    source = models.ForeignKey(Regime, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=10, choices=Way)
    reason = models.CharField(max_length=300, blank=True)
    chosen_at = models.DateTimeField()
    chosen_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "address"],
                condition=Q(replaced_at__isnull=True),
                name="repeat_chosen_once_at_a_time",
            ),
            models.CheckConstraint(condition=Q(way__in=["reuse", "again"]), name="repeat_way_is_known"),
            models.CheckConstraint(
                condition=~Q(way="again") | ~Q(reason=""), name="repeat_asked_again_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id}/{self.address}: {self.way}"
