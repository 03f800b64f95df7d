"""Whom a regime belonged to before the body ended and another took it over."""

from django.db import models

from indicators.models.regime import Regime
from units.models import Unit


class FormerOwner(models.Model):
    """The owner of a regime up to `last_day`: periods that end by then are asked in its part of the tree."""

    regime = models.ForeignKey(Regime, on_delete=models.CASCADE, related_name="former_owners")
    owner = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    last_day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["regime", "last_day"], name="regime_had_one_owner_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.regime_id}: {self.owner_id} until {self.last_day}"
