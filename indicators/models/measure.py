"""Units of measure (đơn vị tính), and how those of one quantity convert."""

from django.db import models
from django.db.models import Q

LARGEST = 10**12


class UnitOfMeasure(models.Model):
    """`numerator` ÷ `denominator`: how many base units of its quantity one of it is, exactly.

    "ty-dong" is 1,000,000,000 / 1 of the quantity "dong". Units of one `quantity` convert into each other; a
    unit that converts into nothing is a quantity of its own. `is_ad_hoc`: written in an ad-hoc request and
    nowhere else, so that no list offers it until somebody takes it into the catalogue.
    """

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=60, unique=True)
    name_en = models.CharField(max_length=60, blank=True)
    quantity = models.CharField(max_length=40)
    numerator = models.BigIntegerField(default=1)
    denominator = models.BigIntegerField(default=1)
    is_ad_hoc = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    numerator__gte=1,
                    numerator__lte=LARGEST,
                    denominator__gte=1,
                    denominator__lte=LARGEST,
                ),
                name="unit_of_measure_factor_positive",
            ),
        ]

    def __str__(self) -> str:
        return self.name
