"""What was decided of a regime: approved before first use; each year kept, suspended, taken up again."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.models.regime import Regime
from units.models import User


class RegimeReview(models.Model):
    """One outcome; the latest one stands. A suspended regime opens no rounds."""

    class Outcome(models.TextChoices):
        KEPT = "kept", _("giữ")
        SUSPENDED = "suspended", _("tạm dừng")
        RESUMED = "resumed", _("cho chạy lại")
        APPROVED = "approved", _("duyệt cho dùng")

    regime = models.ForeignKey(Regime, on_delete=models.PROTECT, related_name="reviews")
    year = models.SmallIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome)
    reason = models.CharField(max_length=300, blank=True)
    reviewed_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=["kept", "approved"])
                | Q(outcome__in=["suspended", "resumed"]) & ~Q(reason=""),
                name="regime_suspended_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.regime_id} {self.year}: {self.outcome}"
